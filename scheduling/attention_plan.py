"""What of the programme needs somebody: clashes that nobody has cleared or let stand."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.attention import ALWAYS
from assembly.enums import AssemblyState
from assembly.models import Assembly
from assembly.stages import NextAction
from scheduling.attention import sessions_parts
from scheduling.publication_checks import register_publication_check
from scheduling.selectors.clash_count import remembered_count_of_clashes
from scheduling.selectors.clashes import standing_clashes
from scheduling.selectors.plan_programme import plan_of

REPORTED = frozenset(
    {
        AssemblyState.REPORTED,
        AssemblyState.AWAITING_RESPONSE,
        AssemblyState.FOLLOW_UP,
        AssemblyState.CLOSED,
        AssemblyState.ARCHIVED,
        AssemblyState.CANCELLED,
    }
)
"""The states in which no session is still to come."""


def clashes_to_clear(assembly: Assembly) -> Iterator[NextAction]:
    """Name the clashes that count, until the report is out: of the past nothing can be cleared."""
    if assembly.state in REPORTED:
        return
    count = remembered_count_of_clashes(assembly)
    if count:
        yield NextAction(
            title=ngettext("Clear %(count)s clash", "Clear %(count)s clashes", count) % {"count": count},
            why=_("Somebody or a room is needed twice, a room does not suit, or a rest is missing."),
            url=reverse("clashes", args=[assembly.slug]),
            button=_("See the clashes"),
            permission="assembly.edit_sessions",
        )


def clashes_before_publication(assembly: Assembly) -> list[str]:
    """Say that a programme which cannot be held as it is planned is not published."""
    count = len(standing_clashes(plan_of(assembly)))
    if not count:
        return []
    said = ngettext(
        "One clash stands: clear it, or say why it may stand.",
        "%(count)s clashes stand: clear them, or say why they may stand.",
        count,
    )
    return [said % {"count": count}]


sessions_parts.register_attention(ALWAYS, clashes_to_clear)
register_publication_check(clashes_before_publication)
