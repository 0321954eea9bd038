"""What must be right before a programme is published: each part of scheduling registers its own at start-up."""

from collections.abc import Callable

from assembly.models import Assembly

Check = Callable[[Assembly], list[str]]

_checks: list[Check] = []


def register_publication_check(check: Check) -> None:
    """Add a check that answers with what stands in the way, as sentences; call it from `AppConfig.ready`."""
    _checks.append(check)


def publication_blockers(assembly: Assembly) -> list[str]:
    """Return why the programme cannot be published now; empty where it can."""
    return [sentence for check in _checks for sentence in check(assembly)]
