"""What recommendations and their amendments need of the team, and their figures."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.outcomes.attention import recommendations_parts
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.models import Amendment, Recommendation, TableComment
from assembly.outcomes.recommendation_gates import OPEN_AMENDMENTS
from assembly.stages import Figure, NextAction

_EDITS, _DECIDES = "assembly.edit_recommendations", "assembly.decide_recommendations"


def amendment_actions(assembly: Assembly) -> list[NextAction]:
    """Ask for decisions about amendments."""
    waiting = (
        Amendment.objects.filter(recommendation__assembly=assembly, state__in=OPEN_AMENDMENTS)
        .exclude(recommendation__state=RecommendationState.WITHDRAWN)
        .count()
    )
    if not waiting:
        return []
    title = ngettext("Decide on one amendment", "Decide on %(n)s amendments", waiting)
    why = _("A text is frozen only once every amendment to it is decided.")
    return [_action(assembly, title % {"n": waiting}, why, "", _DECIDES)]


def recommendation_actions(assembly: Assembly) -> list[NextAction]:
    """Ask for ideas to be drafted, and comments of tables to be settled."""
    own = Recommendation.objects.filter(assembly=assembly)
    ideas = own.filter(state=RecommendationState.IDEA).count()
    comments = (
        TableComment.objects.filter(recommendation__assembly=assembly, settled_at=None)
        .exclude(recommendation__state=RecommendationState.WITHDRAWN)
        .count()
    )
    found = []
    if ideas:
        title = ngettext("Draft one idea, or withdraw it", "Draft %(n)s ideas, or withdraw them", ideas)
        why = _("An idea is taken up by whoever drafts it.")
        found.append(_action(assembly, title % {"n": ideas}, why, "?state=idea", _EDITS))
    if comments:
        title = ngettext("Settle one comment of a table", "Settle %(n)s comments of tables", comments)
        why = _("The tables want to know what became of what they said.")
        found.append(_action(assembly, title % {"n": comments}, why, "", _EDITS))
    return found


def _action(assembly: Assembly, title: str, why: str, narrowed: str, permission: str) -> NextAction:
    address = reverse("recommendations", args=[assembly.slug]) + narrowed
    return NextAction(title, why, address, _("Open the recommendations"), permission=permission)


def recommendation_figures(assembly: Assembly) -> list[Figure]:
    """Say how many recommendations there are, and how many of them are frozen or further."""
    settled = Q(frozen_version__isnull=False)
    counts = (
        Recommendation.objects.filter(assembly=assembly)
        .exclude(state=RecommendationState.WITHDRAWN)
        .aggregate(many=Count("pk"), settled=Count("pk", filter=settled))
    )
    if not counts["many"]:
        return []
    return [
        Figure(_("Recommendations"), counts["many"], _("%(n)s with a frozen text") % {"n": counts["settled"]})
    ]


recommendations_parts.register_attention("amendments", amendment_actions)
recommendations_parts.register_attention("recommendations", recommendation_actions)
recommendations_parts.register_figures("recommendations", recommendation_figures)
