"""What an answer says, as the cells of a spreadsheet have it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assembly.outcomes.answer_columns import ANSWERED, PARTS_OF_A_PROMISE, PROMISES
from assembly.outcomes.answer_rules import Answer, Promise


def cells_of(said: Any, promises: Sequence[Promise]) -> dict[str, str]:
    """Return the cells by column, "" where nothing is said; the decision stands by its value, days in the ISO form.

    said: a version, the words of one that is not written yet (they have the same columns), or None.
    """
    cells = {
        "decision": said.decision if said else "",
        "text": said.text if said else "",
        "reasons": said.reasons if said else "",
        "accepted_part": said.accepted_part if said else "",
        "by_whom": said.by_whom if said else "",
        "consider_until": said.consider_until.isoformat() if said and said.consider_until else "",
        "referred": (str(said.referred_to or "") or said.referred_elsewhere) if said else "",
    }
    for n in range(PROMISES):
        promise = promises[n] if n < len(promises) else Promise("")
        due_on = promise.due_on.isoformat() if promise.due_on else ""
        parts = {"text": promise.text, "owner": promise.owner, "due_on": due_on}
        cells |= {f"{column}_{n + 1}": parts[name] for name, column in PARTS_OF_A_PROMISE.items()}
    return cells


def answer_in(cells: Mapping[str, str]) -> Answer:
    """Return what cells say, as the rules look at it; a place whose cells are all empty promises nothing."""
    promises = [
        Promise(
            cells[f"promise_{n}"],
            cells[f"owner_{n}"],
            date.fromisoformat(due_on) if (due_on := cells[f"promise_due_{n}"]) else None,
        )
        for n in range(1, PROMISES + 1)
    ]
    until = cells["consider_until"]
    return Answer(
        **{name: cells[name] for name in ANSWERED if name != "consider_until"},
        consider_until=date.fromisoformat(until) if until else None,
        promises=tuple(each for each in promises if each != Promise("")),
    )
