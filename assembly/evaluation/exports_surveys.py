"""Results of a survey as files: counts where enough answered, and how many were asked. Never what somebody wrote."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assembly.evaluation.shown_surveys import shown_questions

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def results_json(published: Mapping[str, Any]) -> bytes:
    """Return what `published_form` made, as JSON."""
    return json.dumps(published, ensure_ascii=False, indent=1).encode()


def results_csv(published: Mapping[str, Any]) -> bytes:
    """Return a header and one row for each answer to each question, as CSV that spreadsheets open."""
    head = [
        _("Survey"),
        _("Asked"),
        _("Answered"),
        _("Question"),
        _("Wording"),
        _("Answers to it"),
        _("Answer"),
        _("How many"),
        _("Mean"),
    ]
    out = io.StringIO(newline="")
    rows = (head, *_rows(published))
    csv.writer(out).writerows([[_harmless(str(cell)) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _rows(published: Mapping[str, Any]) -> Iterator[list[Any]]:
    for question in shown_questions(published):
        own = [
            published["title"],
            published["asked"],
            published["answered"],
            question.number,
            question.wording,
            question.n,
        ]
        if question.is_hidden:
            yield [*own, _("too few answers to show"), "", ""]
        for answer in question.answers:
            mean = "" if question.mean is None else question.mean
            yield [*own, answer.words, answer.count, mean]


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    is_number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if _FORMULA.match(cell) and not is_number else cell
