"""Makers of membership records."""

from datetime import date
from typing import Any

from assembly.models import Assembly
from sortition.models import ContactPreference, EmergencyContact, MemberConsent, Respondent, SupportNeed
from tests.factories import NOON, UserFactory
from tests.factories_pool import RespondentFactory


def make_member(assembly: Assembly, **fields: Any) -> Respondent:
    """Make somebody who was drawn and can be reached in every way."""
    reach = {"phone": "⟪0117 4960001⟫", "address": "⟪1 Mill Lane⟫", "state": "selected"}
    return RespondentFactory(assembly=assembly, **{**reach, **fields})


def make_need(person: Respondent, **fields: Any) -> SupportNeed:
    """Make a need that nobody sees to yet."""
    stands = {
        "kind": "access",
        "words": "⟪A seat near the door⟫",
        "channel": "phone",
        "declared_at": NOON,
        "declared_by": UserFactory(),
        "reason": "⟪Nobody could be found⟫" if fields.get("state") == "unmet" else "",
    }
    return SupportNeed.objects.create(respondent=person, **{**stands, **fields})


def make_consent(person: Respondent, **fields: Any) -> MemberConsent:
    """Make one time that somebody agreed."""
    stands = {
        "purpose": "pictures",
        "is_given": True,
        "said_on": date(2026, 3, 1),
        "channel": "post",
        "recorded_at": NOON,
        "recorded_by": UserFactory(),
    }
    return MemberConsent.objects.create(respondent=person, **{**stands, **fields})


def make_preference(person: Respondent, **fields: Any) -> ContactPreference:
    """Make a wish to be called in the evening."""
    stands = {"channel": "phone", "language": "⟪Welsh⟫", "best_time": "⟪after 17:00⟫"}
    return ContactPreference.objects.create(
        respondent=person, changed_at=NOON, changed_by=UserFactory(), **{**stands, **fields}
    )


def make_emergency_contact(person: Respondent, **fields: Any) -> EmergencyContact:
    """Make a sister whom one can call."""
    stands = {"name": "⟪Edith Adeyemi⟫", "relation": "⟪sister⟫", "phone": "⟪0117 4960002⟫"}
    return EmergencyContact.objects.create(
        respondent=person, changed_at=NOON, changed_by=UserFactory(), **{**stands, **fields}
    )


def fill_record(person: Respondent) -> Respondent:
    """Give somebody a membership record with everything in it."""
    make_consent(person)
    make_need(person, due_on=date(2026, 2, 1))
    make_preference(person)
    make_emergency_contact(person)
    return person


def make_member_record(assembly: Assembly) -> Respondent:
    """Make a member with everything in their record."""
    return fill_record(make_member(assembly))
