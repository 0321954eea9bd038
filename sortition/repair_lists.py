"""Write the changes of a repair as plain lists, to be stored or signed, and read them again."""

from collections.abc import Sequence
from typing import Any

from sortition.lottery import CapChange, QuotaChange, SeatsChange
from sortition.lottery.results import Change


def change_as_list(change: Change) -> list[str | int]:
    """Give a change as a list whose length tells its kind.

    The pools of the database have no bonds that could be released.
    """
    if isinstance(change, QuotaChange):
        return [change.category, change.value, change.bound, change.before, change.after]
    if isinstance(change, CapChange):
        return [change.column, change.before, change.after]
    if isinstance(change, SeatsChange):
        return [change.before, change.after]
    raise TypeError(change)


def change_from_list(plain: Sequence[Any]) -> QuotaChange | CapChange | SeatsChange:
    """Read what `change_as_list` wrote."""
    if len(plain) == 5:
        return QuotaChange(*plain)
    return CapChange(*plain) if len(plain) == 3 else SeatsChange(*plain)
