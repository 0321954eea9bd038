"""Erase accounts: nobody can sign in to them any more, and the record names them by a number."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assembly.errors import AccountInUse
from assembly.models import Appointment, Assembly, AuditEvent, Person, User
from assembly.services.erasure import erase_subjects


def account_texts(pks: Collection[int]) -> list[str]:
    """Return what accounts are recognised by in free text."""
    found = User.objects.filter(pk__in=pks).values_list("email", "name")
    return [text for texts in found for text in texts if text]


def accounts_named(assembly: Assembly, words: str, by_name: bool) -> QuerySet[User]:  # noqa: ARG001 (the registry's)
    """Return accounts of the team, and of those whom the record of the assembly names, by words of the name."""
    named = AuditEvent.objects.filter(assembly=assembly, object_type="user")
    keys = {int(key) for key in named.order_by().values_list("object_id", flat=True).distinct()}
    found = User.objects.filter(Q(appointments__assembly=assembly) | Q(pk__in=keys)).distinct()
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__iexact=word))
    return found.order_by("name", "pk")


def accounts_not_erased(pks: Collection[int]) -> list[int]:
    """Return those accounts that can still be signed in to or have their owner's address."""
    return list(
        User.objects.filter(pk__in=pks).exclude(email__endswith="@invalid").values_list("pk", flat=True)
    )


def accounts_of_people(assembly: Assembly, kind: str, keys: Collection[int]) -> list[int]:
    """Return the accounts of people of an assembly, by whom they are in an upper app."""
    people = Person.objects.filter(assembly=assembly, origin_kind=kind, origin_key__in=keys)
    return list(people.exclude(user=None).values_list("user", flat=True))


def accounts_without_roles(pks: Collection[int]) -> list[int]:
    """Return those accounts that have no role in any assembly and do not administer the platform."""
    if not pks:
        return []
    ordinary = User.objects.filter(pk__in=pks, is_staff=False, is_superuser=False, appointments=None)
    return list(ordinary.values_list("pk", flat=True))


@transaction.atomic
def erase_accounts(
    *,
    pks: Collection[int],
    assembly: Assembly | None,  # noqa: ARG001 (the signature is the registry's)
    actor: User | None,
    now: datetime,
    reason: str,
) -> int:
    """Close accounts and erase who they belonged to, in every assembly; return how many.

    Raises:
        AccountInUse: one of them has a role in some assembly, or administers the platform.
    """
    users = list(User.objects.select_for_update(no_key=True).filter(pk__in=accounts_not_erased(pks)))
    has_role = Appointment.objects.filter(user__in=users).exists()
    if has_role or any(user.is_superuser or user.is_staff for user in users):
        raise AccountInUse(_("Take away all roles of this account first, in every assembly."))
    if not users:
        return 0
    User.objects.filter(pk__in=[user.pk for user in users]).update(is_active=False)
    erase_subjects(
        kind="account", pks=[user.pk for user in users], assembly=None, actor=actor, now=now, reason=reason
    )
    return len(users)
