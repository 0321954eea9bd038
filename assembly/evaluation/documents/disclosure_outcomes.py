"""Of a pack: votes, recommendations and answers, evidence, and the programme, as far as they were published."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from assembly.evaluation.pack_files import Part, Scope, Table, Whole, applied
from assembly.evaluation.redaction_rules import KEYS, NO_NAMES, PERIOD, SECRET, UNPUBLISHED, WORDS
from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.exports_register import register_json
from assembly.outcomes.exports_votes import receipts_csv, votes_csv, votes_json
from assembly.outcomes.models import Ballot, FormalResponse, Recommendation, ResponseVersion
from assembly.outcomes.selectors.register import entries_of, handed_over_at
from assembly.outcomes.selectors.register_entries import Entry
from assembly.outcomes.selectors.votes import counted, questions_of
from evidence.models import EvidenceItem
from evidence.selectors.published import Published, listed_items, published
from scheduling.models import ProgrammeVersion


def vote_files(scope: Scope) -> Iterator[Part]:
    """Yield the published results, and of secret votes the files that were published."""
    ballots = list(
        Ballot.objects.filter(assembly=scope.assembly).select_related("assembly").order_by("number")
    )
    inside = [each for each in ballots if scope.covers(each.held_on)]
    out = [each for each in inside if each.state == BallotState.PUBLISHED]
    rows: list[list[str | int]] = []
    for ballot in out:
        rows += _results(ballot)
    secret = [each for each in out if each.method == BallotMethod.SECRET]
    yield Table(
        "votes/results",
        "What was voted on, under which rule, and with which result",
        [
            "ballot",
            "title",
            "held_on",
            "method",
            "question",
            "wording",
            "rule",
            "may_vote",
            "present",
            "abstained",
            "blank",
            "spoiled",
            "choice",
            "votes",
            "outcome",
        ],
        rows,
        applied(
            **{
                UNPUBLISHED: len(inside) - len(out),
                PERIOD: len(ballots) - len(inside),
                SECRET: len(secret),
            }
        ),
    )
    for ballot in secret:
        rules = {SECRET: 1, KEYS: 1}
        files = (("votes.json", votes_json), ("votes.csv", votes_csv), ("receipts.csv", receipts_csv))
        for name, make in files:
            title = f"Secret vote {ballot.number}: {name} as published"
            yield Whole(f"votes/secret-{ballot.number}-{name}", title, make(ballot), None, rules)


def _results(ballot: Ballot) -> Iterator[list[str | int]]:
    for each in map(counted, questions_of(ballot)):
        question, tally = each.question, each.tally
        head: list[str | int] = [ballot.number, ballot.title, ballot.held_on.isoformat(), str(ballot.method)]
        head += [question.number, question.wording, question.rule.name]
        if tally is None:
            yield [*head, "", "", "", "", "", "", "", question.outcome]
            continue
        numbers = [tally.eligible, tally.present, tally.abstained, tally.blank, tally.spoiled]
        for choice, votes in sorted(tally.lines.items()):
            yield [*head, *numbers, choice, votes, question.outcome]


def recommendation_files(scope: Scope) -> Iterator[Part]:
    """Yield the register: what the public reads of it, without names and without members' own words."""
    entries = entries_of(scope.assembly, scope.moment)
    home = scope.address("public_register")
    told = json.loads(
        register_json(scope.assembly, entries, handed_over=handed_over_at(scope.assembly), home=home)
    )
    names = words = 0
    for each in told["recommendations"]:
        # What changed when repeats words of the rest, members' own among them.
        words += len(each.pop("history"))
        for statement in each["minority_statements"]:
            names += len(statement["names"] or ())
            statement["names"] = []
        for answer in each["answers"]:
            for version in answer["versions"]:
                names += bool(version.pop("cleared_by"))
            for concern in answer["concerns"]:
                words += bool(concern.pop("text"))
    drafts = (
        Recommendation.objects.filter(assembly=scope.assembly).count()
        - len(entries)
        + ResponseVersion.objects.filter(response__assembly=scope.assembly, published_at=None).count()
    )
    data = json.dumps(told, ensure_ascii=False, indent=1).encode()
    yield Whole(
        "recommendations/register.json",
        "Recommendations with votes, answers, promises and progress reports",
        data,
        len(entries),
        applied(**{NO_NAMES: names, WORDS: words, UNPUBLISHED: drafts}),
    )
    yield _answers(scope, entries)


