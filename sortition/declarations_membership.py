"""What the membership record holds about people, and for how long it is kept.

All of it is deleted when its person is erased: with the statistics that stay, the kind of a need alone would say
something about somebody's health.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, declare
from sortition.declarations import SELECTED
from sortition.enums import RESPONDENT_KIND
from sortition.models import ContactPreference, EmergencyContact, MemberConsent, SupportNeed


def _of(model: Any) -> dict[str, Callable[[Collection[int]], QuerySet[Any]]]:
    return {RESPONDENT_KIND: lambda pks: model.objects.filter(respondent__in=pks)}


declare(
    Declaration(
        MemberConsent,
        name=_("Consents of members"),
        personal=("is_given",),
        purpose=_("To do only what members agreed to, and to be able to show it"),
        retention=SELECTED,
        rows=_of(MemberConsent),
        is_deleted=True,
    ),
    Declaration(
        SupportNeed,
        name=_("Support needs"),
        sensitive=("words", "reason"),
        purpose=_("To make it possible for every member to take part"),
        retention=SELECTED,
        rows=_of(SupportNeed),
        is_deleted=True,
    ),
    Declaration(
        ContactPreference,
        name=_("How members wish to be reached"),
        personal=("language", "best_time"),
        purpose=_("To reach members in the way they prefer"),
        retention=SELECTED,
        rows=_of(ContactPreference),
        is_deleted=True,
    ),
    Declaration(
        EmergencyContact,
        name=_("Emergency contacts"),
        sensitive=("name", "relation", "phone"),
        purpose=_("To call somebody when something happens to a member"),
        retention=SELECTED,
        rows=_of(EmergencyContact),
        is_deleted=True,
    ),
)
