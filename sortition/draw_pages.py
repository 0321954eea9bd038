"""What the pages of a draw say: its steps, what it waits for, its hash in groups."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sortition.enums_draws import DrawState, SourceKind
from sortition.models import Draw

GROUP = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draw: its slot's state, what it is, when it was done and by whom."""

    slot: str
    name: str
    at: datetime | None
    by: str = ""


def steps_of(draw: Draw) -> list[Step]:
    """Return the steps in their order; a void draw keeps those that were done."""
    done = [
        (_("Prepared"), draw.prepared_at, str(draw.prepared_by)),
        (_("Approved by a second person"), draw.approved_at, str(draw.approved_by or "")),
        (_("Committed: people, quotas and panels are frozen, the hash is public"), draw.committed_at, ""),
        (_("Random number received"), draw.received_at, ""),
        (_("Panel number computed"), draw.resolved_at, ""),
        (_("Published, seats offered"), draw.published_at, ""),
    ]
    steps, has_next = [], draw.state != DrawState.VOIDED
    for name, at, by in done:
        if at is not None:
            steps.append(Step("done", name, at, by))
        else:
            steps.append(Step("active" if has_next else "todo", name, None))
            has_next = False
    if draw.voided_at is not None:
        steps.append(Step("vacant", _("Called void"), draw.voided_at))
    return steps


def waits_for(draw: Draw, user: Any, now: datetime) -> str:
    """Name what a draw waits for: approval, another, commit, reading, round, additions, resolve, publish, or nothing.

    `another` is an approval that this reader cannot give, `late` a draw whose deadline has passed.
    """
    if draw.state == DrawState.PREPARED:
        if draw.approved_by_id is not None:
            return "commit"
        return "another" if draw.prepared_by_id == user.pk and not draw.is_rehearsal else "approval"
    if draw.state == DrawState.COMMITTED:
        if now > draw.deadline:
            return "late"
        return {SourceKind.BALLS: "reading", SourceKind.BEACON: "round", SourceKind.REVEAL: "additions"}[
            SourceKind(draw.source_kind)
        ]
    return {DrawState.RANDOMNESS_RECEIVED: "resolve", DrawState.RESOLVED: "publish"}.get(
        DrawState(draw.state), ""
    )


def in_groups(digest: str) -> list[str]:
    """Return a hash in groups of four, as it is read out."""
    return [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]


def panel_digits(number: int | None, panels: int) -> list[str]:
    """Return the digits of a panel's number with leading zeros, so that the first and the last panel look alike."""
    width = len(str(max(panels - 1, 0)))
    return [""] * width if number is None else list(f"{number:0{width}d}")
