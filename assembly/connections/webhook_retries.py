"""When a delivery that failed is tried again, and what a webhook's failures lead to: plain numbers."""

from datetime import timedelta
from random import Random

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long to wait after the first failure, the second, and so on: about three days in all."""
MOST_ATTEMPTS = len(PAUSES) + 1
JITTER = 0.2
"""By at most this part a pause is longer, so that what failed together does not come again together."""
MOST_WAIT = timedelta(hours=1)
"""For so long the other side may ask not to be written to."""
HOLDS_UP = 3
"""After so many failures a delivery no longer holds up those that come after it: for half an hour order is kept."""
GIVES_UP_AFTER = timedelta(days=5)
"""A webhook to which nothing could be delivered for so long stops by itself."""


def pause_after(failures: int, chance: Random, wait: timedelta | None = None) -> timedelta | None:
    """Return how long to wait after so many failures of a delivery; None where it is given up.

    wait: what the other side asked for. It is granted up to an hour: it must not hold up what comes after for days.
    """
    if failures >= MOST_ATTEMPTS:
        return None
    least = min(wait or timedelta(0), MOST_WAIT)
    return max(PAUSES[failures - 1] * (1 + JITTER * chance.random()), least)
