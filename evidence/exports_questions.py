"""Members' questions as a file: words, states and answers, never who asked."""

import csv
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from evidence.models import Question

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def questions_csv(questions: Iterable[Question]) -> bytes:
    """Return a header and one row a question, as CSV that spreadsheets open with the right letters."""
    head = [
        _("Number"),
        _("State"),
        _("Asked on"),
        _("Question"),
        _("As it was asked"),
        _("Table"),
        _("Session"),
        _("Topic"),
        _("Witness"),
        _("Answer wanted by"),
        _("Put together with"),
        _("Answer"),
        _("Published"),
    ]
    lines = [[_harmless(cell) for cell in line] for line in [head, *map(_line, questions)]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _line(question: Question) -> list[str]:
    answers = list(question.answers.all())
    return [
        str(question.number),
        str(question.get_state_display()),
        question.asked_at.date().isoformat(),
        question.words,
        question.text if question.wording else "",
        question.table,
        str(question.session.number) if question.session else "",
        str(question.topic or ""),
        str(question.witness or ""),
        question.due_on.isoformat() if question.due_on else "",
        str(question.merged_into.number) if question.merged_into else "",
        answers[-1].text if answers else "",
        question.published_at.date().isoformat() if question.published_at else "",
    ]


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if _FORMULA.match(cell) else cell
