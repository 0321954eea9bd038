"""How the pages of rules, ballots and the report are reached."""

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language

from assembly.models import Assembly
from assembly.outcomes.services.reports import ReportWords
from tests.factories_outcomes import make_ballot
from tests.factories_secret_pages import make_secret_page
from tests.factories_votes import (
    WORDS,
    ask,
    bring,
    make_preset,
    make_report,
    make_report_draft,
    make_voted,
    rank,
)


def _ballot(assembly: Assembly, state: str = "published") -> dict[str, Any]:
    """A question by yes and no, one on a scale, one to rank."""
    ballot = make_ballot(assembly)
    ask(ballot)
    ask(ballot, rule=make_preset(assembly, "four_points"))
    rank(ballot)
    return {"number": bring(ballot, state).number}


def _secret(assembly: Assembly, state: str = "open") -> dict[str, Any]:
    """The same with codes, where one member has taken nothing yet."""
    return {"number": make_secret_page(assembly, state).ballot.number}


def _words() -> ReportWords:
    """In the language that the site speaks, so that a test in a made-up one finds what is not translated."""
    return replace(WORDS, language=get_language() or "en")


def _report(assembly: Assembly) -> dict[str, Any]:
    make_report(assembly, _words())
    make_report_draft(assembly, _words())
    return {}


def _draft(assembly: Assembly) -> dict[str, Any]:
    make_voted(assembly)
    make_report_draft(assembly, _words())
    return {}


EXAMPLES_VOTES = {
    "decision_rules": lambda assembly: make_preset(assembly, "eighty_with_minority") and {},
    "decision_rule": lambda assembly: {"pk": make_preset(assembly, "four_points").pk},
    "ballots": lambda assembly: _ballot(assembly) and {},
    "ballot": _ballot,
    "ballot_words": lambda assembly: _ballot(assembly, "designed"),
    "ballot_questions": lambda assembly: _ballot(assembly, "designed"),
    "ballot_move": lambda assembly: _ballot(assembly, "designed"),
    "ballot_count": lambda assembly: {**_ballot(assembly, "closed"), "question": 3},
    "ballot_count_check": lambda assembly: {**_ballot(assembly, "closed"), "question": 1},
    "ballot_verify": lambda assembly: _ballot(assembly, "counted"),
    "ballot_verify_count": lambda assembly: {**_ballot(assembly, "counted"), "question": 2},
    "ballot_publish": lambda assembly: _ballot(assembly, "verified"),
    "ballot_what_if": _ballot,
    "ballot_question_sheet": _ballot,
    "ballot_counting_sheet": _ballot,
    "ballot_void": lambda assembly: _secret(assembly, "counted"),
    "ballot_desk": _secret,
    "ballot_slips": _secret,
    "ballot_paper_ballot": _secret,
    "ballot_rehearsal": lambda assembly: _secret(assembly, "shown_as_draft"),
    "ballot_papers": lambda assembly: {**_secret(assembly, "closed"), "question": 3},
    "ballot_papers_again": lambda assembly: {**_secret(assembly, "closed"), "question": 1},
    "ballot_reconciliation": lambda assembly: _secret(assembly, "closed"),
    "own_ballots": lambda assembly: _ballot(assembly) and {},
    "own_ballot": _ballot,
    "own_ballot_code": _secret,
    "own_ballot_sheet": _ballot,
    "report": _report,
    "report_words": _draft,
    "report_preview": _draft,
    "report_publish": _draft,
}
VOTERS_OWN = {"own_ballots", "own_ballot", "own_ballot_code", "own_ballot_sheet"}
"""Pages of those who vote; nobody of the team opens them."""
