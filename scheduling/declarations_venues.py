"""What duties at sessions hold about people."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, OfPeople, declare
from scheduling.models import SessionDuty

declare(
    Declaration(
        SessionDuty,
        name=_("Duties at sessions"),
        purpose=_("To plan sessions and to know who takes part"),
        rows=OfPeople(SessionDuty, "person"),
        labels={"session": _("session"), "part": _("part")},
    ),
)
