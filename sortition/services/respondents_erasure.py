"""Erase respondents: who they were goes, what they counted for in the statistics stays."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from assembly.models import Assembly, User
from assembly.services.accounts import accounts_of_people, accounts_without_roles, erase_accounts
from assembly.services.erasure import erase_subjects
from assembly.services.record import record_event
from sortition.enums import RESPONDENT_KIND, ImportState, PairVerdict, RespondentState
from sortition.models import ImportTrace, PairDecision, PoolImport, Respondent
from sortition.respondent_lifecycle import RESPONDENT
from sortition.services.seats import lock_seats_of, vacate_seats_of


def respondent_texts(pks: Collection[int]) -> list[str]:
    """Return what respondents are recognised by in free text: e-mail, phone, full name, address."""
    found = []
    for person in Respondent.objects.filter(pk__in=pks):
        full_name = f"{person.first_name} {person.last_name}".strip()
        found += [person.email, person.phone, full_name, person.address]
    return [text for text in found if text]


def respondents_not_erased(pks: Collection[int]) -> list[int]:
    """Return those who are not erased."""
    people = Respondent.objects.filter(pk__in=pks).exclude(state=RespondentState.ERASED)
    return list(people.values_list("pk", flat=True))


@transaction.atomic
def erase_respondents(
    *, pks: Collection[int], assembly: Assembly | None, actor: User | None, now: datetime, reason: str
) -> int:
    """Erase respondents of one assembly for good; return how many. Who is erased already is passed over.

    Entries that were merged into one another are one person and are erased together. Uploaded files that hold
    one of them are deleted whole: the pool has what they brought.

    Raises:
        IllegalMove: a state from which nobody can be erased.
    """
    wanted = _with_merged(pks)
    # Seats before people, as everybody locks them: an answer at the same moment waits instead of blocking.
    lock_seats_of(wanted)
    people = (
        Respondent.objects.select_for_update(no_key=True)
        .filter(pk__in=wanted)
        .exclude(state=RespondentState.ERASED)
    )
    if assembly is not None:
        people = people.filter(assembly=assembly)
    by_assembly: dict[int, list[Respondent]] = {}
    for person in people:
        RESPONDENT.target(person.state, "erase")
        by_assembly.setdefault(person.assembly_id, []).append(person)
    for found in by_assembly.values():
        keys = [person.pk for person in found]
        home = Assembly.objects.get(pk=found[0].assembly_id)
        accounts = accounts_of_people(home, RESPONDENT_KIND, keys)
        vacate_seats_of(pks=keys, actor=actor, now=now, reason=reason)
        erase_subjects(kind=RESPONDENT_KIND, pks=keys, assembly=home, actor=actor, now=now, reason=reason)
        Respondent.objects.filter(pk__in=keys).update(state=RespondentState.ERASED)
        # Whoever signed in as a member and as nothing else has nothing left to sign in for.
        erase_accounts(
            pks=accounts_without_roles(accounts), assembly=None, actor=actor, now=now, reason=reason
        )
        _set_aside_without_files(home)
    return sum(len(found) for found in by_assembly.values())


def _with_merged(pks: Collection[int]) -> set[int]:
    """Add everybody whom somebody decided to be the same person, over as many merges as there are."""
    found, fresh = set(pks), set(pks)
    same = PairDecision.objects.filter(verdict=PairVerdict.MERGED)
    while fresh:
        pairs = same.filter(Q(first__in=fresh) | Q(second__in=fresh)).values_list("first", "second")
        fresh = {pk for pair in pairs for pk in pair} - found
        found |= fresh
    return found


@transaction.atomic
def erase_upload_files(*, assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Delete the uploaded files of an assembly, and what its imports could be undone by; return how many imports.

    What the imports brought stays in the pool.
    """
    imports = list(
        PoolImport.objects.select_for_update(no_key=True).filter(assembly=assembly).exclude(file="")
    )
    for each in imports:
        for file in (each.file, each.rows):
            if file.name:
                transaction.on_commit(partial(file.storage.delete, file.name))
    keys = [each.pk for each in imports]
    PoolImport.objects.filter(pk__in=keys).update(file="", rows="", result={})
    ImportTrace.objects.filter(pool_import__in=keys).delete()
    _set_aside_without_files(assembly)
    if imports:
        record_event(
            "privacy.uploads_erased",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"imports": len(imports)},
        )
    return len(imports)


def _set_aside_without_files(assembly: Assembly) -> None:
    """End imports that were under way and have lost their file."""
    open_states = [ImportState.UPLOADED, ImportState.MAPPED, ImportState.CHECKED]
    lost = PoolImport.objects.filter(assembly=assembly, file="", state__in=open_states)
    lost.update(state=ImportState.ABANDONED)
