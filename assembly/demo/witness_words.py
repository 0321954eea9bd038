"""The topics of the story's evidence, who speaks on them and as what, and who else was proposed."""

from dataclasses import dataclass

from evidence.enums import Gender, OrganisationKind, ReleaseScope, Way, WitnessKind
from scheduling.enums import Position

FOR, AGAINST, NEUTRAL = Position.FOR, Position.AGAINST, Position.NEUTRAL
EXPERT, STAKEHOLDER, LIVED, AUTHORITY = WitnessKind
NOBODY, UNIVERSITY, PUBLIC, BUSINESS, CIVIL, _MEDIA = OrganisationKind
WOMAN, MAN, _ANOTHER = Gender
NAME, MATERIAL, RECORDING, ANSWERS = ReleaseScope

TOPICS = {
    "health": ("Air and health", "What is in the air of Riverbend, and what it does to people."),
    "traffic": ("Traffic and deliveries", "Cars, lorries, buses, and how goods reach shops and homes."),
    "heating": ("Heating of homes", "Boilers, stoves and what else could keep homes warm."),
    "harbour": ("Harbour and industry", "Ships at the quay, and works that burn oil, gas or wood."),
    "fairness": ("Costs and fairness", "How costs and benefits are shared between people and places."),
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """The file of somebody who stands in the programme. heard: the days. follows: whether they were thanked since."""

    kind: WitnessKind
    organisation_kind: OrganisationKind
    gender: Gender
    position: Position
    expertise: str
    topics: tuple[str, ...]
    interests: str = ""
    way: Way = Way.EMAIL
    agrees: tuple[ReleaseScope, ...] = (NAME, ANSWERS)
    briefed: bool = True
    heard: tuple[int, int] | None = None
    follows: bool = False


NONE = "none"
"""What somebody declares who has no interests to declare."""
SPEAKERS = {
    "maya": Speaker(
        EXPERT,
        UNIVERSITY,
        WOMAN,
        NEUTRAL,
        "Measuring air in cities",
        ("health", "traffic"),
        "My chair is paid by the university. The city pays for our measuring stations until 2028.",
        Way.ONLINE,
        (NAME, MATERIAL, RECORDING, ANSWERS),
        heard=(5, 9),
    ),
    "okafor": Speaker(
        LIVED,
        NOBODY,
        WOMAN,
        FOR,
        "Eleven years beside the ring road",
        ("health", "traffic", "fairness"),
        "I live beside the ring road and rent there. I helped to start Harbourside Residents.",
        Way.PHONE,
        (NAME, MATERIAL, ANSWERS),
        heard=(5, 9),
        follows=True,
    ),
    "vandam": Speaker(
        STAKEHOLDER,
        BUSINESS,
        MAN,
        AGAINST,
        "Freight, depots and drivers",
        ("traffic",),
        "I own a haulage firm with 34 lorries, and chair the hauliers’ association.",
        heard=(5, 9),
        follows=True,
    ),
    "achebe": Speaker(
        EXPERT,
        PUBLIC,
        MAN,
        FOR,
        "Lungs and children’s health",
        ("health",),
        NONE,
        agrees=(NAME, MATERIAL, ANSWERS),
        heard=(5, 23),
        follows=True,
    ),
    "castellane": Speaker(
        STAKEHOLDER,
        CIVIL,
        WOMAN,
        AGAINST,
        "Rents, bills and tenants’ rights",
        ("heating", "fairness"),
        "I am employed by the tenants’ union. Its members pay for my work.",
        Way.PAPER,
        heard=(5, 23),
        follows=True,
    ),
    "brandt": Speaker(
        EXPERT,
        UNIVERSITY,
        WOMAN,
        NEUTRAL,
        "Costs and benefits of public measures",
        ("fairness",),
        "In 2023 I advised the ministry of finance on fuel prices, for a fee.",
        heard=(5, 23),
    ),
    "vidal": Speaker(
        AUTHORITY,
        PUBLIC,
        WOMAN,
        FOR,
        "Running a clean air zone",
        ("traffic",),
        "I am employed by Northhaven and was in charge of its clean air zone.",
        agrees=(NAME, MATERIAL, ANSWERS),
        heard=(6, 6),
    ),
    "pryce": Speaker(
        AUTHORITY,
        PUBLIC,
        MAN,
        AGAINST,
        "Ending a clean air zone",
        ("traffic", "fairness"),
        "I am a councillor in Eastbridge, and stood for election against the zone.",
        Way.PHONE,
        heard=(6, 6),
    ),
    "sheikh": Speaker(
        STAKEHOLDER,
        BUSINESS,
        MAN,
        FOR,
        "Running buses",
        ("traffic",),
        "My firm runs the city’s buses, and would be paid for more of them.",
    ),
    "frost": Speaker(
        STAKEHOLDER,
        BUSINESS,
        MAN,
        AGAINST,
        "Shops and their customers",
        ("traffic",),
        briefed=False,
    ),
    "fischer": Speaker(
        EXPERT,
        UNIVERSITY,
        WOMAN,
        NEUTRAL,
        "Testing heat pumps",
        ("heating",),
        "Makers of heat pumps pay for half of our tests. They do not see results before others do.",
        agrees=(NAME, MATERIAL, ANSWERS),
    ),
    "sorensen": Speaker(
        AUTHORITY,
        PUBLIC,
        WOMAN,
        AGAINST,
        "Running a harbour",
        ("harbour",),
        "The port is my employer and belongs to the city.",
        briefed=False,
    ),
}
"""Person of `story_people.py` → file."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody who does not stand in the programme: who proposed them why, what was decided why."""

    name: str
    organisation: str
    kind: WitnessKind
    organisation_kind: OrganisationKind
    position: Position
    gender: Gender | str
    expertise: str
    topics: tuple[str, ...]
    why: str
    on: tuple[int, int]
    verb: str = ""
    reason: str = ""
    decided: tuple[int, int] = (5, 28)


BY_MEMBER = Proposed(
    "Tomasz Zielinski",
    "",
    LIVED,
    NOBODY,
    NEUTRAL,
    MAN,
    "Twenty years at the wheel of line 7",
    ("traffic", "health"),
    "He drives a bus all day in the air we talk about. Nobody has asked the drivers yet.",
    (5, 24),
    "shortlist",
    "Nobody who works in traffic has been heard so far. We ask him for the fifth session.",
)
BY_ADVISORY = Proposed(
    "Prof. Gareth Lowe",
    "Northern School of Economics",
    EXPERT,
    UNIVERSITY,
    AGAINST,
    MAN,
    "Prices of heating and who bears them",
    ("heating", "fairness"),
    "On heating, members hear one side only from a union. A researcher would help.",
    (5, 12),
    "shortlist",
    "He would close a gap on heating.",
    (5, 14),
)
BY_PUBLIC = (
    (
        Proposed(
            "Joan Mbeki",
            "",
            LIVED,
            NOBODY,
            FOR,
            WOMAN,
            "A year with a heat pump in a rented flat",
            ("heating",),
            "Her boiler was replaced last year. She can say what it did to her bills and her sleep.",
            (6, 4),
        ),
        "Peter Mbeki",
        "peter.mbeki@example.org",
    ),
    (
        Proposed(
            "Rex Calloway",
            "AirPure Filters Ltd",
            STAKEHOLDER,
            BUSINESS,
            Position.NONE,
            MAN,
            "Air filters for homes",
            ("health",),
            "Our filters solve the problem today. I can bring some to the session.",
            (5, 19),
            "turn_down",
            "He would speak about a product that he sells. Filters are covered by Dr Achebe’s talk.",
            (5, 21),
        ),
        "Rex Calloway",
        "calloway@example.org",
    ),
)
"""Proposals from the public page, each with who made it and where to write to."""
