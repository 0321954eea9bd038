"""Values that are worked out: an age band from a birth date, a year or an age; a region from a postcode's beginning."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from sortition.reading.cells import fold, past_date
from sortition.reading.errors import Unreadable
from sortition.reading.fields import KnownCategory
from sortition.reading.table import Table

AGE, PREFIX = "age", "prefix"
OLDEST_AGE = 120

_YEARS = r"(?: ?(?:years?|yrs?)(?: old| of age)?)?"
_RANGE = re.compile(rf"(\d+){_YEARS} ?(?:-|–|—|to|bis|à) ?(\d+){_YEARS}")
_FROM = re.compile(
    rf"(\d+){_YEARS} ?(?:\+|plus|(?:and|or|&) (?:over|older|above|more|upwards)|und älter|et plus)"
)
_ABOVE = re.compile(rf"(?:over|above|more than|older than|über) (\d+){_YEARS}")
_BELOW = re.compile(rf"(?:under|below|less than|younger than|unter) (\d+){_YEARS}")
_UP_TO = re.compile(
    rf"(?:up to|bis) (\d+){_YEARS}|(\d+){_YEARS} ?(?:(?:and|or|&) (?:under|younger|below|less)|und jünger)"
)
_BRITISH = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_PLAIN_AGE = re.compile(rf"(\d{{1,3}})(?:[.,]0)?{_YEARS}")


@dataclass(frozen=True, slots=True)
class Band:
    """An age band: the value's name, its least age and its greatest (None: no end)."""

    name: str
    least: int
    most: int | None

    def holds(self, age: int) -> bool:
        """Whether somebody of this age belongs here."""
        return self.least <= age and (self.most is None or age <= self.most)


@dataclass(frozen=True, slots=True)
class Rule:
    """How a category is worked out. `prefixes` maps a prefix (capitals, single spaces) to a value's name."""

    category: KnownCategory
    kind: str
    on: datetime.date | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def recognised(self, texts: Iterable[str], *, order: str, today: datetime.date) -> dict[str, str]:
        """Return folded cell → value name, for the cells from which a value can be worked out."""
        if self.kind == PREFIX:
            found = {fold(text): longest_prefix(text, self.prefixes) for text in texts}
        else:
            bands = age_bands(self.category.values)
            on = self.on or today
            found = {
                fold(text): band_of(age_on(text, on=on, order=order, today=today), bands) for text in texts
            }
        return {folded: name for folded, name in found.items() if name}


def age_bands(names: Iterable[str]) -> list[Band]:
    """Read value names as age bands, such as “16–29”, “30 to 44”, “65+”, “under 18”; other names are none.

    “Over 75” begins at 76 where another band still holds 75, and at 75 where none does.
    """
    bands = []
    above = []
    for name in names:
        folded = fold(name)
        if found := _RANGE.fullmatch(folded):
            bands.append(Band(name, int(found[1]), int(found[2])))
        elif found := _FROM.fullmatch(folded):
            bands.append(Band(name, int(found[1]), None))
        elif found := _BELOW.fullmatch(folded):
            bands.append(Band(name, 0, int(found[1]) - 1))
        elif found := _UP_TO.fullmatch(folded):
            bands.append(Band(name, 0, int(found[1] or found[2])))
        elif found := _ABOVE.fullmatch(folded):
            above.append((name, int(found[1])))
    for name, age in above:
        is_taken = any(band.most is not None and band.holds(age) for band in bands)
        bands.append(Band(name, age + is_taken, None))
    return sorted(bands, key=lambda band: band.least)


def overlapping(bands: list[Band]) -> tuple[str, str] | None:
    """Return the names of two bands that share an age, or None."""
    for lower, upper in pairwise(bands):
        if lower.most is None or upper.least <= lower.most:
            return lower.name, upper.name
    return None


def age_on(text: str, *, on: datetime.date, order: str, today: datetime.date) -> int | None:
    """Return the age on a day that a cell tells: by a birth date, by a year of birth, or as it stands.

    A year of birth counts as if the birthday of the year were over.
    """
    age = plain_age(text)
    if age is not None:
        return age
    if len(text) == 4 and text.isascii() and text.isdigit():
        age = on.year - int(text)
    elif born := past_date(text, order=order, today=today):
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    else:
        return None
    return age if 0 <= age <= OLDEST_AGE else None


def plain_age(text: str) -> int | None:
    """Return the age that a cell simply states, such as “34” or “34 years old”."""
    found = _PLAIN_AGE.fullmatch(fold(text))
    return int(found[1]) if found and int(found[1]) <= OLDEST_AGE else None


def band_of(age: int | None, bands: Iterable[Band]) -> str:
    """Return the name of the band that holds an age; "" where none does."""
    return next((band.name for band in bands if age is not None and band.holds(age)), "")


def comparable_code(text: str) -> str:
    """Return a postcode as it is compared: capitals, digits and single spaces.

    The space counts: “RB1 2BB” lies in RB1, not in RB12. A British code without its space gets it back.
    """
    code = " ".join("".join(c if c.isalnum() else " " for c in text.upper()).split())
    return f"{code[:-3]} {code[-3:]}" if _BRITISH.fullmatch(code) else code


def longest_prefix(text: str, prefixes: Mapping[str, str]) -> str:
    """Return what the longest prefix of a postcode stands for; "" where there is none."""
    code = comparable_code(text)
    return next((prefixes[code[:end]] for end in range(len(code), 0, -1) if code[:end] in prefixes), "")


def read_prefixes(table: Table, values: Mapping[str, int]) -> dict[str, int]:
    """Read a table of prefix and value: prefix → pk of the value.

    Raises:
        Unreadable: not two columns, an unknown value, a blank or a prefix that stands for two values.
    """
    if len(table.columns) < 2:
        raise Unreadable(
            _("The table needs two columns: the beginning of the postcode, and the value."),
            code="not_two_columns",
        )
    by_fold = {fold(name): pk for name, pk in values.items()}
    found: dict[str, int] = {}
    for row, (prefix, name, *_rest) in table.records:
        code = comparable_code(prefix)
        if not code:
            raise Unreadable(_("Row %(row)d has no prefix.") % {"row": row}, code="no_prefix")
        if fold(name) not in by_fold:
            raise Unreadable(
                _("Row %(row)d: “%(name)s” is not one of the values (%(values)s).")
                % {"row": row, "name": name[:80], "values": ", ".join(values)},
                code="unknown_value",
            )
        pk = by_fold[fold(name)]
        if found.setdefault(code, pk) != pk:
            raise Unreadable(
                _("Row %(row)d: the prefix “%(prefix)s” stands for another value further up.")
                % {"row": row, "prefix": prefix[:20]},
                code="double_prefix",
            )
    return found
