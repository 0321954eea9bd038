"""What published programmes, notices of them and calendars hold about people."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, OfPeople, declare
from scheduling.models import CalendarFeed, ProgrammeNotice, ProgrammeVersion

declare(
    # People stand in it by key alone.
    Declaration(ProgrammeVersion, impersonal=("note", "content", "digest")),
    Declaration(
        ProgrammeNotice,
        name=_("Messages about the programme"),
        purpose=_("To plan sessions and to know who takes part"),
        rows=OfPeople(ProgrammeNotice, "person"),
        labels={"version": _("version of the programme"), "mailing": _("mailing")},
    ),
    Declaration(
        CalendarFeed,
        name=_("Addresses of calendars"),
        impersonal=("token_digest",),
        purpose=_("To plan sessions and to know who takes part"),
        rows=OfPeople(CalendarFeed, "person"),
        is_deleted=True,
    ),
)
