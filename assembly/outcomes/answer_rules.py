"""What a decision obliges an answer to say. Pure: the form shows it while one writes, publication refuses without it.

The table holds published versions to the same (`models/responses.py`); a test compares the two.
"""

from dataclasses import dataclass, field
from datetime import date

ACCEPTED = "accepted"
DECISIONS = (
    ACCEPTED,
    "accepted_in_principle",
    "accepted_in_part",
    "already_under_way",
    "under_further_consideration",
    "referred",
    "noted",
    "not_accepted",
)
OBLIGED = {
    "accepted_in_part": "accepted_part",
    "already_under_way": "by_whom",
    "under_further_consideration": "consider_until",
    "referred": "referred",
}
"""Decision → the field without which it says nothing; reasons are asked of all but a full acceptance."""
OF_A_DECISION = {
    "accepted_part": "accepted_in_part",
    "by_whom": "already_under_way",
    "consider_until": "under_further_consideration",
    "referred_to": "referred",
    "referred_elsewhere": "referred",
}
"""What belongs to one decision alone: with any other it is dropped, however the answer comes."""


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step on the way to what is promised."""

    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment as it is drafted."""

    text: str
    owner: str = ""
    due_on: date | None = None
    budget: str = ""
    legal_route: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says, as far as rules look at it. `referred` is the name of a body, "" for none."""

    decision: str = ""
    text: str = ""
    reasons: str = ""
    accepted_part: str = ""
    by_whom: str = ""
    consider_until: date | None = None
    referred: str = ""
    note: str = ""
    is_interim: bool = False
    is_revision: bool = False
    promises: tuple[Promise, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: which field, why (`code`), and of which promise, counted from 1 (0: the answer)."""

    field: str
    code: str
    promise: int = 0


def lacking(answer: Answer, today: date) -> list[Lack]:
    """Return what an answer lacks before it can be cleared, in the order of the form.

    An interim answer decides nothing and owes words alone; whatever it decides is held to the rules like any other.
    """
    found = []
    if not answer.decision and not answer.is_interim:
        found.append(Lack("decision", "no_decision"))
    if not answer.text.strip():
        found.append(Lack("text", "no_text"))
    if answer.decision not in ("", ACCEPTED) and not answer.reasons.strip():
        found.append(Lack("reasons", "no_reasons"))
    obliged = OBLIGED.get(answer.decision)
    if obliged == "consider_until":
        if answer.consider_until is None:
            found.append(Lack("consider_until", "no_end"))
        elif answer.consider_until <= today:
            found.append(Lack("consider_until", "end_is_over"))
    elif obliged is not None and not str(getattr(answer, obliged)).strip():
        found.append(Lack(obliged, f"no_{obliged}"))
    if answer.is_revision and not answer.note.strip():
        found.append(Lack("note", "no_note"))
    for number, promise in enumerate(answer.promises, start=1):
        found += [Lack(name, code, number) for name, code in _lacking(promise)]
    return found


def _lacking(promise: Promise) -> list[tuple[str, str]]:
    owed = (
        ("text", "promise_no_text", bool(promise.text.strip())),
        ("owner", "promise_no_owner", bool(promise.owner.strip())),
        ("due_on", "promise_no_day", promise.due_on is not None),
    )
    return [(name, code) for name, code, is_there in owed if not is_there]
