"""What answers need of the team: whom to ask, who wants more time, what is late, who cannot sign in."""

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.outcomes.attention import responses_parts
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.enums_responses import UNANSWERED, BodyPart
from assembly.outcomes.models import FormalResponse, Recommendation
from assembly.outcomes.selectors.owed import bodies_nobody_signs_in_for, open_wishes
from assembly.stages import Figure, NextAction

_MANAGES = "assembly.manage_responses"


def unasked_actions(assembly: Assembly) -> list[NextAction]:
    """Ask for a lead body for every recommendation that was handed over."""
    lead = FormalResponse.objects.filter(recommendation=OuterRef("pk"), part=BodyPart.LEAD)
    handed_over = Recommendation.objects.filter(assembly=assembly, state=RecommendationState.SUBMITTED)
    waiting = handed_over.exclude(Exists(lead)).count()
    if not waiting:
        return []
    title = ngettext("Ask a body about one recommendation", "Ask bodies about %(n)s recommendations", waiting)
    why = _("The report is handed over, and nobody was asked to answer yet.")
    url = reverse("responses_ask", args=[assembly.slug])
    return [NextAction(title % {"n": waiting}, why, url, _("Choose bodies"), permission=_MANAGES)]


def response_actions(assembly: Assembly) -> list[NextAction]:
    """Point to what is late, to wishes for more time, and to bodies for which nobody can sign in."""
    address = reverse("responses", args=[assembly.slug])
    late = FormalResponse.objects.filter(
        assembly=assembly, state__in=UNANSWERED, due_on__lt=timezone.localdate()
    ).aggregate(n=Count("pk"), since=Min("due_on"))
    found = []
    if late["n"]:
        title = ngettext("One answer is late", "%(n)s answers are late", late["n"]) % {"n": late["n"]}
        why = _("Call the body: does it expect to answer on some day, or need more time?")
        url = f"{address}?late=late"
        found.append(NextAction(title, why, url, _("Open what is late"), late["since"], permission=_MANAGES))
    if wishes := open_wishes(assembly).count():
        title = ngettext(
            "Decide about one wish for more time", "Decide about %(n)s wishes for more time", wishes
        )
        why = _("A body waits to learn whether its answer may come later.")
        url = f"{address}?late=time"
        found.append(NextAction(title % {"n": wishes}, why, url, _("Open the wishes"), permission=_MANAGES))
    if alone := bodies_nobody_signs_in_for(assembly).count():
        title = ngettext(
            "One body that was asked has no official who can sign in",
            "%(n)s bodies that were asked have no official who can sign in",
            alone,
        )
        why = _("Name an official, or post the letter and enter the answer from paper.")
        url = reverse("bodies", args=[assembly.slug])
        found.append(NextAction(title % {"n": alone}, why, url, _("Open the bodies"), permission=_MANAGES))
    return found


def response_figures(assembly: Assembly) -> list[Figure]:
    """Say how many answers are owed, and how many of them late."""
    owed = Q(state__in=UNANSWERED)
    counts = FormalResponse.objects.filter(assembly=assembly).aggregate(
        owed=Count("pk", filter=owed),
        late=Count("pk", filter=owed & Q(due_on__lt=timezone.localdate())),
    )
    if not counts["owed"]:
        return []
    return [Figure(_("Answers owed"), counts["owed"], _("%(n)s late") % {"n": counts["late"]})]


responses_parts.register_attention("recommendations", unasked_actions)
responses_parts.register_attention("responses", response_actions)
responses_parts.register_figures("responses", response_figures)
