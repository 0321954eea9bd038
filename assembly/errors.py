"""Errors of the house: each has a code and parameters, so that a message can be shown in the reader's language."""

from collections.abc import Mapping
from typing import Any


class HouseError(Exception):
    """A rule of the house forbids what was asked. `message` is translatable and ready for a person."""

    code = "refused"

    def __init__(self, message: Any, *, code: str = "", params: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.params = dict(params or {})

    def __str__(self) -> str:
        return str(self.message)


class IllegalMove(HouseError):  # noqa: N818 (errors are named for what happened)
    """The lifecycle's table has no such move from the present state."""

    code = "illegal_move"


class GateClosed(HouseError):  # noqa: N818
    """The move exists, but something that must be true first is not. `blockers` are sentences."""

    code = "gate_closed"

    def __init__(self, blockers: list[Any]) -> None:
        super().__init__(" ".join(str(blocker) for blocker in blockers), params={"blockers": blockers})
        self.blockers = blockers


class NotPermitted(HouseError):  # noqa: N818
    """The actor's roles do not allow it."""

    code = "not_permitted"


class ChangedMeanwhile(HouseError):  # noqa: N818
    """Somebody else changed the same thing since this person's page was loaded."""

    code = "changed_meanwhile"
