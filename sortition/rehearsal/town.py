"""A town: how many people have which value, who tends to volunteer, and what goes together."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TownValue:
    """One value: its share of the population in per cent, how readily its people volunteer, and its quota.

    `pull` 1 is the average; 0.5 means half as likely to answer the letter.
    """

    name: str
    share: float
    pull: float
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class TownCategory:
    """One stratification feature with the source of its shares."""

    name: str
    source: str
    values: tuple[TownValue, ...]


@dataclass(frozen=True, slots=True)
class Leaning:
    """People with `value` of `category` are `factor` times as likely as others to have `other_value` of `other`."""

    category: str
    value: str
    other: str
    other_value: str
    factor: float


@dataclass(frozen=True, slots=True)
class Town:
    """A place to hold an assembly in. `postcodes` has one prefix per value of the category that is the area."""

    name: str
    categories: tuple[TownCategory, ...]
    area: str
    postcodes: Mapping[str, str]
    leanings: tuple[Leaning, ...] = ()
    streets: tuple[str, ...] = field(default=())

    def category(self, name: str) -> TownCategory:
        """Return the category of that name."""
        return next(category for category in self.categories if category.name == name)


def _values(*rows: tuple[str, float, float, int, int]) -> tuple[TownValue, ...]:
    return tuple(TownValue(*row) for row in rows)


RIVERBEND = Town(
    name="Riverbend",
    area="Ward",
    postcodes={
        "Old Town": "RB1",
        "Harbour": "RB2",
        "Millfield": "RB3",
        "Northgate": "RB4",
        "Hillside": "RB5",
    },
    streets=(
        "Alder Road",
        "Bakers Lane",
        "Canal Street",
        "Church Walk",
        "Dock Road",
        "Elm Grove",
        "Ferry Street",
        "Foundry Row",
        "Granary Close",
        "High Street",
        "Kiln Lane",
        "Lime Avenue",
        "Market Place",
        "Meadow View",
        "Mill Road",
        "Northgate Terrace",
        "Orchard Way",
        "Priory Street",
        "Quay Side",
        "Quarry Hill",
        "Rope Walk",
        "Station Road",
        "Tanner Street",
        "Weir Lane",
        "Willow Court",
    ),
    categories=(
        TownCategory(
            "Age",
            "ONS mid-year estimates 2025",
            _values(
                ("16–29", 22.0, 0.52, 10, 12),
                ("30–44", 26.0, 0.85, 12, 14),
                ("45–59", 24.0, 1.16, 11, 13),
                ("60–74", 19.0, 1.55, 9, 10),
                ("75 or over", 9.0, 1.0, 4, 5),
            ),
        ),
        TownCategory(
            "Gender",
            "Census 2021",
            _values(
                ("Female", 50.8, 1.04, 24, 26),
                ("Male", 48.4, 0.97, 23, 25),
                ("Non-binary or other", 0.8, 1.2, 1, 2),
            ),
        ),
        TownCategory(
            "Ward",
            "Electoral register, December 2025",
            _values(
                ("Old Town", 17.6, 1.17, 8, 9),
                ("Harbour", 21.2, 0.91, 10, 11),
                ("Millfield", 24.8, 0.94, 11, 12),
                ("Northgate", 19.0, 0.77, 9, 10),
                ("Hillside", 17.4, 1.28, 8, 9),
            ),
        ),
        TownCategory(
            "Education",
            "Census 2021",
            _values(
                ("No qualifications", 18.2, 0.22, 8, 10),
                ("School level", 41.4, 0.74, 20, 21),
                ("Degree or above", 40.4, 1.62, 20, 21),
            ),
        ),
        TownCategory(
            "Disability",
            "Census 2021",
            _values(("Yes", 21.4, 0.79, 10, 11), ("No", 78.6, 1.06, 39, 40)),
        ),
        TownCategory(
            "View on traffic",
            "Riverbend residents’ survey 2025",
            _values(
                ("Fewer cars in the centre", 38.0, 1.45, 18, 20),
                ("About right as it is", 34.0, 0.78, 16, 18),
                ("More room for cars", 16.0, 0.5, 8, 9),
                ("No view", 12.0, 0.82, 5, 7),
            ),
        ),
    ),
    leanings=(
        Leaning("Age", "75 or over", "Education", "No qualifications", 2.2),
        Leaning("Age", "75 or over", "Disability", "Yes", 2.4),
        Leaning("Age", "60–74", "Disability", "Yes", 1.5),
        Leaning("Age", "30–44", "Education", "Degree or above", 1.4),
        Leaning("Education", "Degree or above", "View on traffic", "Fewer cars in the centre", 1.5),
        Leaning("Education", "No qualifications", "View on traffic", "More room for cars", 2.0),
        Leaning("Ward", "Millfield", "Education", "No qualifications", 1.8),
        Leaning("Ward", "Hillside", "Education", "Degree or above", 1.4),
    ),
)
"""The town of the demonstration: graduates volunteer four times as readily as people without qualifications."""
