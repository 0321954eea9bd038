"""The facts of the close-out certificate in the reader's language."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import AssemblyState
from assembly.evaluation.closing_sources import Facts, Told
from assembly.outcomes.enums_responses import COMMITMENT_TONES, CommitmentState
from assembly.personal_data import retention_classes, subject_kinds
from assembly.record import kind_label
from sortition.draw_pages import in_groups

_PEOPLE = {
    "seats": gettext_lazy("Seats"),
    "members": gettext_lazy("People who were members at some time"),
    "served": gettext_lazy("Members who served to the end"),
    "replaced": gettext_lazy("Seats that somebody else took over"),
}
_SESSIONS = {
    "held": gettext_lazy("Sessions that were held"),
    "first": gettext_lazy("First session"),
    "last": gettext_lazy("Last session"),
}
_PUBLISHED = {
    "remit": gettext_lazy("The remit"),
    "draw": gettext_lazy("The draw of the panel"),
    "programme": gettext_lazy("The programme"),
    "report": gettext_lazy("The report"),
    "evidence": gettext_lazy("Evidence"),
    "votes": gettext_lazy("Results of votes"),
}
_ANSWERS = {
    "asked": gettext_lazy("Answers that were asked for"),
    "in_time": gettext_lazy("Answered in time"),
    "late": gettext_lazy("Answered late"),
    "none": gettext_lazy("Not answered"),
    "more_time": gettext_lazy("More time was granted for"),
}
_BAD = ("late", "none")
_KEPT = {
    "remit": gettext_lazy("The remit, in all its versions"),
    "draw": gettext_lazy("The files of all draws"),
    "programme": gettext_lazy("The programme, in all its versions"),
    "evidence": gettext_lazy("Evidence that was published"),
    "votes": gettext_lazy("Results of votes, and the files of secret votes"),
    "report": gettext_lazy("The report, in all its editions"),
    "answers": gettext_lazy("The register of answers and promises"),
    "certificate": gettext_lazy("This certificate, and those that it replaces"),
}


def process_words(facts: Facts) -> Iterator[Told]:
    """Tell the question, who asked it, and when which state began."""
    for row in facts:
        if row["kind"] == "question":
            yield Told(_("The question"), row["text"])
        elif row["kind"] == "authority":
            yield Told(_("Who asked it"), row["text"])
        elif row["state"] in AssemblyState.values:
            yield Told(AssemblyState(row["state"]).label, day_words(row["on"]))


def people_words(facts: Facts) -> Iterator[Told]:
    """Tell the numbers of seats and members."""
    for row in facts:
        yield Told(_PEOPLE[row["kind"]], row["n"])


def session_words(facts: Facts) -> Iterator[Told]:
    """Tell how many sessions were held, and when."""
    for row in facts:
        yield Told(_SESSIONS[row["kind"]], row["n"] if "n" in row else day_words(row["on"]))


def published_words(facts: Facts) -> Iterator[Told]:
    """Tell what is out since when, and what is not."""
    for row in facts:
        label = _PUBLISHED[row["kind"]]
        if row.get("of") == 0:
            yield Told(label, _("There was none"))
        elif "n" in row:
            said = _("%(n)s of %(all)s are out") % {"n": row["n"], "all": row["of"]}
            yield Told(label, said, "good" if row["n"] == row["of"] else "warn")
        elif row["on"]:
            yield Told(label, _("Published on %(day)s") % {"day": day_words(row["on"])}, "good")
        else:
            yield Told(label, _("Not published"), "bad")


def answer_words(facts: Facts) -> Iterator[Told]:
    """Tell what was promised and what came."""
    for row in facts:
        if row["kind"] == "promise":
            n = row["months"]
            said = ngettext("within one month", "within %(n)s months", n) % {"n": n} if n else _("No promise")
            yield Told(_("Promised time to answer"), said)
        elif row["kind"] == "handed_over":
            said = day_words(row["on"]) if row["on"] else _("Not handed over")
            yield Told(_("The report was handed over"), said, "" if row["on"] else "bad")
        else:
            tone = "bad" if row["kind"] in _BAD and row["n"] else ""
            yield Told(_ANSWERS[row["kind"]], row["n"], tone)


def commitment_words(facts: Facts) -> Iterator[Told]:
    """Tell how many promises stand where, and each that is still owed."""
    for row in facts:
        if row["kind"] == "all":
            yield Told(_("Promises made in answers"), row["n"])
        elif row["kind"] == "state":
            state = CommitmentState(row["state"])
            yield Told(state.label, row["n"], COMMITMENT_TONES.get(state, ""))
        else:
            label = _("Still owed: promise %(number)s") % {"number": row["number"]}
            words = {"text": row["text"], "who": row["who"], "day": day_words(row["on"])}
            said = (
                _("%(text)s (%(who)s, by %(day)s)") % words if row["on"] else _("%(text)s (%(who)s)") % words
            )
            yield Told(label, said, "bad" if row["is_late"] else "warn")


def erased_words(facts: Facts) -> Iterator[Told]:
    """Tell what was erased, how much of it, and when."""
    kinds = {kind.key: kind.label for kind in subject_kinds()}
    for row in facts:
        type_, _colon, of = row["kind"].partition(":")
        known = _ERASED.get(row["kind"]) or kinds.get(of, of)
        label: Any = known or kind_label(type_.partition(".")[0])
        words = {
            "n": number_words(row["n"]),
            "first": day_words(row["first"]),
            "last": day_words(row["last"]),
        }
        said = (
            _("%(n)s, on %(first)s") % words
            if row["first"] == row["last"]
            else _("%(n)s, from %(first)s to %(last)s") % words
        )
        yield Told(label, said)
    if not facts:
        yield Told(_("Erased so far"), _("Nothing"))


_ERASED = {
    "privacy.erased:account": gettext_lazy("Accounts"),
    "privacy.erased:invited": gettext_lazy("Addresses that were invited"),
    "privacy.erased:person": gettext_lazy("Witnesses and guests"),
    "privacy.erased:respondent": gettext_lazy("People who volunteered"),
    "privacy.erased:submission": gettext_lazy("People who sent something in"),
    "privacy.erased:witness": gettext_lazy("Witnesses"),
    "privacy.uploads_erased": gettext_lazy("Files of the pool that were uploaded"),
    "wave.addresses_erased": gettext_lazy("Addresses that were invited"),
    "money.details_erased": gettext_lazy("Bank details"),
    "claim.receipts_erased": gettext_lazy("Receipts"),
    "incident.erased": gettext_lazy("Words of incidents"),
    "note.erased": gettext_lazy("Notes of facilitators"),
    "question.askers_erased": gettext_lazy("Who asked questions"),
    "concern.sayers_erased": gettext_lazy("Who rated answers and raised concerns"),
    "recommendations.writers_erased": gettext_lazy("Who wrote on recommendations"),
    "disclosure.askers_erased": gettext_lazy("Who asked for information"),
}


def held_words(facts: Facts) -> Iterator[Told]:
    """Tell what is still held, until when, and why."""
    classes = {each.key: each for each in retention_classes()}
    for row in facts:
        known = classes.get(row["class"])
        words = {
            "n": number_words(row["n"]),
            "day": day_words(row["until"]),
            "months": row["months"],
            "clock": str(known.clock) if known else "",
        }
        if row["is_overdue"]:
            said = _("%(n)s; should have been erased on %(day)s") % words
        elif row["until"]:
            said = _("%(n)s, until %(day)s: %(months)s months %(clock)s") % words
        else:
            said = _("%(n)s: %(months)s months %(clock)s") % words
        yield Told(known.label if known else row["class"], said, "bad" if row["is_overdue"] else "")
    if not facts:
        yield Told(_("Still held"), _("No data of the kinds that are erased"), "good")


def kept_words(facts: Facts) -> Iterator[Told]:
    """Tell what is kept for good, and where."""
    for row in facts:
        if row["kind"] == "record":
            # In groups, so that it can be read out, and broken on a narrow page.
            words = {"n": number_words(row["n"]), "sha256": " ".join(in_groups(row["sha256"]))}
            yield Told(_("The record"), _("%(n)s entries; the last has the fingerprint %(sha256)s") % words)
        else:
            where = _("On the public pages") if row["url_name"] else _("With the team; shown on request")
            yield Told(_KEPT[row["kind"]], where)


def number_words(number: int) -> str:
    """Return a number as people write it."""
    return number_format(number, force_grouping=True)


def day_words(day: str) -> str:
    """Return an ISO day in words; "" for none."""
    return date_format(date.fromisoformat(day), "j F Y") if day else ""
