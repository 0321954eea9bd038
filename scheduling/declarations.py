"""What venues, sessions and programme hold about people: who takes part, and when they are free."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, OfPeople, declare
from scheduling.models import (
    AcceptedClash,
    AgendaItem,
    PersonTime,
    PlanChange,
    Room,
    RoomTime,
    Session,
    Slot,
    Venue,
    Walk,
)

declare(
    Declaration(Venue, impersonal=("name", "address", "time_zone", "directions", "staff_notes")),
    Declaration(Room, impersonal=("name", "features", "directions", "staff_notes")),
    Declaration(RoomTime, impersonal=("note",)),
    Declaration(Walk),
    Declaration(Session, impersonal=("title", "time_zone", "members_note", "staff_notes")),
    Declaration(AgendaItem, impersonal=("title", "description", "material", "staff_notes", "needs")),
    Declaration(
        Slot,
        name=_("Parts in the programme"),
        purpose=_("To plan sessions and to know who takes part"),
        rows=OfPeople(Slot, "person"),
        labels={"item": _("item"), "part": _("part")},
    ),
    Declaration(
        PersonTime,
        name=_("Times at which people are free"),
        personal=("note",),
        purpose=_("To plan sessions and to know who takes part"),
        rows=OfPeople(PersonTime, "person"),
        is_deleted=True,
    ),
    Declaration(AcceptedClash, impersonal=("key", "reason")),
    # Places and keys alone.
    Declaration(PlanChange, impersonal=("verb", "before", "after")),
)
