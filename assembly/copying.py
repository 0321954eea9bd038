"""What a copy of an assembly takes over: each app registers its part in `AppConfig.ready`. People are never copied.

A copier gets the assembly that stands and the fresh one, inside the transaction that makes the copy. A filler invents
what a rehearsal needs beyond that.
"""

import random
from collections.abc import Callable
from datetime import datetime

from assembly.models import Assembly

Copier = Callable[[Assembly, Assembly], None]
Filler = Callable[[Assembly, random.Random, datetime], None]

_copiers: list[Copier] = []
_fillers: list[Filler] = []


def register_copier(copier: Copier) -> None:
    """Add what an app takes over; call it from `AppConfig.ready`."""
    _copiers.append(copier)


def register_filler(filler: Filler) -> None:
    """Add what an app invents for rehearsals; call it from `AppConfig.ready`."""
    _fillers.append(filler)


def copy_parts(source: Assembly, target: Assembly) -> None:
    """Take over everything registered."""
    for copier in _copiers:
        copier(source, target)


def fill_rehearsal(target: Assembly, chance: random.Random, now: datetime) -> None:
    """Invent everything registered."""
    for filler in _fillers:
        filler(target, chance, now)