def _answers(scope: Scope, entries: list[Entry]) -> Table:
    rows: list[list[str | int]] = []
    for entry in entries:
        for answer in entry.answers:
            response, current = answer.response, answer.current
            rows.append(
                [
                    entry.number,
                    entry.words.title,
                    response.body.name,
                    str(response.part),
                    response.first_due_on.isoformat(),
                    response.due_on.isoformat(),
                    _day(current.published_at) if current else "",
                    current.decision if current else "",
                    len(answer.promises),
                ]
            )
    asked = FormalResponse.objects.filter(assembly=scope.assembly).count()
    return Table(
        "recommendations/answers",
        "Who was asked, by when, when they answered, and how they decided",
        ["number", "title", "body", "part", "first_due_on", "due_on", "answered_on", "decision", "promises"],
        rows,
        applied(**{UNPUBLISHED: asked - len(rows)}),
    )


def evidence_tables(scope: Scope) -> Iterator[Table]:
    """Yield what the public list of evidence shows, with the kind of witness in place of a name."""
    found = published(listed_items(scope.assembly, scope.moment))
    inside = [each for each in found if scope.covers(timezone.localdate(each.published_at))]
    every = EvidenceItem.objects.filter(assembly=scope.assembly).count()
    yield Table(
        "evidence/register",
        "Evidence that was published",
        [
            "number",
            "title",
            "kind",
            "from",
            "position",
            "topics",
            "sessions",
            "published_on",
            "corrected_on",
            "withdrawn",
        ],
        list(map(_item, inside)),
        applied(
            **{
                NO_NAMES: sum(each.is_witness_s for each in inside),
                UNPUBLISHED: every - len(found),
                PERIOD: len(found) - len(inside),
            }
        ),
    )


def _item(each: Published) -> list[str | int]:
    return [
        each.number,
        each.title,
        each.kind,
        "a witness" if each.is_witness_s else "",
        each.position,
        "; ".join(str(topic) for topic in each.topics),
        "; ".join(str(session.number) for session in each.sessions),
        _day(each.published_at),
        _day(each.corrected_at),
        "yes" if each.withdrawn_reason else "no",
    ]


def programme_tables(scope: Scope) -> Iterator[Table]:
    """Yield the versions of the programme, and the items of each; people with a part are counted."""
    versions = list(ProgrammeVersion.objects.filter(assembly=scope.assembly).order_by("number"))
    inside = [each for each in versions if scope.covers(timezone.localdate(each.published_at))]
    outside = applied(**{PERIOD: len(versions) - len(inside)})
    yield Table(
        "programme/versions",
        "Versions of the programme, with the fingerprint of each",
        ["version", "published_on", "sessions", "sha256"],
        [
            [each.number, _day(each.published_at), len(each.content["sessions"]), each.digest]
            for each in inside
        ],
        outside,
    )
    rows: list[list[str | int]] = []
    parts = 0
    for version in inside:
        for session in version.content["sessions"]:
            for item in session["items"]:
                parts += len(item.get("people", ()))
                rows.append(_programme_row(version.number, session, item))
    yield Table(
        "programme/items",
        "What stood in each version of the programme",
        ["version", "session", "phase", "starts_at", "minutes", "kind", "title"],
        rows,
        {**outside, **applied(**{NO_NAMES: parts})},
    )


def _programme_row(version: int, session: Any, item: Any) -> list[str | int]:
    return [
        version,
        session["number"],
        session["phase"],
        item["starts_at"],
        item["minutes"],
        item["kind"],
        item["title"],
    ]


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
