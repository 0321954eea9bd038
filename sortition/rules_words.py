"""Caps per group in sentences: for the targets page, the page that starts a run, and the reports."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from sortition.fairness import CapFigures
from sortition.lottery import Cap
from sortition.selectors.pool_counts import groups_of_households
from sortition.selectors.targets_rules import cap_column, groupings_of, household_limit
from sortition.snapshot import HOUSEHOLD


def caps_in_words(assembly: Assembly) -> list[str]:
    """Say what binds groups: households first, then every cap."""
    groupings = groupings_of(assembly)
    limit = household_limit(assembly, groupings)
    if limit is None:
        found = [_("Any number of people from one household may sit.")]
    else:
        groups = groups_of_households(assembly)
        found = [
            ngettext(
                "At most one person from each household: %(people)s people in the pool share %(homes)s households.",
                "At most %(count)s people from each household: %(people)s people in the pool share %(homes)s"
                " households.",
                limit,
            )
            % {"count": limit, "people": groups.people, "homes": groups.shared}
        ]
    return found + [
        cap_sentence(cap_column(each), each.maximum) for each in groupings if each.category_id is not None
    ]


def cap_sentence(column: str, maximum: int) -> str:
    """Say a cap."""
    if column == HOUSEHOLD:
        return ngettext(
            "At most one person from each household.",
            "At most %(count)s people from each household.",
            maximum,
        ) % {"count": maximum}
    return ngettext(
        "At most one person from each group of “%(name)s”.",
        "At most %(count)s people from each group of “%(name)s”.",
        maximum,
    ) % {"count": maximum, "name": column}


def caps_of_lottery(caps: Iterable[Cap]) -> list[str]:
    """Say the caps that a lottery was computed for."""
    return [cap_sentence(cap.column, cap.maximum) for cap in caps]


def caps_kept(caps: Iterable[CapFigures]) -> list[str]:
    """Say how a panel stands to each cap."""
    return [
        "{} {}".format(
            cap_sentence(cap.column, cap.maximum),
            ngettext(
                "The panel has at most one of any group.",
                "The panel has at most %(most)s of any group.",
                cap.most,
            )
            % {"most": cap.most},
        )
        for cap in caps
    ]
