"""Whether evidence is balanced: counts of what witnesses say of themselves, and gaps by written rules.

Pure functions over plain values: no database, no percentages, and nothing is guessed of anybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FOR, AGAINST, LIVED, NO_ORGANISATION = "for", "against", "lived", "none"
MANY = 3
"""From how many people on it is a gap that most of them are alike; below, any two may be."""
MOSTLY = (3, 4)
"""Most are alike from three in four on."""
TWICE = 2
"""One side outweighs the other from twice as many on, if at least two more speak for it."""
DIMENSIONS = ("position", "kind", "organisation_kind", "gender")


@dataclass(frozen=True, slots=True)
class Voice:
    """What one witness says of themselves, each a value of the enums, "" where nobody said."""

    position: str = ""
    kind: str = ""
    organisation_kind: str = ""
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, and for each dimension how many of each value."""

    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, dimension: str, value: str) -> int:
        """Return how many there are of one value."""
        return self.counts.get(dimension, {}).get(value, 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """One lack: a rule's name, and what it found. value: of the enum that the rule is about."""

    rule: str
    value: str = ""
    many: int = 0
    of: int = 0


def tally(voices: Iterable[Voice]) -> Tally:
    """Count voices in every dimension; what nobody said is counted under ""."""
    heard = list(voices)
    counts = {name: Counter(getattr(voice, name) for voice in heard) for name in DIMENSIONS}
    return Tally(len(heard), {name: dict(found) for name, found in counts.items()})


def gaps(found: Tally) -> tuple[Gap, ...]:
    """Return what lacks, in the order of weight.

    nobody: no witness at all. unheard: one side is heard and the other is not. outweighed: both are, one at least
    twice as much and by two. no_lived: two or more speak, none of them out of their own life. alike: of three or
    more who said, three in four or more are of one gender. one_source: three or more speak for bodies, all of one
    kind. unsaid: how many have not said where they stand.
    """
    if not found.total:
        return (Gap("nobody"),)
    lacks = [*_sides(found)]
    if found.total >= 2 and not found.of("kind", LIVED):
        lacks.append(Gap("no_lived", many=found.total))
    lacks += _alike(found)
    lacks += _one_source(found)
    if unsaid := found.of("position", ""):
        lacks.append(Gap("unsaid", many=unsaid, of=found.total))
    return tuple(lacks)


def _sides(found: Tally) -> list[Gap]:
    sides = {FOR: found.of("position", FOR), AGAINST: found.of("position", AGAINST)}
    (weak, few), (_strong, many) = sorted(sides.items(), key=lambda pair: pair[1])
    if not many:
        return []
    if not few:
        return [Gap("unheard", weak, many)]
    return [Gap("outweighed", weak, few, many)] if many >= TWICE * few and many - few >= 2 else []


def _alike(found: Tally) -> list[Gap]:
    said = {value: many for value, many in found.counts.get("gender", {}).items() if value}
    total = sum(said.values())
    if total < MANY:
        return []
    value, many = max(said.items(), key=lambda pair: pair[1])
    part, whole = MOSTLY
    return [Gap("alike", value, many, total)] if many * whole >= total * part else []


def _one_source(found: Tally) -> list[Gap]:
    counts = found.counts.get("organisation_kind", {})
    said = {value: many for value, many in counts.items() if value not in ("", NO_ORGANISATION)}
    total = sum(said.values())
    return [Gap("one_source", next(iter(said)), total, total)] if total >= MANY and len(said) == 1 else []
