"""What stands in the way of a backup: each app registers its reasons in `AppConfig.ready`."""

from collections.abc import Callable, Iterable

Gate = Callable[[], Iterable[str]]
"""Answers with sentences; without any a backup may be made."""

_gates: list[Gate] = []


def register_backup_gate(gate: Gate) -> None:
    """Add a gate."""
    _gates.append(gate)


def backup_blockers() -> list[str]:
    """Return every reason for which no backup may be made now."""
    return [reason for gate in _gates for reason in gate()]
