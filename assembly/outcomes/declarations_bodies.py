"""What bodies, their officials and their wishes for more time hold about people."""

from django.utils.translation import gettext_lazy as _

from assembly.outcomes.models import (
    Body,
    Extension,
    FormalResponse,
    Official,
    ResponseNotice,
    ResponsePlan,
    StandIn,
)
from assembly.personal_data import Declaration, declare
from evidence.named_rows import OwnOrNamed, taking_out

_ASKING = _("To ask bodies for answers, and to remind them")
_CONTACT = ("email", "phone", "address", "head_name", "head_email")

declare(
    Declaration(ResponsePlan),
    Declaration(
        Body,
        name=_("Bodies and who heads them"),
        personal=_CONTACT,
        impersonal=("name",),
        purpose=_ASKING,
        rows=OwnOrNamed(Body.objects.all, _CONTACT),
        erased=taking_out(*_CONTACT),
    ),
    Declaration(
        Official,
        name=_("Officials of bodies"),
        personal=("office",),
        purpose=_ASKING,
        rows={"account": lambda pks: Official.objects.filter(user__in=pks)},
        is_deleted=True,
    ),
    Declaration(
        StandIn,
        name=_("Who stands in for an official"),
        purpose=_ASKING,
        rows={"account": lambda pks: StandIn.objects.filter(official__user__in=pks)},
        is_deleted=True,
    ),
    # Who drafts and who clears are officials; what is answered is the body's.
    Declaration(FormalResponse),
    Declaration(ResponseNotice),
    Declaration(
        Extension,
        name=_("Wishes for more time"),
        sensitive=("reason", "decision_reason"),
        purpose=_ASKING,
        rows=OwnOrNamed(Extension.objects.all, ("reason", "decision_reason")),
        erased=taking_out("reason", "decision_reason"),
    ),
)
