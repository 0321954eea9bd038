"""Assemblies side by side: which ones somebody may compare, and what the measures say of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.enums import AssemblyState
from assembly.evaluation.measures import Measure, Reading, Unit
from assembly.evaluation.models import LearningEdition
from assembly.models import Appointment, Assembly, User
from assembly.permissions import TABLE
from assembly.templatetags.look import amount_in

MOST = 30
"""Assemblies on one page; more are chosen from."""
_WHO = next(row.roles for row in TABLE if row.name == "assembly.view_evaluation")
_EDGE, _SPAN = 3, 94
"""Where a strip begins and how long it is, in hundredths of the picture."""


def comparable_assemblies(user: User) -> QuerySet[Assembly]:
    """Return the assemblies whose evaluation somebody may see, by name."""
    held = Appointment.objects.filter(assembly=OuterRef("pk"), user=user, role__in=_WHO)
    return Assembly.objects.filter(Exists(held)).order_by("name", "pk")


def public_assemblies_with_learning() -> QuerySet[Assembly]:
    """Return the assemblies that published what they learnt, by name; rehearsals are left out."""
    published = LearningEdition.objects.filter(assembly=OuterRef("pk"))
    found = Assembly.objects.filter(Exists(published), is_rehearsal=False)
    return found.exclude(state=AssemblyState.DRAFT).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of one assembly; without a reading it is not known."""

    measure: Measure
    assembly: Assembly
    reading: Reading | None
    longest: Fraction

    @property
    def words(self) -> str:
        """Return the value as people say it."""
        return _in_words(self.measure.unit, self.reading) if self.reading else ""

    @property
    def of(self) -> str:
        """Return what was counted, in words."""
        return _counted(self.reading) if self.reading else ""

    @property
    def left(self) -> str:
        """Return where the dot stands on its strip, as a length."""
        return self._at(self.reading.value if self.reading else Fraction(0))

    @property
    def ends(self) -> tuple[str, str] | None:
        """Return from where to where a share lies on its strip, where that is all that is told."""
        found = self.reading
        if found is None or found.most is None or found.part is None or not found.whole:
            return None
        return self._at(Fraction(found.part, found.whole)), self._at(Fraction(found.most, found.whole))

    def _at(self, value: Fraction) -> str:
        return f"{float(_EDGE + _SPAN * value / self.longest):.1f}%" if self.longest else f"{_EDGE}%"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure with all assemblies, by name."""

    measure: Measure
    rows: tuple[Compared, ...]

    @property
    def longest(self) -> str:
        """Return what the right end of the strips stands for, in words; "" where nothing is known."""
        reading = next((row.reading for row in self.rows if row.reading), None)
        if reading is None:
            return ""
        longest = self.rows[0].longest
        return _in_words(self.measure.unit, Reading(longest, currency=reading.currency))


def comparison_of(
    assemblies: Sequence[Assembly], measures: Sequence[Measure], now: datetime
) -> Iterator[Comparison]:
    """Measure assemblies; each measure asks as often for one assembly as for many.

    Money in several currencies has no common strip: then each dot stands at its beginning.
    """
    for measure in measures:
        readings = measure.read(assemblies, now)
        known = list(readings.values())
        is_mixed = len({each.currency for each in known}) > 1
        longest = Fraction(0) if is_mixed else max((each.value for each in known), default=Fraction(0))
        if measure.unit == Unit.SHARE:
            longest = Fraction(1)
        yield Comparison(
            measure,
            tuple(Compared(measure, each, readings.get(each.pk), longest) for each in assemblies),
        )


def _in_words(unit: str, reading: Reading) -> str:
    value = reading.value
    if reading.most is not None and reading.part is not None and reading.whole:
        low, high = (Fraction(each, reading.whole) * 100 for each in (reading.part, reading.most))
        return _("%(low)s to %(high)s %%") % {"low": _number(low, 0), "high": _number(high, 0)}
    if unit == Unit.SHARE:
        return _("%(number)s %%") % {"number": _number(value * 100, 1)}
    if unit == Unit.DAYS:
        said = ngettext("%(number)s day", "%(number)s days", 1 if value == 1 else 2)
        return said % {"number": _number(value, 1)}
    if unit == Unit.MONEY:
        return amount_in(Decimal(str(float(round(value, 2)))), reading.currency)
    return _number(value, 2)


def _number(value: Fraction, decimals: int) -> str:
    rounded = round(value, decimals)
    if rounded.denominator == 1:
        return number_format(rounded.numerator, use_l10n=True, force_grouping=True)
    return number_format(float(rounded), decimals, use_l10n=True, force_grouping=True)


def _counted(reading: Reading) -> str:
    if reading.most is not None:
        return _("%(low)s to %(high)s of %(whole)s") % {
            "low": number_format(reading.part, force_grouping=True),
            "high": number_format(reading.most, force_grouping=True),
            "whole": number_format(reading.whole, force_grouping=True),
        }
    if reading.part is not None and reading.whole is not None:
        return _("%(part)s of %(whole)s") % {
            "part": number_format(reading.part, force_grouping=True),
            "whole": number_format(reading.whole, force_grouping=True),
        }
    if reading.whole is not None:
        return ngettext("of %(n)s", "the middle of %(n)s", reading.whole) % {"n": reading.whole}
    return ""
