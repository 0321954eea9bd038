"""Reads of the membership record: who has one, which consents hold, which support needs wait for whom."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from assembly.enums import Role
from assembly.models import Appointment, Assembly, User
from sortition.enums import RespondentState
from sortition.enums_membership import OPEN_NEEDS, ConsentPurpose, SupportState
from sortition.models import ContactPreference, EmergencyContact, MemberConsent, Respondent, SupportNeed

MEMBERS = (RespondentState.SELECTED, RespondentState.CONFIRMED)
STAFF = (Role.ORGANISER, Role.SESSION_STAFF)
NEED_FIELDS = ("kind", "words", "feature", "owner_id", "due_on")
PREFERENCE_FIELDS = ("channel", "language", "best_time")
EMERGENCY_FIELDS = ("name", "relation", "phone")


def drawn_people(assembly: Assembly) -> QuerySet[Respondent]:
    """Return everybody with a membership record: who was drawn, also those who have withdrawn since."""
    has_left = Q(state=RespondentState.WITHDRAWN, selected_by__isnull=False)
    return Respondent.objects.filter(Q(state__in=MEMBERS) | has_left, assembly=assembly, is_test=False)


def is_member(person: Respondent) -> bool:
    """Whether somebody who was drawn is still among them."""
    return person.state in MEMBERS


def team_for_needs(assembly: Assembly) -> QuerySet[User]:
    """Return who can see to a support need: those of the team who may read it."""
    held = Appointment.objects.filter(assembly=assembly, role__in=STAFF, user=OuterRef("pk"))
    return User.objects.filter(Exists(held)).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class ConsentState:
    """How one consent stands: its latest row, None where the member was never asked."""

    purpose: ConsentPurpose
    latest: MemberConsent | None


def consent_history(person: Respondent) -> list[MemberConsent]:
    """Return every time that the member gave a consent or took one back, newest first."""
    rows = MemberConsent.objects.filter(respondent=person).select_related("recorded_by")
    return list(rows.order_by("-said_on", "-pk"))


def consents_of(history: Iterable[MemberConsent]) -> list[ConsentState]:
    """Return how each consent stands, from a history with the newest first.

    What was said last holds, not what was entered last: a letter that is opened late does not undo a later call.
    """
    latest: dict[str, MemberConsent] = {}
    for row in history:
        latest.setdefault(row.purpose, row)
    return [ConsentState(purpose, latest.get(purpose)) for purpose in ConsentPurpose]


def preference_of(person: Respondent) -> ContactPreference | None:
    """Return how somebody wishes to be reached, where they have said so."""
    return ContactPreference.objects.filter(respondent=person).first()


def emergency_contact_of(person: Respondent) -> EmergencyContact | None:
    """Return whom to call for somebody."""
    return EmergencyContact.objects.filter(respondent=person).first()


def needs_of(person: Respondent) -> QuerySet[SupportNeed]:
    """Return what somebody needs, the oldest first."""
    return SupportNeed.objects.filter(respondent=person).select_related("owner")


def support_needs(assembly: Assembly, today: date) -> QuerySet[SupportNeed]:
    """Return what the members of an assembly need: what is past its date first, then by date.

    Whoever has withdrawn needs nothing any more. Each has `is_overdue`.
    """
    is_late = When(state__in=OPEN_NEEDS, due_on__lt=today, then=Value(value=True))
    return (
        SupportNeed.objects.filter(respondent__assembly=assembly, respondent__state__in=MEMBERS)
        .select_related("respondent", "owner")
        .annotate(is_overdue=Case(is_late, default=Value(value=False), output_field=BooleanField()))
        .order_by(
            "-is_overdue",
            F("due_on").asc(nulls_last=True),
            "respondent__last_name",
            "respondent__first_name",
            "pk",
        )
    )


def overdue_needs(assembly: Assembly, today: date) -> int:
    """Count the open support needs that are past their date."""
    return support_needs(assembly, today).filter(is_overdue=True).count()


def narrowed(
    needs: QuerySet[SupportNeed], *, state: str, kind: str, owner: str, reader: User, team: Sequence[User]
) -> QuerySet[SupportNeed]:
    """Narrow a list of needs.

    state: "open", "all", "overdue" or one of the states. owner: "", "mine", "nobody" (also whoever has left the
    team) or somebody's number.
    """
    if state == "open":
        needs = needs.filter(state__in=OPEN_NEEDS)
    elif state == "overdue":
        needs = needs.filter(is_overdue=True)
    elif state in SupportState.values:
        needs = needs.filter(state=state)
    if kind:
        needs = needs.filter(kind=kind)
    if owner == "mine":
        needs = needs.filter(owner=reader)
    elif owner == "nobody":
        needs = needs.filter(Q(owner=None) | ~Q(owner__in=[user.pk for user in team]))
    elif owner:
        needs = needs.filter(owner=int(owner))
    return needs


def seen_of(row: SupportNeed | ContactPreference | EmergencyContact | None, fields: Sequence[str]) -> str:
    """Return a digest of what a page shows of a row, "" where there is none yet."""
    if row is None:
        return ""
    values = [getattr(row, name) for name in fields]
    return hashlib.sha256(json.dumps(values, cls=DjangoJSONEncoder).encode()).hexdigest()
