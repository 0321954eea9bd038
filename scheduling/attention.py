"""What of an assembly's sessions needs somebody: each part of scheduling registers its own, the stage gathers them."""

from collections.abc import Callable, Iterable

from assembly.models import Assembly
from assembly.stages import NextAction

Attention = Callable[[Assembly], Iterable[NextAction]]
"""From an assembly to what is to be done now, cheaply: it is asked on every page of the workspace."""

_registered: dict[str, Attention] = {}


def register_attention(key: str, attention: Attention) -> None:
    """Add a kind of attention; call it from `AppConfig.ready`."""
    _registered[key] = attention


def attention_of(assembly: Assembly) -> tuple[NextAction, ...]:
    """Return what is to be done, what blocks others first, then by date."""
    found = [action for key in _registered for action in _registered[key](assembly)]
    return tuple(
        sorted(found, key=lambda action: (not action.is_blocking, action.due is None, str(action.due or "")))
    )
