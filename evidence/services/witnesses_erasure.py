"""Erase witnesses: who they were goes, what they count for in the figures stays."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assembly.enums import Role
from assembly.models import Assembly, Person, User
from assembly.services.accounts import accounts_of_people, accounts_without_roles, erase_accounts
from assembly.services.erasure import erase_subjects
from assembly.services.team import take_role
from evidence.enums import COMING
from evidence.models import Witness
from evidence.services.packs_spoilt import spoil_files_of_witnesses
from evidence.services.witnesses import forget_proposer
from evidence.witness_kind import WITNESS_KIND


def witness_texts(pks: Collection[int]) -> list[str]:
    """Return what witnesses are recognised by in free text: name, e-mail, phone, address."""
    found = Witness.objects.filter(pk__in=pks).values_list("name", "email", "phone", "address")
    return [text for texts in found for text in texts if text]


def witnesses_named(assembly: Assembly, words: str, by_name: bool) -> QuerySet[Witness]:
    """Return files of an assembly by words of the name, or by their number where names may not be read."""
    found = Witness.objects.filter(assembly=assembly, erased_at=None)
    if not by_name:
        return found.filter(pk=int(words)) if words.isdecimal() else found.none()
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(organisation__icontains=word) | Q(email__iexact=word)
        )
    return found.order_by("name", "pk")


def witnesses_not_erased(pks: Collection[int]) -> list[int]:
    """Return those who are not erased."""
    return list(Witness.objects.filter(pk__in=pks, erased_at=None).values_list("pk", flat=True))


@transaction.atomic
def erase_witnesses(
    *, pks: Collection[int], assembly: Assembly | None, actor: User | None, now: datetime, reason: str
) -> int:
    """Erase files for good, with the person and the account behind each; return how many were known until now.

    A stub stays with the number, state and what the balance counts. PDFs of packs that name them are taken away, and
    have to be built again.
    """
    files = Witness.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=witnesses_not_erased(pks)
    )
    if assembly is not None:
        files = files.filter(assembly=assembly)
    by_assembly: dict[int, list[int]] = {}
    for witness in files:
        by_assembly.setdefault(witness.assembly_id, []).append(witness.pk)
    for home_pk, keys in by_assembly.items():
        home = Assembly.objects.get(pk=home_pk)
        accounts = accounts_of_people(home, WITNESS_KIND, keys)
        for user in User.objects.filter(pk__in=accounts):
            take_role(assembly=home, user=user, role=Role.WITNESS, actor=actor, now=now)
        # The database lets go of declared interests only in a file that says it was erased.
        Witness.objects.filter(pk__in=keys).update(erased_at=now)
        erase_subjects(kind=WITNESS_KIND, pks=keys, assembly=home, actor=actor, now=now, reason=reason)
        spoil_files_of_witnesses(witnesses=keys, assembly=home, actor=actor, now=now)
        people = Person.objects.filter(origin_kind=WITNESS_KIND, origin_key__in=keys, left_at=None)
        people.update(left_at=now)
        # Whoever signed in as a witness and as nothing else has nothing left to sign in for.
        erase_accounts(
            pks=accounts_without_roles(accounts), assembly=None, actor=actor, now=now, reason=reason
        )
    return sum(len(keys) for keys in by_assembly.values())


def files_never_heard(assembly: Assembly) -> QuerySet[Witness]:
    """Return the files of those who were proposed or invited and never came."""
    return Witness.objects.filter(assembly=assembly, erased_at=None).exclude(state__in=COMING)


def files_with_proposers(assembly: Assembly) -> QuerySet[Witness]:
    """Return the files that name somebody from outside who proposed."""
    return Witness.objects.filter(assembly=assembly).exclude(proposer_name="", proposer_contact="")


@transaction.atomic
def erase_proposals(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Erase who never came, and who proposed the others; return how many files that were."""
    never = list(files_never_heard(assembly).values_list("pk", flat=True))
    reason = _("The time for which proposals are kept is over")
    erased = erase_witnesses(pks=never, assembly=assembly, actor=actor, now=now, reason=reason)
    others = list(files_with_proposers(assembly))
    return erased + sum(forget_proposer(witness=each, actor=actor, now=now) for each in others)
