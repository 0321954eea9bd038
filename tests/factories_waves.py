"""Makers of invitation waves."""

import uuid
from typing import Any

from django.core.files.base import ContentFile

from assembly.models import Assembly
from sortition.models import (
    AddressFile,
    InvitationWave,
    InvitedAddress,
    Respondent,
    WaveLetters,
    WaveResponse,
)
from sortition.reading.files import read_file
from sortition.services.waves import keep_address_file, match_address_columns
from tests.factories import NOON, UserFactory
from tests.factories_pool import RespondentFactory


def make_wave(assembly: Assembly, letters: int = 3, **fields: Any) -> InvitationWave:
    """Make a wave with letters to invented addresses, half of them in the north."""
    number = InvitationWave.objects.filter(assembly=assembly).count() + 1
    options: dict[str, Any] = {
        "number": number,
        "seed": 7,
        "letters": letters,
        "token": uuid.uuid4(),
        "created_at": NOON,
        "created_by": UserFactory(),
        "design": {"strata": [["⟪north⟫", 10, letters]], "favoured": [], "favoured_share": "0"},
    } | fields
    wave = InvitationWave.objects.create(assembly=assembly, **options)
    InvitedAddress.objects.bulk_create(
        InvitedAddress(
            wave=wave,
            number=each,
            lines=f"⟪The residents⟫\n⟪{each} Weir Lane⟫\n⟪Riverbend⟫",
            area="⟪north⟫" if each % 2 else "⟪south⟫",
            stratum="⟪north⟫",
            chance=0.3,
            address_key=f"key-{wave.pk}-{each}",
            code_digest=uuid.uuid4().hex,
        )
        for each in range(1, letters + 1)
    )
    return wave


def invited_at_home(person: Respondent) -> InvitationWave:
    """Make a printed wave that invited somebody who answered, with its files."""
    wave = make_wave(person.assembly, letters=1)
    letters = WaveLetters(wave=wave, pages=1)
    letters.pdf.save("letters.pdf", ContentFile(b"%PDF " + str(person).encode()))
    source = AddressFile(
        assembly=person.assembly, created_at=NOON, created_by=UserFactory(), file_name="a.csv"
    )
    source.file.save("a.csv", ContentFile(f"address\n{person.address}\n".encode()))
    wave.invited.update(address_key=person.household_key, lines=f"{person}\n{person.address}")
    WaveResponse.objects.create(respondent=person, wave=wave, area="North")
    return wave


def wave_at(assembly: Assembly, state: str) -> InvitationWave:
    """Make a wave in a state, printed and answered as far as that state has come."""
    has_gone = state in ("posted", "landed")
    wave = make_wave(assembly, state=state, posted_on=NOON.date() if has_gone else None)
    if state != "drawn":
        letters = WaveLetters(wave=wave, pages=3)
        letters.pdf.save("letters.pdf", ContentFile(b"%PDF"))
    if has_gone:
        person = RespondentFactory(assembly=assembly, registered_on=NOON.date())
        WaveResponse.objects.create(respondent=person, wave=wave, area="⟪north⟫")
    return wave


def address_file(assembly: Assembly) -> AddressFile:
    """Keep a file with two areas and a row that is rejected."""
    data = "⟪Street⟫,⟪Ward⟫\n1 Weir Lane,⟪Hill⟫\n2 Weir Lane,⟪Quay⟫\n,⟪Quay⟫\n".encode()
    source = keep_address_file(
        assembly=assembly,
        file_name="⟪a⟫.csv",
        data=data,
        table=read_file(data),
        actor=UserFactory(),
        now=NOON,
    )
    columns = {**source.columns, "street": "⟪Street⟫", "strata": ["⟪Ward⟫"], "area": "⟪Ward⟫"}
    return match_address_columns(source=source, columns=columns)
