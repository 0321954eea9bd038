"""Erase the addresses of people who were invited; what was drawn where, and who answered, stays as figures."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from itertools import chain

from django.db import transaction

from assembly.models import Assembly, User
from assembly.services.erasure import erase_subjects
from assembly.services.record import record_event
from sortition.models import AddressFile, InvitedAddress, WaveLetters
from sortition.selectors.waves_kept import addresses_kept

INVITED_KIND = "invited"


@transaction.atomic
def erase_addresses(*, assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Delete files of addresses and printed letters, blank every invited address; return how many things went.

    A letter's number, area, stratum and chance stay. An address that is no longer known can be drawn again.
    """
    waiting = addresses_kept(assembly)
    if not waiting:
        return 0
    files = AddressFile.objects.select_for_update(no_key=True).filter(assembly=assembly).exclude(file="")
    printed = WaveLetters.objects.select_for_update().filter(wave__assembly=assembly)
    for stored in chain((each.file for each in files), (each.pdf for each in printed)):
        transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
    AddressFile.objects.filter(assembly=assembly).update(file="")
    WaveLetters.objects.filter(wave__assembly=assembly).delete()
    invited = InvitedAddress.objects.filter(wave__assembly=assembly).exclude(lines="", address_key="")
    blanked = invited.update(lines="", address_key="")
    record_event(
        "wave.addresses_erased",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"kept": waiting, "addresses": blanked},
    )
    return waiting


def invited_texts(pks: Collection[int]) -> list[str]:
    """Return what invited addresses are recognised by in free text: all their lines, one line alone names too many."""
    found = InvitedAddress.objects.filter(pk__in=pks).exclude(lines="").values_list("lines", flat=True)
    return [", ".join(lines.splitlines()) for lines in found]


def invited_not_erased(pks: Collection[int]) -> list[int]:
    """Return those whose address is still known."""
    return list(InvitedAddress.objects.filter(pk__in=pks).exclude(lines="").values_list("pk", flat=True))


@transaction.atomic
def erase_invited(
    *, pks: Collection[int], assembly: Assembly | None, actor: User | None, now: datetime, reason: str
) -> int:
    """Erase single invited addresses for good, whether or not somebody answered; return how many.

    The files of addresses and the printed letters that hold them go whole. The digest of the address stays, so that
    no later wave of this assembly draws it again.
    """
    letters = InvitedAddress.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=invited_not_erased(pks)
    )
    if assembly is not None:
        letters = letters.filter(wave__assembly=assembly)
    by_assembly: dict[int, list[int]] = {}
    for letter in letters.select_related("wave"):
        by_assembly.setdefault(letter.wave.assembly_id, []).append(letter.pk)
    for home, keys in by_assembly.items():
        erase_subjects(
            kind=INVITED_KIND,
            pks=keys,
            assembly=Assembly.objects.get(pk=home),
            actor=actor,
            now=now,
            reason=reason,
        )
    return sum(len(keys) for keys in by_assembly.values())
