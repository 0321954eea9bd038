"""A published vote as files: all votes, question by question and sorted, and apart from them all receipts.

The order of what is sorted tells nothing, and nothing joins what one person answered to two questions.
`python -m assembly.outcomes.counting.recount` reckons the JSON again; docs/ballot-protocol.md says how.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from assembly.outcomes.counting.plain import plain_result, plain_rule
from assembly.outcomes.models import Ballot
from assembly.outcomes.secret_codes import shown_code
from assembly.outcomes.selectors.secret_votes import published_receipts, published_votes, reconciliation_of
from assembly.outcomes.selectors.votes import Counted, counted, questions_of

FORMAT = "assembly-votes/1"


def votes_json(ballot: Ballot) -> bytes:
    """Return questions, rules, votes and the reconciliation."""
    return json.dumps(_content(ballot), ensure_ascii=False, indent=1).encode()


def votes_csv(ballot: Ballot) -> bytes:
    """Return one row for each vote on each question."""
    rows = [
        (str(question.number), choice)
        for question, choices in published_votes(ballot, questions_of(ballot))
        for choice in choices
    ]
    return _csv([("question", "choice"), *rows])


def receipts_csv(ballot: Ballot) -> bytes:
    """Return one row for each receipt."""
    return _csv([("receipt",), *((shown_code(receipt),) for receipt in published_receipts(ballot))])


def _content(ballot: Ballot) -> dict[str, Any]:
    questions, reconciled = questions_of(ballot), reconciliation_of(ballot)
    votes = {question.number: choices for question, choices in published_votes(ballot, questions)}
    return {
        "format": FORMAT,
        "assembly": {"name": ballot.assembly.name, "slug": ballot.assembly.slug},
        "ballot": {
            "number": ballot.number,
            "title": ballot.title,
            "held_on": ballot.held_on.isoformat(),
        },
        "questions": [_question(each, votes[each.question.number]) for each in map(counted, questions)],
        "reconciliation": {
            **asdict(reconciled.figures),
            "explanation": reconciled.explanation,
        }
        if reconciled
        else {},
    }


def _question(each: Counted, votes: list[str]) -> dict[str, Any]:
    question, tally, result = each.question, each.tally, each.result
    return {
        "number": question.number,
        "wording": question.wording,
        "recommendation": question.recommendation.number if question.recommendation else None,
        "title": question.version.title if question.version else "",
        "rule_name": question.rule.name,
        "rule": plain_rule(each.rule),
        "options": {str(option.number): option.text for option in question.options.all()},
        "eligible": tally.eligible if tally else 0,
        "present": tally.present if tally else 0,
        "spoiled": tally.spoiled if tally else 0,
        "votes": votes,
        "result": plain_result(result) if result else {},
    }


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")
