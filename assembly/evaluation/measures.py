"""What assemblies can be compared by: a registry of measures, each defined. No score, and no order of merit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly


class Unit(models.TextChoices):
    """In what a measure is given."""

    COUNT = "count", _("number")
    SHARE = "share", _("share")
    DAYS = "days", _("days")
    MONEY = "money", _("money for each seat")
    SCALE = "scale", _("point of the scale")


@dataclass(frozen=True, slots=True)
class Reading:
    """One value, exact. part, whole: of a share, what was counted; currency: of money, an ISO 4217 code.

    whole may stand alone: of how many things a median was taken. most: of a share of which only is known that its part
    is at least `part` and at most this; value is then the middle between them.
    """

    value: Fraction
    part: int | None = None
    whole: int | None = None
    currency: str = ""
    most: int | None = None


Readings = Mapping[int, Reading]
"""Key of the assembly → what was measured; an assembly of which it is not known is left out."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. lacking: why it is not known where there is no reading. is_public: made of public things alone.

    read: measures several assemblies at once, with as many questions to the database for one as for many.
    """

    key: str
    group: Any
    order: int
    label: Any
    definition: Any
    unit: str
    lacking: Any
    read: Callable[[Sequence[Assembly], datetime], Readings]
    is_public: bool = False


_measures: dict[str, Measure] = {}


def register_measure(measure: Measure) -> None:
    """Add a measure; call it from `AppConfig.ready`."""
    _measures[measure.key] = measure


def all_measures(*, is_public: bool = False) -> list[Measure]:
    """Return the measures in their order; with `is_public` those that everybody may see."""
    found = (each for each in _measures.values() if each.is_public or not is_public)
    return sorted(found, key=lambda each: (each.order, each.key))


def count(number: int) -> Reading:
    """Return the reading of a number of things."""
    return Reading(Fraction(number))


def share(part: int, whole: int, most: int | None = None) -> Reading:
    """Return the reading of a share, or of one between `part` and `most`; `whole` is positive."""
    value = Fraction(part, whole) if most is None else Fraction(part + most, 2 * whole)
    return Reading(value, part, whole, most=most)
