"""Invitation waves: keep a file of addresses, draw a wave, and move it on."""

import hashlib
import random
from collections.abc import Collection, Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.errors import WaveRefused
from sortition.models import AddressFile, InvitationWave, InvitedAddress
from sortition.reading.addresses import AddressRow, guess_address_columns
from sortition.reading.table import Table
from sortition.sampling import Address, draw_sample
from sortition.selectors.waves_plan import invited_keys, plan_wave
from sortition.wave_codes import code_digest, code_of
from sortition.wave_lifecycle import WAVE

SEEDS = 10**12
MOST_LETTERS = 50_000
_BATCH = 2_000


def keep_address_file(
    *, assembly: Assembly, file_name: str, data: bytes, table: Table, actor: User, now: datetime
) -> AddressFile:
    """Keep an uploaded file of addresses, with a guess at its columns; the record gets its digest."""
    source = AddressFile(
        assembly=assembly,
        file_name=PurePath(file_name).name[-255:],
        sha256=hashlib.sha256(data).hexdigest(),
        headings=table.columns,
        columns=guess_address_columns(table.columns),
        created_at=now,
        created_by=actor,
    )
    source.file.save(f"addresses.{table.kind}", ContentFile(data), save=False)
    with transaction.atomic():
        source.save()
        record_event(
            "wave.file_uploaded",
            obj=source,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"file": source.file_name, "sha256": source.sha256, "rows": len(table.records)},
        )
    return source


def match_address_columns(*, source: AddressFile, columns: Mapping[str, Any]) -> AddressFile:
    """Say what the columns of a file are for."""
    source.columns = dict(columns)
    source.save(update_fields=["columns"])
    return source


def draw_wave(
    *,
    source: AddressFile,
    letters: int,
    favoured: Collection[str],
    favoured_share: Fraction,
    actor: User,
    now: datetime,
    chance: random.Random,
) -> InvitationWave:
    """Draw the addresses of a new wave, none of which an earlier one has invited, and return it.

    Reading and drawing hold no lock; a wave that was drawn meanwhile is noticed. One event stands in the record,
    with the seed and a digest of the letters, so that the draw can be done again and compared.

    Raises:
        WaveRefused: no letter, too many, or fewer addresses than letters.
        ChangedMeanwhile: another wave was drawn or cancelled at the same time.
    """
    if not 1 <= letters <= MOST_LETTERS:
        raise WaveRefused(_("A wave has between 1 and %(most)d letters.") % {"most": MOST_LETTERS})
    assembly = source.assembly
    plan = plan_wave(source, letters, favoured=favoured, favoured_share=favoured_share)
    seed, token = chance.randrange(SEEDS), UUID(int=chance.getrandbits(128))
    sample = draw_sample(
        [Address(row.key, row.stratum, row.weight) for row in plan.read.rows],
        {name: size for name, _addresses, size in plan.strata},
        seed=seed,
        invited=plan.invited,
    )
    drawn = [(plan.read.rows[at], float(sample.chances[at])) for at in sample.chosen]
    design = {
        "strata": [list(each) for each in plan.strata],
        "favoured": sorted(favoured),
        "favoured_share": str(favoured_share),
        "columns": source.columns,
        "file": source.file_name,
        "file_sha256": source.sha256,
    }
    with transaction.atomic():
        Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
        if invited_keys(assembly) != plan.invited:
            raise ChangedMeanwhile(_("Another wave was drawn meanwhile. Look at the sizes again, then draw."))
        last = InvitationWave.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
        wave = InvitationWave.objects.create(
            assembly=assembly,
            number=last + 1,
            source=source,
            seed=seed,
            letters=letters,
            design=design,
            token=token,
            created_at=now,
            created_by=actor,
        )
        InvitedAddress.objects.bulk_create(
            (_letter(wave, number, *each) for number, each in enumerate(drawn, start=1)), batch_size=_BATCH
        )
        record_event(
            "wave.draw",
            obj=wave,
            assembly=assembly,
            actor=actor,
            now=now,
            details={
                "number": wave.number,
                "letters": letters,
                "seed": seed,
                "file_sha256": source.sha256,
                "digest": _digest([row for row, _chance in drawn]),
            },
        )
    return wave


def post_wave(
    *, wave: InvitationWave, posted_on: date, answer_by: date | None, actor: User, now: datetime
) -> InvitationWave:
    """Write down that the letters were posted.

    Raises:
        IllegalMove: it is not printed, or was posted.
        WaveRefused: the last day to answer lies before the day of posting.
    """
    if answer_by is not None and answer_by < posted_on:
        raise WaveRefused(_("People cannot answer before the letters are posted."), code="too_early")
    return move(
        WAVE,
        wave,
        "post",
        assembly=wave.assembly,
        actor=actor,
        now=now,
        details={"number": wave.number, "posted_on": posted_on.isoformat()},
        changes={"posted_on": posted_on, "answer_by": answer_by},
    )


def land_wave(*, wave: InvitationWave, actor: User, now: datetime) -> InvitationWave:
    """Close a wave: its letters have been answered or will not be; their codes no longer count.

    Raises:
        IllegalMove: it was not posted.
    """
    details = {"number": wave.number}
    changes = {"landed_at": now}
    return move(
        WAVE, wave, "land", assembly=wave.assembly, actor=actor, now=now, details=details, changes=changes
    )


def cancel_wave(*, wave: InvitationWave, actor: User, now: datetime) -> InvitationWave:
    """Give a wave up before the post; its addresses can be drawn again, and printing under way stops.

    Raises:
        IllegalMove: it was posted.
    """
    details = {"number": wave.number}
    changes = {"print_wanted_at": None}
    return move(
        WAVE, wave, "cancel", assembly=wave.assembly, actor=actor, now=now, details=details, changes=changes
    )


@transaction.atomic
def record_wave_export(*, wave: InvitationWave, kind: str, purpose: str, actor: User, now: datetime) -> None:
    """Write down that addresses left the house: as letters or as a mailing list."""
    record_event(
        f"wave.{kind}_exported",
        obj=wave,
        assembly=wave.assembly,
        actor=actor,
        now=now,
        details={"number": wave.number, "letters": wave.letters, "purpose": purpose},
    )


@transaction.atomic
def record_rejected_export(
    *, source: AddressFile, rows: int, purpose: str, actor: User, now: datetime
) -> None:
    """Write down that addresses to which no letter can go left the house."""
    record_event(
        "wave.rejected_exported",
        obj=source,
        assembly=source.assembly,
        actor=actor,
        now=now,
        details={"file": source.file_name, "rows": rows, "purpose": purpose},
    )


def _letter(wave: InvitationWave, number: int, row: AddressRow, chance: float) -> InvitedAddress:
    return InvitedAddress(
        wave=wave,
        number=number,
        lines="\n".join(row.lines),
        area=row.area,
        stratum=row.stratum,
        chance=chance,
        address_key=row.key,
        code_digest=code_digest(code_of(wave.token, number)),
    )


def _digest(rows: Collection[AddressRow]) -> str:
    """Return a digest of the addresses in the order of the letters."""
    return hashlib.sha256("\n".join(row.key for row in rows).encode()).hexdigest()
