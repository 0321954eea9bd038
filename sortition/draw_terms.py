"""From what organisers say about a draw to the source of randomness that the protocol knows, and back into words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sortition.draw.sources import (
    KNOWN_CHAINS,
    Balls,
    Beacon,
    Party,
    Reveal,
    Source,
    read_source,
    seed_commitment,
)

SYSTEM = "Assembly"
"""The name under which the system takes part where a number of its own is sealed."""

PANELS = 1_000

BALLS, DICE = (10, 0), (6, 1)
"""Faces and the lowest of them."""

BEACON_NAME = "drand quicknet"
BEACON_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
BEACON_BEGAN = datetime.fromtimestamp(KNOWN_CHAINS[BEACON_CHAIN][0], tz=UTC)
BEACON_PERIOD = timedelta(seconds=KNOWN_CHAINS[BEACON_CHAIN][1])


def balls_for(panels: int, *, sides: int, lowest: int) -> Balls:
    """Return the fewest balls or dice that can name every panel."""
    count = 1
    while sides**count < panels:
        count += 1
    return Balls(sides=sides, count=count, lowest=lowest)


def beacon_at(moment: datetime) -> Beacon:
    """Return the first round of the beacon at or after a moment; round 1 came when the chain began."""
    passed = moment - BEACON_BEGAN
    return Beacon(BEACON_NAME, BEACON_CHAIN, -(-passed // BEACON_PERIOD) + 1)


def beacon_moment(number: int) -> datetime:
    """Return when a round of the beacon comes out."""
    return BEACON_BEGAN + (number - 1) * BEACON_PERIOD


def sealed_with(seed: str, witnesses: tuple[str, ...]) -> Reveal:
    """Return the source by the system's sealed number and what witnesses add to it."""
    return Reveal((Party(SYSTEM, seed_commitment(SYSTEM, seed)),), witnesses)


def source_of(written: dict[str, Any]) -> Source:
    """Read the source that a draw's row keeps."""
    return read_source(written, "source")


def as_moment(moment: datetime) -> str:
    """Write a moment as the protocol does: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def on_one_line(text: str) -> str:
    """Return text as the protocol takes it: no line ends, no tabs, no blanks around it."""
    return " ".join(text.split())


def source_words(source: Source) -> str:
    """Say in a sentence where the random number comes from."""
    if isinstance(source, Balls):
        highest = source.lowest + source.sides - 1
        words = {"count": source.count, "lowest": source.lowest, "highest": highest}
        if source.lowest == 0:
            return (
                ngettext(
                    "%(count)s ball numbered %(lowest)s to %(highest)s is drawn, read out, and typed in by two people.",
                    "%(count)s balls numbered %(lowest)s to %(highest)s are drawn one after the other, each put back, "
                    "read out, and typed in by two people.",
                    source.count,
                )
                % words
            )
        return (
            ngettext(
                "%(count)s die is thrown, read out, and typed in by two people.",
                "%(count)s dice are thrown one after the other, read out, and typed in by two people.",
                source.count,
            )
            % words
        )
    if isinstance(source, Beacon):
        return _(
            "Round %(round)s of the public beacon %(name)s, which nobody can know before it comes out."
        ) % {
            "round": source.round,
            "name": source.name,
        }
    names = ", ".join(source.adders)
    return _(
        "The system has sealed a number of its own. After the commitment is public, %(names)s add words or numbers of "
        "their own choice; only then the seal is opened, and both together give the panel."
    ) % {"names": names}


def default_void_rule() -> str:
    """Return the rule that is proposed for when a draw does not count."""
    return _(
        "The draw is void if nothing was drawn by the deadline, or if the committed file is found to differ from what "
        "was agreed before the first number is known. A ball that leaves the tube unread is drawn again. Anything "
        "else stands."
    )
