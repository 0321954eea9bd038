"""The callers' line of the rail, and what is to be done about offers."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import NextAction, Stage, StageStatus, register_stage
from sortition.selectors.offers import offer_figures


def offer_actions(assembly: Assembly) -> tuple[NextAction, ...]:
    """Name what waits for somebody: seats without a deadline, and deadlines that passed without an answer."""
    figures = offer_figures(assembly, timezone.now())
    url = reverse("offers", args=[assembly.slug])
    found = []
    if number := figures.without_offer:
        title = ngettext(
            "Say until when one seat can be answered",
            "Say until when %(n)s seats can be answered",
            number,
        )
        why = _("Letters, links and the callers’ list begin with the deadline.")
        found.append(
            NextAction(
                title % {"n": number}, why, url, _("Offer the seats"), permission="assembly.manage_offers"
            )
        )
    if number := figures.overdue:
        title = ngettext(
            "One offer has passed its deadline without an answer",
            "%(n)s offers have passed their deadline without an answer",
            number,
        )
        why = _("Nothing happens by itself: call again, give more time, or give the seat up.")
        found.append(
            NextAction(
                title % {"n": number},
                why,
                f"{url}?show=overdue",
                _("Look at them"),
                permission="assembly.enter_answers",
            )
        )
    return tuple(found)


def _calls_status(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="calls",
        name=gettext_lazy("Calls"),
        order=870,
        url_name="calls",
        permission="assembly.call_members",
        status=_calls_status,
        icon="phone",
    )
)
