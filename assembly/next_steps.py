"""What assemblies wait for, in a few words for a list of them.

An assembly's state tells it roughly; upper apps that know more register it in `AppConfig.ready`, so that the ground
floor never imports upward.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from assembly.lifecycles import next_step
from assembly.models import Assembly

NextSteps = Callable[[Collection[Assembly]], Mapping[int, Any]]
"""From assemblies to sentences by their keys, as far as there is more to say; as many queries for one as for many."""

_registered: list[NextSteps] = []


def register_next_steps(steps: NextSteps) -> None:
    """Add what an app knows; call it from `AppConfig.ready`."""
    _registered.append(steps)


def next_steps(assemblies: Collection[Assembly]) -> dict[int, Any]:
    """Return for each assembly, which knows whether its remit is published, what it waits for."""
    found = {
        each.pk: next_step(each.state, has_published_remit=each.has_published_remit) for each in assemblies
    }
    for steps in _registered:
        found |= steps(assemblies)
    return found
