"""Erase the addresses of people who were invited; what was drawn where, and who answered, stays as figures."""

from datetime import datetime
from functools import partial
from itertools import chain

from django.db import transaction

from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.models import AddressFile, InvitedAddress, WaveLetters
from sortition.selectors.waves_kept import addresses_kept


@transaction.atomic
def erase_addresses(*, assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Delete files of addresses and printed letters, blank every invited address; return how many things went.

    A letter's number, area, stratum and chance stay. An address that is no longer known can be drawn again.
    """
    waiting = addresses_kept(assembly)
    if not waiting:
        return 0
    files = AddressFile.objects.select_for_update().filter(assembly=assembly).exclude(file="")
    printed = WaveLetters.objects.select_for_update().filter(wave__assembly=assembly)
    for stored in chain((each.file for each in files), (each.pdf for each in printed)):
        transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
    AddressFile.objects.filter(assembly=assembly).update(file="")
    WaveLetters.objects.filter(wave__assembly=assembly).delete()
    InvitedAddress.objects.filter(wave__assembly=assembly).update(lines="", address_key="")
    record_event(
        "wave.addresses_erased",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"kept": waiting},
    )
    return waiting
