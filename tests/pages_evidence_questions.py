"""How the pages of members' questions and of the call for submissions are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_calls import make_answered, make_call, make_submission
from tests.factories_evidence import make_question, make_stored_file, make_topic
from tests.factories_people import make_members
from tests.factories_sessions import make_session


def _question(assembly: Assembly) -> dict[str, Any]:
    """A question with everything around it: two that are alike, one put together with it, two answers on paper."""
    member = make_members(assembly, 1)[0]
    session, topic = make_session(assembly), make_topic(assembly)
    fields = {"asked_by": member, "session": session, "topic": topic, "wording": "⟪Who paid for measuring?⟫"}
    question = make_answered(assembly, **fields)
    make_question(assembly, state="merged", merged_into=question)
    make_question(assembly)
    return {"number": question.number}


def _sheet(assembly: Assembly) -> dict[str, Any]:
    _question(assembly)
    return {"number": 1}


def _assigned(assembly: Assembly) -> dict[str, Any]:
    make_topic(assembly)
    return {"number": make_question(assembly, state="assigned").number}


def _submission(assembly: Assembly) -> dict[str, Any]:
    file = make_stored_file(assembly)
    return {"number": make_submission(make_call(assembly), file=file).number}


EXAMPLES_QUESTIONS = {
    "questions": lambda assembly: _question(assembly) and {},
    "questions_export": lambda assembly: _question(assembly) and {},
    "questions_enter": lambda assembly: _question(assembly) and {},
    "question": _question,
    "own_questions": lambda assembly: _question(assembly) and {},
    "own_question": _question,
    "own_answers": lambda assembly: _assigned(assembly) and {},
    "own_answer": _assigned,
    "session_questions": _sheet,
    "session_answers_paper": _sheet,
    "witness_questions_paper": lambda assembly: _assigned(assembly) and {"number": 1},
    "call_for_evidence": lambda assembly: _submission(assembly) and {},
    "call_for_evidence_edit": lambda assembly: make_call(assembly) and {},
    "submission_new": lambda assembly: make_call(assembly) and {},
    "submission": _submission,
    "submission_file": _submission,
}

ANSWERERS_OWN = {"own_answers", "own_answer"}
"""Pages that witnesses open of themselves, and nobody of the team."""
