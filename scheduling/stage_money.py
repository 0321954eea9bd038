"""The lines of the rail about money: what the team pays, claims on paper, and what one is paid oneself."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import NextAction, Stage, StageStatus, register_stage
from scheduling.enums_money import ClaimState
from scheduling.models import ExpenseClaim


def _payments(assembly: Assembly) -> StageStatus:
    waiting = ExpenseClaim.objects.filter(assembly=assembly, state=ClaimState.SUBMITTED).count()
    if not waiting:
        return StageStatus(StageState.ACTIVE, "")
    action = NextAction(
        title=ngettext("Decide about one claim", "Decide about %(n)s claims", waiting) % {"n": waiting},
        why=_("People wait for money that they have spent."),
        url=reverse("claims", args=[assembly.slug]),
        button=_("Open the claims"),
        permission="assembly.manage_payments",
    )
    return StageStatus(StageState.ACTIVE, "", (action,))


def _no_state(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="payments",
        name=gettext_lazy("Payments"),
        order=870,
        url_name="payments",
        permission="assembly.view_payments",
        status=_payments,
        icon="banknote",
    )
)
register_stage(
    Stage(
        key="claim_entry",
        name=gettext_lazy("Claims on paper"),
        order=872,
        url_name="claim_new",
        permission="assembly.enter_claims",
        status=_no_state,
        icon="receipt",
    )
)
register_stage(
    Stage(
        key="own_payments",
        name=gettext_lazy("Payments to me"),
        order=66,
        url_name="own_payments",
        permission="assembly.claim_expenses",
        status=_no_state,
        icon="wallet",
    )
)
