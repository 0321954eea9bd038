"""Keep the ground floor's people in step with the panel: whoever confirms a seat becomes a member."""

from datetime import datetime

from assembly.models import User
from assembly.services.people import PersonFacts, keep_member, member_leaves, refresh_member
from sortition.enums import RESPONDENT_KIND, RespondentState
from sortition.models import Answer, Registration, Respondent, Seat


def facts_of(person: Respondent) -> PersonFacts:
    """Return what a member's own people, tables and letters need to know of a respondent."""
    answers = Answer.objects.filter(respondent=person, value__isnull=False)
    registered = Registration.objects.filter(respondent=person).first()
    return PersonFacts(
        name=str(person),
        called=person.first_name[:80],
        email=person.email.strip(),
        phone=person.phone,
        language=registered.language if registered else "",
        values=dict(answers.order_by("category").values_list("category__name", "value__name")),
    )


def keep_in_step(*, seat: Seat, person: Respondent, actor: User | None, now: datetime) -> None:
    """Make somebody a member, or note that they have left, as their state now is. The seat is locked by the caller."""
    origin = (RESPONDENT_KIND, person.pk)
    if person.state == RespondentState.CONFIRMED:
        keep_member(
            assembly=seat.assembly,
            origin=origin,
            seat_number=seat.number,
            facts=facts_of(person),
            actor=actor,
            now=now,
        )
    else:
        member_leaves(assembly=seat.assembly, origin=origin, actor=actor, now=now)


def refresh(person: Respondent) -> None:
    """Bring a member's name, address and values up to date after the respondent was corrected."""
    if person.state == RespondentState.CONFIRMED:
        refresh_member(assembly=person.assembly, origin=(RESPONDENT_KIND, person.pk), facts=facts_of(person))
