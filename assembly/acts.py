"""In which state of a thing an act is possible, and to whom: lifecycles held against the permission table.

Each app registers its lifecycles in `AppConfig.ready`, and says for every verb which permission it takes, or what does
it where no person presses a button. The page of who may do what is made of this, and a test asks each act of each role
in each state and compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assembly.lifecycle import RETURN, Lifecycle


@dataclass(frozen=True, slots=True)
class Act:
    """One verb in plain words: the permission that it takes, or in `by_itself` what does it unasked."""

    label: Any
    permission: str = ""
    by_itself: Any = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts on one kind of thing: its lifecycle, its states in words, and each verb of the lifecycle."""

    lifecycle: Lifecycle
    label: Any
    states: Mapping[str, Any]
    verbs: Mapping[str, Act]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One line of the page: an act, from which states, into which."""

    act: Act
    before: list[str]
    after: list[str]


_registered: dict[str, Acts] = {}


def register_acts(acts: Acts) -> None:
    """Add the acts on one kind of thing; call it from `AppConfig.ready`.

    Raises:
        ValueError: a verb of the lifecycle is not named, or one is that it does not have.
    """
    own = {verb for _state, verb in acts.lifecycle.moves}
    if own != set(acts.verbs):
        message = f"{acts.lifecycle.name}: {sorted(own ^ set(acts.verbs))} named on one side only"
        raise ValueError(message)
    _registered[acts.lifecycle.name] = acts


def all_acts() -> list[Acts]:
    """Return what was registered, in that order."""
    return list(_registered.values())


def lines_of(acts: Acts) -> list[ActLine]:
    """Return one line for each verb, with the states in the order of the process."""
    lines = []
    for verb, act in acts.verbs.items():
        moves = [(start, end) for (start, own), end in acts.lifecycle.moves.items() if own == verb]
        before = [
            str(label) for state, label in acts.states.items() if state in {start for start, _end in moves}
        ]
        ends = {end for _start, end in moves}
        after = [str(label) for state, label in acts.states.items() if state in ends]
        lines.append(ActLine(act, before, after + [_("where it was before")] * (RETURN in ends)))
    return lines
