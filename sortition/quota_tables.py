"""The quota table as the page draws it: figures, findings in words, and the band of every value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sortition.models import Category, Value
from sortition.pictures import Band
from sortition.quota_checks import (
    Finding,
    QuotaLine,
    Tone,
    Totals,
    exact_seats,
    findings_of_category,
    findings_of_line,
    findings_of_whole,
    rounded_seats,
    suggested_quota,
    totals_of,
)
from sortition.quota_messages import finding_sentence

STEPS = (10, 20, 30, 40, 60, 80, 100)
_GRAVITY = (Tone.BAD, Tone.WARN, Tone.HINT)


@dataclass(frozen=True, slots=True)
class Note:
    """What to say below a row, in the gravest of its tones."""

    tone: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One value: its line, what is said of it, its picture, and the fields to type in (if the reader may)."""

    value: Value
    line: QuotaLine
    exact: Decimal | None
    rounded: int | None
    suggested: tuple[int, int] | None
    band: Band
    note: Note | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuotaSection:
    """One category with its rows, sums and scale."""

    category: Category
    rows: tuple[QuotaRow, ...]
    totals: Totals
    note: Note | None
    fits: str
    end: int
    answered: int

    @property
    def middle(self) -> int:
        """The label in the middle of the scale."""
        return self.end // 2


@dataclass(frozen=True, slots=True)
class QuotaTable:
    """The whole page's table."""

    sections: tuple[QuotaSection, ...]
    whole: Note | None
    seats: int
    pool_size: int

    @property
    def summary(self) -> str:
        """Say in one sentence how much there is to put right, for those who hear the page."""
        notes = [row.note for section in self.sections for row in section.rows]
        notes += [section.note for section in self.sections] + [self.whole]
        bad = sum(note is not None and note.tone == Tone.BAD for note in notes)
        warned = sum(note is not None and note.tone == Tone.WARN for note in notes)
        if not bad and not warned:
            return _("Nothing to put right.")
        first = ngettext("%(count)s thing to put right", "%(count)s things to put right", bad) % {
            "count": bad
        }
        second = ngettext("%(count)s warning", "%(count)s warnings", warned) % {"count": warned}
        return _("%(wrong)s, %(warnings)s.") % {"wrong": first, "warnings": second}


def quota_table(
    categories: Sequence[Category],
    lines: Mapping[int, QuotaLine],
    *,
    seats: int,
    pool_size: int,
    fields: Mapping[int, Mapping[str, Any]] | None = None,
    more: Mapping[int, Sequence[tuple[str, str]]] | None = None,
    advises: bool = True,
) -> QuotaTable:
    """Put the table together.

    lines: what is known of each value, by its key, as typed or as stored.
    fields: by value the form's fields; none where the reader may not write.
    more: by value further (tone, sentence) to say, such as a field's error.
    advises: whether to say what could be better; not where nothing can be changed any more.
    """
    rows = _Rows(lines, seats, pool_size, fields or {}, more or {}, advises)
    sections = tuple(rows.section(category) for category in categories)
    whole = note_of(findings_of_whole(seats=seats, pool_size=pool_size)) if advises else None
    return QuotaTable(sections, whole, seats, pool_size)


def note_of(findings: Sequence[Finding], more: Sequence[tuple[str, str]] = ()) -> Note | None:
    """Say findings and further sentences in one note; each sentence once."""
    said = [*more, *((finding.tone.value, finding_sentence(finding)) for finding in findings)]
    if not said:
        return None
    tone = next(tone.value for tone in _GRAVITY if tone.value in {each for each, _sentence in said})
    return Note(tone, tuple(dict.fromkeys(sentence for _tone, sentence in said)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is needed to draw any row."""

    lines: Mapping[int, QuotaLine]
    seats: int
    pool_size: int
    fields: Mapping[int, Mapping[str, Any]]
    more: Mapping[int, Sequence[tuple[str, str]]]
    advises: bool

    def section(self, category: Category) -> QuotaSection:
        values = list(category.values.all())
        lines = [self.lines[value.pk] for value in values]
        end = _scale(lines, self.seats, self.pool_size)
        seats = _rounded(lines, self.seats)
        rows = tuple(self.row(*each, end) for each in zip(values, lines, seats, strict=True))
        findings = findings_of_category(lines, seats=self.seats)
        totals = totals_of(lines, seats=self.seats)
        words = {"seats": self.seats, "minimum": totals.minimum, "maximum": totals.maximum}
        fits = _("%(seats)s seats fit between %(minimum)s and %(maximum)s") % words
        return QuotaSection(
            category,
            rows,
            totals,
            note_of(findings),
            "" if findings else fits,
            end,
            sum(line.answered for line in lines),
        )

    def row(self, value: Value, line: QuotaLine, rounded: int | None, end: int) -> QuotaRow:
        findings = findings_of_line(line, seats=self.seats, pool_size=self.pool_size) if self.advises else []
        return QuotaRow(
            value=value,
            line=line,
            exact=None if line.share is None else exact_seats(line.share, self.seats),
            rounded=rounded,
            suggested=None if line.share is None else suggested_quota(line.share, self.seats),
            band=_band(line, self.seats, self.pool_size, end),
            note=note_of(findings, self.more.get(value.pk, ())),
            fields=self.fields.get(value.pk, {}),
        )


def _rounded(lines: Sequence[QuotaLine], seats: int) -> list[int | None]:
    """Return the rounded seats of every line that has a share."""
    rounded = iter(rounded_seats([line.share for line in lines if line.share is not None], seats))
    return [None if line.share is None else next(rounded) for line in lines]


def _scale(lines: Sequence[QuotaLine], seats: int, pool_size: int) -> int:
    """Return where the category's axis ends, in per cent: the first step that holds everything drawn on it."""
    most = 0.0
    for line in lines:
        pool = line.available / pool_size if pool_size else 0.0
        most = max(most, (line.maximum or 0) / seats, pool, float(line.share or 0) / 100)
    return next((step for step in STEPS if step >= round(100 * most, 6)), 100)


def _band(line: QuotaLine, seats: int, pool_size: int, end: int) -> Band:
    def place(fraction: float) -> float:
        return min(1.0, max(0.0, 100 * fraction / end))

    low, high = line.minimum, line.maximum
    has_band = low is not None and high is not None and low <= high
    left = place((low or 0) / seats) if has_band else 0.0
    return Band(
        left=left,
        width=place((high or 0) / seats) - left if has_band else -1.0,
        pool=place(line.available / pool_size) if pool_size else None,
        target=None if line.share is None else place(float(line.share) / 100),
        panel=None,
    )
