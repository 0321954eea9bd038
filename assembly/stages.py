"""The stages of an assembly: a small protocol and a registry that each app fills in `AppConfig.ready`.

The rail, the overview's table and its list of next actions are made of what the registered stages answer,
so that the ground floor never imports an upper one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assembly.enums import StageState
from assembly.models import Assembly, User


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something a person should do now: a sentence, why, where, and by when.

    `permission` is what it takes to do it; without one, whoever sees the stage may.
    """

    title: Any
    why: Any
    url: str
    button: Any
    due: date | None = None
    is_blocking: bool = False
    permission: str = ""


@dataclass(frozen=True, slots=True)
class StageStatus:
    """How one stage stands: its state, one sentence, what needs attention, figures for the overview.

    A stage answers with all its `actions`; `for_reader` leaves those that are the reader's to do and puts the
    rest among `others`.
    """

    state: StageState
    sentence: Any
    actions: tuple[NextAction, ...] = ()
    figures: tuple["Figure", ...] = ()
    others: tuple[NextAction, ...] = ()

    @property
    def attention(self) -> int:
        """How many things need the reader."""
        return len(self.actions)

    def for_reader(self, may: Callable[[str], bool]) -> "StageStatus":
        """Return the status as somebody sees it who has the permissions to which `may` says yes."""
        mine = tuple(each for each in self.actions if not each.permission or may(each.permission))
        return replace(self, actions=mine, others=tuple(each for each in self.actions if each not in mine))


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure of the overview: label, value, and what stands small below it."""

    label: Any
    value: Any
    note: Any = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the rail.

    `order` places it (Remit 10, Pool 20, Targets 30, Lottery 40, Panel 50, Sessions 60 …); `permission` is
    what a person needs to see it, `unless` one with which they find it elsewhere; `status` answers how it stands
    for one assembly, cheaply (counts, no lists). A line with an `icon` has no state of its own and stands apart
    from the line of travel (Overview, Team, Record).
    """

    key: str
    name: Any
    order: int
    url_name: str
    permission: str
    status: Callable[[Assembly], StageStatus] = field(repr=False)
    icon: str = ""
    unless: str = ""


_stages: dict[str, Stage] = {}


def register_stage(stage: Stage) -> None:
    """Add a stage; call it from `AppConfig.ready`."""
    _stages[stage.key] = stage


def stages_for(user: User, assembly: Assembly) -> list[Stage]:
    """Return the stages that `user` may see, in the order of the process."""
    return sorted(
        (
            stage
            for stage in _stages.values()
            if user.has_perm(stage.permission, assembly)
            and not (stage.unless and user.has_perm(stage.unless, assembly))
        ),
        key=lambda stage: stage.order,
    )
