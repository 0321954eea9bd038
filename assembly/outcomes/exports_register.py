"""The register as data: everything as JSON (see docs/register-schema.json), and its main columns as CSV."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from assembly.models import Assembly
from assembly.outcomes.selectors.register_changes import changes_of
from assembly.outcomes.selectors.register_entries import Answer, Entry, Promise, Vote
from assembly.outcomes.selectors.register_summary import summary_of

FORMAT = "assembly-register/1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = (
    "number",
    "address",
    "theme",
    "title",
    "text",
    "present",
    "for",
    "against",
    "abstained",
    "outcome",
    "body",
    "part",
    "state",
    "due_on",
    "expected_on",
    "late_since",
    "decision",
    "answered_on",
    "answer",
    "reasons",
    "promise",
    "promise_text",
    "promise_owner",
    "promise_due_on",
    "promise_expected_on",
    "promise_state",
    "promise_verification",
    "promise_late_since",
    "promise_reports",
    "promise_last_report_on",
)
"""One row a promise; an answer without promises, and a recommendation that nobody was asked about, have one too."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def register_json(
    assembly: Assembly, entries: Sequence[Entry], *, handed_over: datetime | None, home: str
) -> bytes:
    """Return everything; `home` is the register's whole address."""
    summary = summary_of(entries)
    told = {
        "format": FORMAT,
        "licence": LICENCE,
        "assembly": {
            "name": assembly.name,
            "slug": assembly.slug,
            "commissioning_authority": assembly.commissioning_authority,
            "is_rehearsal": assembly.is_rehearsal,
            "address": home,
        },
        "handed_over_at": _day(handed_over),
        "summary": {
            "recommendations": summary.total,
            "answered": summary.answered,
            "late": summary.late,
            "decisions": {row.key: row.total for row in summary.rows},
            "promises": summary.promises,
            "delivered": summary.delivered,
            "confirmed": summary.confirmed,
            "late_promises": summary.late_promises,
            "late_answers": summary.late_answers,
        },
        "recommendations": [_entry(entry, handed_over, home) for entry in entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _entry(entry: Entry, handed_over: datetime | None, home: str) -> dict[str, Any]:
    theme, address = entry.recommendation.theme, f"{home}{entry.number}/"
    return {
        "number": entry.number,
        "address": address,
        "theme": theme.name if theme else "",
        **entry.words.words(),
        "state": entry.recommendation.state,
        "decision": entry.decision or None,
        "is_late": entry.is_late,
        "votes": [_vote(vote) for vote in entry.votes],
        "minority_statements": [
            {
                "number": each.number,
                "text": each.text,
                "supporters": each.supporters,
                "names": each.names,
                "published_at": _day(each.published_at),
            }
            for each in entry.minority
        ],
        "sources": list(entry.sources),
        "answers": [_answer(answer) for answer in entry.answers],
        "history": [
            {
                "key": change.key,
                "at": change.at.isoformat(),
                "title": change.title,
                "text": change.text,
                "address": f"{address}#{change.key}",
            }
            for change in changes_of(entry, handed_over)
        ],
    }


def _vote(vote: Vote) -> dict[str, Any]:
    rule, question = vote.question.rule, vote.question
    return {
        "ballot": question.ballot.title,
        "held_on": _day(question.ballot.held_on),
        "question": question.wording,
        "kind": question.kind,
        "rule": {
            "name": rule.name,
            "share": f"{rule.numerator}/{rule.denominator_of_share}",
            "is_more_than": rule.is_more_than,
            "of": rule.denominator,
        },
        "eligible": vote.eligible,
        "present": vote.present,
        "lines": vote.lines,
        "abstained": vote.abstained,
        "silent": vote.silent,
        "outcome": question.outcome,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    response = answer.response
    came_from = response.followed_from
    return {
        "body": response.body.name,
        "part": response.part,
        # How far a draft has come is the body's own affair.
        "is_answered": answer.current is not None,
        "first_due_on": _day(response.first_due_on),
        "due_on": _day(response.due_on),
        "expected_on": _day(response.expected_on) if response.is_owed else None,
        "late_since": _day(answer.late_since),
        "was_late_since": _day(response.overdue_since),
        "referred_by": came_from.body.name if came_from else "",
        "extensions": [
            {
                "due_before": _day(each.due_before),
                "until": _day(each.wanted_until),
                "reason": each.reason,
                "granted_at": _day(each.decided_at),
            }
            for each in answer.extensions
        ],
        "versions": [_version(answer, version) for version in answer.versions],
        "promises": [_promise(promise) for promise in answer.promises],
        "concerns": [
            {
                "number": each.number,
                "kind": each.kind,
                "text": each.text,
                "supporters": each.supporters,
                "passed_on_at": _day(each.passed_on_at),
                "answered_in": each.answered_in.number if each.answered_in else None,
            }
            for each in answer.concerns
        ],
    }


def _version(answer: Answer, version: Any) -> dict[str, Any]:
    return {
        "number": version.number,
        "is_interim": version.is_interim,
        "decision": version.decision or None,
        "text": version.text,
        "reasons": version.reasons,
        "accepted_part": version.accepted_part,
        "by_whom": version.by_whom,
        "consider_until": _day(version.consider_until),
        "referred_to": str(version.referred_to or version.referred_elsewhere),
        "note": version.note,
        "language": version.language,
        "cleared_by": version.cleared_by_name,
        "published_at": _day(version.published_at),
        "ratings": {str(score): n for score, n in answer.ratings.get(version.pk, {}).items()},
    }


def _promise(promise: Promise) -> dict[str, Any]:
    each = promise.commitment
    return {
        "number": each.number,
        "text": each.text,
        "owner": each.owner,
        "due_on": _day(each.due_on),
        "budget": each.budget,
        "legal_route": each.legal_route,
        "state": each.state,
        "verification": each.verification,
        "reason": each.reason,
        "expected_on": _day(each.expected_on),
        "finished_on": _day(each.finished_on),
        "late_since": _day(promise.late_since),
        "superseded_by": promise.successor,
        "milestones": [
            {"text": step.text, "due_on": _day(step.due_on), "reached_on": _day(step.reached_on)}
            for step in each.milestones.all()
        ],
        "reports": [
            {
                "number": report.number,
                "state": report.state,
                "text": report.text,
                "expected_on": _day(report.expected_on),
                "reported_at": _day(report.reported_at),
            }
            for report in each.reports.all()
        ],
        "proofs": [
            {
                "number": proof.number,
                "kind": proof.kind,
                "text": proof.text,
                "link": proof.link,
                "file": proof.file.name if proof.file else "",
                "is_confirmed": proof.is_confirmed,  # type: ignore[attr-defined]
                "made_at": _day(proof.made_at),
            }
            for proof in each.proofs.all()
        ],
    }


def register_csv(entries: Sequence[Entry], *, home: str) -> bytes:
    """Return a header and the rows, as CSV that spreadsheets open with the right letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        for row in _rows(entry, home):
            writer.writerow([_harmless(str(row.get(column, "") or "")) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _rows(entry: Entry, home: str) -> Iterator[dict[str, Any]]:
    theme, vote = entry.recommendation.theme, entry.vote
    row: dict[str, Any] = {
        "number": entry.number,
        "address": f"{home}{entry.number}/",
        "theme": theme.name if theme else "",
        "title": entry.words.title,
        "text": entry.words.text,
    }
    if vote:
        counted = {name: str(n) for name, n in vote.sums.items()}
        row |= {"present": str(vote.present), **counted, "outcome": vote.question.outcome}
    if not entry.answers:
        yield row
    for answer in entry.answers:
        yield from _answer_rows(row, answer)


def _answer_rows(row: dict[str, Any], answer: Answer) -> Iterator[dict[str, Any]]:
    response, version = answer.response, answer.current or answer.interim
    row = {
        **row,
        "body": response.body.name,
        "part": response.part,
        "state": "answered" if answer.current else "interim" if answer.interim else "due",
        "due_on": _day(response.due_on),
        "expected_on": _day(response.expected_on) if response.is_owed else "",
        "late_since": _day(answer.late_since),
    }
    if version:
        row |= {
            "decision": version.decision,
            "answered_on": _day(version.published_at),
            "answer": version.text,
            "reasons": version.reasons,
        }
    if not answer.promises:
        yield row
    for promise in answer.promises:
        each, reports = promise.commitment, list(promise.commitment.reports.all())
        yield {
            **row,
            "promise": each.number,
            "promise_text": each.text,
            "promise_owner": each.owner,
            "promise_due_on": _day(each.due_on),
            "promise_expected_on": _day(each.expected_on),
            "promise_state": each.state,
            "promise_verification": each.verification,
            "promise_late_since": _day(promise.late_since),
            "promise_reports": str(len(reports)),
            "promise_last_report_on": _day(reports[-1].reported_at) if reports else "",
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if _FORMULA.match(cell) else cell
