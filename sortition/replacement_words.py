"""What stands around a replacement, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sortition.lottery import Repair, SeatsChange
from sortition.models import SelectionRun
from sortition.quota_messages import change_sentence, repair_size, spaced
from sortition.repair_lists import change_from_list
from sortition.rules_words import cap_sentence
from sortition.selectors.replacements import ReplacementPreview


@dataclass(frozen=True, slots=True)
class RelaxationOffer:
    """One repair that an impossible replacement found: its place in the list; whether it can be taken alone."""

    place: int
    changes: list[str]
    size: str
    is_for_one: bool


def relaxation_offers(run: SelectionRun) -> list[RelaxationOffer]:
    """Say what would make a replacement possible, the smallest change first."""
    found = []
    for place, stored in enumerate(run.error.get("repairs", [])):
        changes = tuple(change_from_list(change) for change in stored["changes"])
        is_for_one = not any(isinstance(change, SeatsChange) for change in changes)
        repair = Repair(changes, stored["cost"])
        sentences = [
            _seats_sentence(change) if isinstance(change, SeatsChange) else change_sentence(change)
            for change in changes
        ]
        found.append(RelaxationOffer(place, sentences, repair_size(repair), is_for_one))
    return found


def _seats_sentence(change: SeatsChange) -> str:
    fewer = change.before - change.after
    if fewer <= 0:
        return change_sentence(change)
    return ngettext("Leave one seat vacant.", "Leave %(count)s seats vacant.", fewer) % {"count": fewer}


def relaxation_sentences(relaxations: Iterable[list[Any]]) -> list[str]:
    """Say what holds differently for one replacement alone."""
    found = []
    for row in relaxations:
        if len(row) == 2:
            found.append(cap_sentence(row[0], row[1]))
        else:
            words = {**spaced(row[0], row[1]), "low": row[2], "high": row[3]}
            found.append(_("%(value)s (%(category)s): at least %(low)s and at most %(high)s seats.") % words)
    return found


def pool_sentences(preview: ReplacementPreview) -> list[str]:
    """Say who could be drawn, and who of them the draw of the panel did not know."""
    words = {"possible": preview.possible, "impossible": preview.impossible, "joined": preview.joined}
    found = [
        ngettext(
            "%(possible)s person of the pool could be drawn.",
            "%(possible)s people of the pool could be drawn.",
            preview.possible,
        )
        % words
    ]
    if preview.impossible:
        found.append(
            ngettext(
                "%(impossible)s person could not: their quota is full, or somebody they live with sits already.",
                "%(impossible)s people could not: a quota of theirs is full, or somebody they live with sits already.",
                preview.impossible,
            )
            % words
        )
    if preview.joined:
        found.append(
            ngettext(
                "%(joined)s person has joined the pool since the panel was drawn, and takes part like everybody else.",
                "%(joined)s people have joined the pool since the panel was drawn, and take part like everybody else.",
                preview.joined,
            )
            % words
        )
    else:
        found.append(_("Nobody has joined the pool since the panel was drawn."))
    if preview.others_open:
        found.append(
            ngettext(
                "%(count)s other seat stays open; it can still be filled within the quotas.",
                "%(count)s other seats stay open; they can still be filled within the quotas.",
                preview.others_open,
            )
            % {"count": preview.others_open}
        )
    return found
