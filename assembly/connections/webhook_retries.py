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
HOLDS_UP = 3
"""After so many failures a delivery no longer holds up those that come after it: for half an hour order is kept."""
GIVES_UP_AFTER = timedelta(days=5)
"""A webhook to which nothing could be delivered for so long stops by itself."""


def pause_after(failures: int, chance: Random) -> timedelta | None:
    """Return how long to wait after so many failures of a delivery; None where it is given up."""
    if failures >= MOST_ATTEMPTS:
        return None
    return PAUSES[failures - 1] * (1 + JITTER * chance.random())
