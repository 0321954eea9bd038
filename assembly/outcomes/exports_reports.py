"""The votes of a published report as CSV, made of its content alone."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
HEAD = (
    "number",
    "draft_number",
    "title",
    "ballot",
    "held_on",
    "question",
    "rule",
    "denominator",
    "share_needed",
    "choice",
    "votes",
    "present",
    "eligible",
    "reckoned_of",
    "votes_for",
    "votes_needed",
    "outcome",
)
"""The columns, in the words of docs/report-schema.json: the same in every language, since programmes read them."""


def votes_csv(content: Mapping[str, Any]) -> bytes:
    """Return one row for each choice of each vote, as CSV that spreadsheets open with the right letters."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *([_harmless(cell) for cell in row] for row in _rows(content))])
    return out.getvalue().encode("utf-8-sig")


def _rows(content: Mapping[str, Any]) -> Iterator[list[str]]:
    for each in [*content["recommendations"], *content["not_adopted"]]:
        for vote in each["votes"]:
            yield from _vote_rows(each["number"], each["draft_number"], each["title"], vote)
    for vote in content["rankings"]:
        yield from _vote_rows(None, None, "", vote)


def _vote_rows(
    number: int | None, draft_number: int | None, title: str, vote: Mapping[str, Any]
) -> Iterator[list[str]]:
    count, result, rule = vote["count"], vote["result"], vote["rule"]
    before = [number, draft_number, title, vote["ballot"], vote["held_on"], vote["question"]]
    before += [vote["rule_name"], rule["denominator"], rule["share"]]
    after = [count["present"], count["eligible"], result["number"], result["votes_for"], result["needed"]]
    # PostgreSQL keeps what stands in JSON in an order of its own; the file is the same wherever it was made.
    choices = dict(sorted(count["votes"].items()))
    lines = {**choices, **{key: count[key] for key in ("abstained", "blank", "spoiled")}}
    for choice, votes in lines.items():
        row = [*before, choice, votes, *after, result["outcome"]]
        yield ["" if cell is None else str(cell) for cell in row]


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
