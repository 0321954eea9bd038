"""How the officials' pages of answers are reached."""

from typing import Any
from uuid import uuid4

from assembly.models import Assembly
from assembly.outcomes.answer_rows import read_rows
from assembly.outcomes.services.answer_imports import try_answers
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import (
    make_body,
    make_commitment,
    make_official,
    make_plan,
    make_response,
    make_response_version,
    make_theme,
)

OFFICIALS_OWN_ANSWERS = {
    "answers_owed",
    "answers_publish",
    "answer_draft",
    "answer_hints",
    "answer_people",
    "answer_more_time",
    "answer_many",
    "answer_clear",
    "answers_sheet",
    "answers_workbook",
    "answers_paper",
    "answers_import",
}
"""Pages that officials open of themselves, and nobody of the team."""


def _answer(assembly: Assembly) -> dict[str, Any]:
    """A draft with a promise and something vague in it, another that is cleared, one that has nothing yet."""
    make_plan(assembly, mode="together")
    body = make_body(assembly)
    make_official(body, is_approver=True)
    response = make_response(assembly, body=body, state="drafting")
    response.recommendation.theme = make_theme(assembly)
    response.recommendation.save()
    draft = make_response_version(response, decision="accepted_in_part", text="⟪We will consider it.⟫")
    make_commitment(draft)
    sent = make_response(assembly, body=body, state="drafting")
    make_response_version(sent, sent_at=NOON, sent_by=UserFactory())
    cleared = make_response(assembly, body=body, state="cleared")
    make_response_version(cleared, cleared_at=NOON, cleared_by_name="⟪Paul Okafor⟫")
    make_response(assembly, body=body)
    return {"pk": response.pk}


def _of_a_body(assembly: Assembly) -> dict[str, Any]:
    _answer(assembly)
    return {"body": make_body(assembly).pk}


def _import(assembly: Assembly) -> dict[str, Any]:
    """A dry run with a row that would change something and one that has a fault."""
    _answer(assembly)
    rows = read_rows(
        ["number", "text", "promise_1", "promise_due_1"],
        [(2, ["1", "⟪Yes⟫", "⟪Close it⟫", "2027-01-01"]), (3, ["99", "⟪No⟫", "", "soon"])],
        known={name: name for name in ("number", "text", "promise_1", "promise_due_1")},
        decisions={},
    )
    found = try_answers(
        body=make_body(assembly),
        rows=rows,
        file_name="⟪a.xlsx⟫",
        token=uuid4(),
        actor=UserFactory(),
        now=NOON,
    )
    return {"token": found.token}


EXAMPLES_ANSWERS = {
    "answers_owed": lambda assembly: _answer(assembly) and {},
    "answers_publish": lambda assembly: _answer(assembly) and {},
    **dict.fromkeys(
        (
            "answer_draft",
            "answer_hints",
            "answer_people",
            "answer_more_time",
            "answer_many",
            "answer_clear",
            "response_enter",
            "response_publish",
            "response_paper",
        ),
        _answer,
    ),
    "answers_sheet": lambda assembly: _answer(assembly) and {},
    "answers_workbook": _of_a_body,
    "answers_paper": _of_a_body,
    "answers_import": _import,
}
