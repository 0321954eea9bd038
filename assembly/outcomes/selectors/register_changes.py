"""Every change of the register that the public saw, in the order of time: for histories, the feed and the data file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.outcomes.models import Concern, Extension, ResponseVersion
from assembly.outcomes.selectors.register_entries import Answer, Entry, Promise
from assembly.outcomes.word_difference import differences

PARTS = (
    ("decision", gettext_lazy("Decision")),
    ("text", gettext_lazy("Answer in plain words")),
    ("reasons", gettext_lazy("Reasons")),
    ("accepted_part", gettext_lazy("The part that is accepted")),
    ("by_whom", gettext_lazy("By whom it is being done")),
    ("consider_until", gettext_lazy("To be decided by")),
    ("referred_to", gettext_lazy("Referred to")),
)


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One change; `key` never changes and is unique within the recommendation.

    before, after: the versions of an answer that it lies between, where it does.
    """

    number: int
    key: str
    at: datetime
    title: str
    text: str
    before: ResponseVersion | None = None
    after: ResponseVersion | None = None

    def parts(self) -> list[tuple[str, Any, Any]]:
        """Return what the new version of an answer changed in the one before, part by part and word by word."""
        if self.before is None or self.after is None:
            return []
        pairs = [(name, label, _said(self.before, name), _said(self.after, name)) for name, label in PARTS]
        return [(name, label, differences(old, new)) for name, label, old, new in pairs if old != new]


def changes_of(entry: Entry, handed_over: datetime | None) -> list[PublicChange]:
    """Return the changes of one recommendation, the newest first."""
    found = [*_of_text(entry, handed_over)]
    for answer in entry.answers:
        found += _of_answer(entry.number, answer)
        for promise in answer.promises:
            found += _of_promise(entry.number, promise)
    return sorted(found, key=lambda change: (change.at, change.key), reverse=True)


def changes_in(entries: Iterable[Entry], handed_over: datetime | None) -> list[PublicChange]:
    """Return the changes of many recommendations, the newest first."""
    found = [change for entry in entries for change in changes_of(entry, handed_over)]
    return sorted(found, key=lambda change: (change.at, change.number, change.key), reverse=True)


def _of_text(entry: Entry, handed_over: datetime | None) -> Iterator[PublicChange]:
    if handed_over is not None:
        text = entry.words.text if entry.words else ""
        title = _("The assembly published the recommendation")
        yield PublicChange(entry.number, "recommendation", handed_over, title, text)
    for each in entry.minority:
        if each.published_at != handed_over:
            title = _("A minority statement was published")
            key = f"minority-{each.number}"
            yield PublicChange(entry.number, key, each.published_at, title, each.text)


def _of_answer(number: int, answer: Answer) -> Iterator[PublicChange]:
    response, names = answer.response, {"body": answer.response.body.name}
    before: ResponseVersion | None = None
    for version in reversed(answer.versions):
        if version.is_interim:
            title = _("%(body)s gave an interim answer") % names
        elif before is None or before.is_interim:
            title = _("%(body)s answered: %(decision)s") % {
                **names,
                "decision": version.get_decision_display(),
            }
        else:
            title = _("%(body)s changed its answer") % names
        yield PublicChange(
            number,
            f"answer-{response.pk}-{version.number}",
            version.published_at or version.made_at,
            title,
            version.note or version.text,
            before,
            version,
        )
        before = version
    if response.overdue_since:
        title = _("The answer of %(body)s became late") % names
        at = _beginning_of(response.overdue_since)
        yield PublicChange(number, f"late-{response.pk}-{response.overdue_since}", at, title, "")
    for extension in answer.extensions:
        yield _of_extension(number, response.pk, extension, names)
    for concern in answer.concerns:
        yield from _of_concern(number, response.pk, concern, names)


def _of_extension(number: int, response: int, extension: Extension, names: dict[str, str]) -> PublicChange:
    title = _("%(body)s was given more time, until %(day)s") % {
        **names,
        "day": date_format(extension.wanted_until, "j F Y"),
    }
    at = extension.decided_at or extension.asked_at
    return PublicChange(number, f"time-{response}-{extension.number}", at, title, extension.reason)


def _of_concern(
    number: int, response: int, concern: Concern, names: dict[str, str]
) -> Iterator[PublicChange]:
    said = {**names, "kind": concern.get_kind_display()}
    key = f"concern-{response}-{concern.number}"
    if concern.passed_on_at:
        title = _("Members said back to %(body)s: %(kind)s") % said
        yield PublicChange(number, key, concern.passed_on_at, title, concern.text)
    if concern.answered_in and concern.answered_in.published_at:
        title = _("%(body)s answered what members said back: %(kind)s") % said
        yield PublicChange(number, f"{key}-answered", concern.answered_in.published_at, title, "")


def _of_promise(number: int, promise: Promise) -> Iterator[PublicChange]:
    commitment = promise.commitment
    for report in commitment.reports.all():
        title = _("Report on promise %(number)s: %(state)s") % {
            "number": commitment.number,
            "state": report.get_state_display(),
        }
        key = f"report-{commitment.number}-{report.number}"
        yield PublicChange(number, key, report.reported_at, title, report.text)
    for proof in commitment.proofs.all():
        title = _("Promise %(number)s was checked: %(kind)s") % {
            "number": commitment.number,
            "kind": proof.get_kind_display(),
        }
        key = f"proof-{commitment.number}-{proof.number}"
        yield PublicChange(number, key, proof.made_at, title, proof.text)


def _beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _said(version: ResponseVersion, name: str) -> str:
    if name == "decision":
        return str(version.get_decision_display())
    if name == "referred_to":
        return str(version.referred_to or version.referred_elsewhere)
    value = getattr(version, name)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value or "")
