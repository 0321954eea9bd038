"""What is measured of each behaviour: a registry that parts of the evaluation fill at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assembly.evaluation.behaviours import Behaviour
from assembly.evaluation.indicators import Found
from assembly.models import Assembly

Compute = Callable[[Assembly, datetime], Found]
"""Reads what the house holds, with a number of queries that does not depend on how much there is.

The public reads the answer, so it is made only of what is public already, and of counts that give nothing away.
"""


@dataclass(frozen=True, slots=True)
class IndicatorSource:
    """One indicator: its place among those of its behaviour, and how it is computed."""

    behaviour: Behaviour
    key: str
    order: int
    compute: Compute


_sources: dict[str, IndicatorSource] = {}


def register_indicator(behaviour: Behaviour, key: str, order: int, compute: Compute) -> None:
    """Add an indicator, or take the place of the one with its key; call it from `AppConfig.ready`."""
    _sources[key] = IndicatorSource(behaviour, key, order, compute)


def sources_of(behaviour: Behaviour) -> list[IndicatorSource]:
    """Return the indicators of a behaviour in their order."""
    found = (each for each in _sources.values() if each.behaviour == behaviour)
    return sorted(found, key=lambda each: (each.order, each.key))


def is_indicator(key: str) -> bool:
    """Whether there is an indicator of this key."""
    return key in _sources
