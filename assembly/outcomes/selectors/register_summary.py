"""The register at a glance, what it can be narrowed to, and the list of what is late."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assembly.outcomes.enums_responses import CommitmentState, Decision
from assembly.outcomes.selectors.register_entries import Entry

UNDECIDED = "none"
"""What stands for “no answer yet” in addresses."""
LATE = "late"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture: the recommendations with one decision, and which of them are late."""

    key: str
    label: Any
    on_time: int
    late: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.on_time + self.late

    @property
    def slots(self) -> list[str]:
        """Return the states of the slots, one for each recommendation."""
        return ["done" if self.key != UNDECIDED else "todo"] * self.on_time + ["late"] * self.late


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures above the list."""

    rows: tuple[Row, ...]
    total: int
    answered: int
    late: int
    promises: int
    promising_answers: int
    delivered: int
    confirmed: int
    disputed: int
    late_promises: int
    late_answers: int
    longest: int
    """Days."""


def summary_of(entries: Sequence[Entry]) -> Summary:
    """Count what stands in the register."""
    labels: list[tuple[str, Any]] = [*Decision.choices, (UNDECIDED, _("No answer yet"))]
    counted = Counter((entry.decision or UNDECIDED, entry.is_late) for entry in entries)
    promises = [promise for entry in entries for promise in entry.promises]
    late = [promise.late_since for promise in promises if promise.late_since]
    late_answers = [answer.late_since for entry in entries for answer in entry.late_answers]
    today = entries[0].today if entries else date.min
    days = [(today - since).days + 1 for since in [*late, *late_answers] if since]
    return Summary(
        tuple(Row(key, label, counted[key, False], counted[key, True]) for key, label in labels),
        total=len(entries),
        answered=sum(bool(entry.decision) for entry in entries),
        late=sum(entry.is_late for entry in entries),
        promises=len(promises),
        promising_answers=sum(bool(answer.promises) for entry in entries for answer in entry.answers),
        delivered=sum(promise.commitment.state == CommitmentState.DELIVERED for promise in promises),
        confirmed=sum(promise.is_confirmed for promise in promises),
        disputed=sum(promise.is_disputed for promise in promises),
        late_promises=len(late),
        late_answers=len(late_answers),
        longest=max(days, default=0),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" is everything."""

    words: str = ""
    theme: str = ""
    decision: str = ""
    body: str = ""
    promises: str = ""
    late: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        """Read it from an address; what is too long is cut."""
        return cls(**{name: query.get(name, "")[:100] for name in cls.__dataclass_fields__})

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


def narrowed(entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """Return the recommendations that are wanted, in their order."""
    return [entry for entry in entries if _is_wanted(entry, wanted)]


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    bodies = {str(answer.response.body_id) for answer in entry.answers}
    states = {promise.commitment.state for promise in entry.promises}
    if entry.late_promises:
        states.add(LATE)
    return (
        wanted.theme in ("", str(entry.recommendation.theme_id))
        and wanted.decision in ("", entry.decision or UNDECIDED)
        and (not wanted.body or wanted.body in bodies)
        and (not wanted.promises or wanted.promises in states)
        and (not wanted.late or entry.is_late)
        and _has_words(entry, wanted.words.lower().split())
    )


def _has_words(entry: Entry, words: Sequence[str]) -> bool:
    text = "\n".join(entry.searched()).lower() if words else ""
    return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to, each with how many recommendations there are."""

    themes: list[tuple[str, Any, int]]
    decisions: list[tuple[str, Any, int]]
    bodies: list[tuple[str, Any, int]]
    promises: list[tuple[str, Any, int]]


def choices_of(entries: Sequence[Entry], summary: Summary) -> Choices:
    """Return what there is to choose."""
    themes = Counter(entry.recommendation.theme for entry in entries if entry.recommendation.theme)
    bodies = Counter(answer.response.body for entry in entries for answer in entry.answers)
    states = Counter(
        state for entry in entries for state in {promise.commitment.state for promise in entry.promises}
    )
    late = sum(bool(entry.late_promises) for entry in entries)
    return Choices(
        [
            (str(theme.pk), theme.name, n)
            for theme, n in sorted(themes.items(), key=lambda each: (each[0].position, each[0].pk))
        ],
        [(row.key, row.label, row.total) for row in summary.rows if row.total],
        [
            (str(body.pk), body.name, n)
            for body, n in sorted(bodies.items(), key=lambda each: each[0].name.lower())
        ],
        [
            *([(LATE, _("Late"), late)] if late else []),
            *((key, label, states[key]) for key, label in CommitmentState.choices if states[key]),
        ],
    )


@dataclass(frozen=True, slots=True)
class LateItem:
    """Something that is late: what, whose, when it was due, and when it is expected now."""

    number: int
    title: str
    body: str
    what: str
    due_on: date
    expected_on: date | None
    late_since: date
    days: int


def late_items(entries: Iterable[Entry]) -> list[LateItem]:
    """Return all answers, decisions, promises and reports that are late, the longest first."""
    found: list[LateItem] = []

    def add(entry: Entry, body: str, what: str, days: tuple[date | None, date | None, date | None]) -> None:
        due, expected, since = days
        if due and since:
            title = entry.words.title if entry.words else ""
            n = (entry.today - since).days + 1
            found.append(LateItem(entry.number, title, body, what, due, expected, since, n))

    for entry in entries:
        for answer in entry.answers:
            response, body = answer.response, answer.response.body.name
            if response.is_owed:
                days = (response.due_on, response.expected_on, answer.late_since)
                add(entry, body, _("Answer"), days)
            else:
                add(entry, body, _("Decision put off"), (answer.put_off_until, None, answer.late_since))
            for promise in answer.promises:
                commitment = promise.commitment
                what = _("Promise %(number)s: %(text)s") % {
                    "number": commitment.number,
                    "text": commitment.text,
                }
                days = (commitment.due_on, commitment.expected_on, promise.late_since)
                add(entry, body, what, days)
                what = _("Report on promise %(number)s") % {"number": commitment.number}
                add(entry, body, what, (commitment.next_report_on, None, promise.report_late_since))
    return sorted(found, key=lambda item: (-item.days, item.number))
