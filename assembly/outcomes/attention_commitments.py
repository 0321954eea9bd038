"""What commitments and members' concerns need of the team."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.outcomes.attention import responses_parts
from assembly.outcomes.enums_responses import STILL_OWED, ConcernState, VerificationState
from assembly.outcomes.models import Concern
from assembly.outcomes.selectors.commitments import commitments_of
from assembly.stages import Figure, NextAction

_MANAGES, _ENTERS = "assembly.manage_responses", "assembly.enter_responses"


def commitment_actions(assembly: Assembly) -> list[NextAction]:
    """Point to what is late, to reports that did not come, and to evidence that nobody has looked at."""
    address = reverse("commitments", args=[assembly.slug])
    found = []
    counts = (
        commitments_of(assembly, timezone.localdate())
        .order_by()
        .aggregate(
            stale=Count("pk", filter=Q(is_stale=True)),
            since=Min("next_report_on", filter=Q(is_stale=True)),
            late=Count("pk", filter=Q(is_late=True)),
            shown=Count("pk", filter=Q(verification=VerificationState.EVIDENCE_SUPPLIED)),
        )
    )
    if n := counts["stale"]:
        title = ngettext("One progress report is overdue", "%(n)s progress reports are overdue", n) % {"n": n}
        why = _("Those who act for the body were reminded. Call them, or enter what they tell you.")
        url = f"{address}?time=stale"
        found.append(NextAction(title, why, url, _("Open them"), counts["since"], permission=_ENTERS))
    if n := counts["late"]:
        title = ngettext("One commitment is late", "%(n)s commitments are late", n) % {"n": n}
        why = _("Its day, or that of one of its steps, is over.")
        found.append(NextAction(title, why, f"{address}?time=late", _("Open them"), permission=_MANAGES))
    if n := counts["shown"]:
        title = ngettext("Look at evidence for one commitment", "Look at evidence for %(n)s commitments", n)
        why = _("Confirm that it shows what was promised, or dispute it.")
        url = f"{address}?verification={VerificationState.EVIDENCE_SUPPLIED.value}"
        found.append(NextAction(title % {"n": n}, why, url, _("Open them"), permission=_MANAGES))
    return found


def concern_actions(assembly: Assembly) -> list[NextAction]:
    """Point to what members say back and nobody has decided about."""
    n = Concern.objects.filter(response__assembly=assembly, state=ConcernState.RAISED).count()
    if not n:
        return []
    title = ngettext("Decide about one concern of members", "Decide about %(n)s concerns of members", n)
    why = _("Pass it on to the body that answered, or set it aside with the reason.")
    url = reverse("voices", args=[assembly.slug])
    return [NextAction(title % {"n": n}, why, url, _("Open the concerns"), permission=_MANAGES)]


def commitment_figures(assembly: Assembly) -> list[Figure]:
    """Say how many commitments there are, and how many of them nothing is owed of any more."""
    counts = (
        commitments_of(assembly, timezone.localdate())
        .order_by()
        .aggregate(n=Count("pk"), owed=Count("pk", filter=Q(state__in=STILL_OWED)))
    )
    if not counts["n"]:
        return []
    return [Figure(_("Commitments"), counts["n"], _("%(n)s still owed") % {"n": counts["owed"]})]


responses_parts.register_attention("commitments", commitment_actions)
responses_parts.register_attention("concerns", concern_actions)
responses_parts.register_figures("commitments", commitment_figures)
