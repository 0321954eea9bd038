"""What is held about people who are invited by letter, and for how long it is kept."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.personal_data import (
    Declaration,
    RetentionClass,
    SubjectKind,
    declare,
    register_retention_class,
    register_subject_kind,
)
from sortition.enums import RESPONDENT_KIND
from sortition.models import (
    AddressFile,
    InvitationWave,
    InvitedAddress,
    Respondent,
    WaveLetters,
    WaveResponse,
)
from sortition.selectors.waves_answers import invited_named
from sortition.selectors.waves_kept import addresses_kept, last_wave_day
from sortition.services.waves_erasure import (
    INVITED_KIND,
    erase_addresses,
    erase_invited,
    invited_not_erased,
    invited_texts,
)

INVITED = "invited"
INVITING = _("To invite people by letter")


def _letters_to(pks: Collection[int]) -> QuerySet[InvitedAddress]:
    """Return the letters to the addresses at which respondents live."""
    people = Respondent.objects.filter(pk__in=pks).exclude(household_key="")
    return InvitedAddress.objects.filter(
        wave__assembly__in=people.values("assembly"), address_key__in=people.values("household_key")
    )


def _address_files_holding(pks: Collection[int]) -> QuerySet[AddressFile]:
    """Return the files from which letters to respondents were drawn, and those of which it cannot be excluded.

    A file is not searched for spellings: whoever has an address in an assembly with files may stand in each of them.
    """
    people = Respondent.objects.filter(pk__in=pks).exclude(address="")
    return AddressFile.objects.filter(assembly__in=people.values("assembly")).exclude(file="")


def _invited(assembly: Assembly, pk: int) -> InvitedAddress | None:
    return (
        InvitedAddress.objects.filter(wave__assembly=assembly, pk=pk).select_related("wave__assembly").first()
    )


def _described(letter: InvitedAddress) -> str:
    words = {
        "wave": letter.wave.number,
        "number": letter.number,
        "address": ", ".join(letter.lines.splitlines()),
    }
    return _("wave %(wave)d, letter %(number)d: %(address)s") % words


register_subject_kind(
    SubjectKind(
        key=INVITED_KIND,
        label=_("Invited address"),
        find=_invited,
        texts=invited_texts,
        erase=erase_invited,
        not_erased=invited_not_erased,
        search=invited_named,
        names_permission="assembly.handle_personal_data",
        describe=_described,
    )
)
declare(
    # The area stays: without a name it is a figure of the statistics.
    Declaration(WaveResponse, impersonal=("area",)),
    # The letters of a wave are one file: it goes whole, and can be printed again without those who were erased.
    Declaration(
        WaveLetters,
        name=_("Printed invitations"),
        personal=("pdf",),
        purpose=INVITING,
        retention=INVITED,
        rows={
            RESPONDENT_KIND: lambda pks: WaveLetters.objects.filter(wave__in=_letters_to(pks).values("wave")),
            INVITED_KIND: lambda pks: WaveLetters.objects.filter(
                wave__in=InvitedAddress.objects.filter(pk__in=pks).values("wave")
            ),
        },
        labels={"pdf": _("letters")},
        is_deleted=True,
    ),
    Declaration(
        InvitationWave,
        impersonal=(
            "design",
            "language",
            "subject",
            "body",
            "sender_name",
            "sender_lines",
            "link_base",
            "print_error",
        ),
    ),
    Declaration(
        AddressFile,
        name=_("Files of addresses"),
        personal=("file",),
        impersonal=("file_name", "sha256", "headings", "columns"),
        purpose=INVITING,
        retention=INVITED,
        rows={
            RESPONDENT_KIND: _address_files_holding,
            INVITED_KIND: lambda pks: AddressFile.objects.filter(
                assembly__in=InvitedAddress.objects.filter(pk__in=pks).values("wave__assembly")
            ).exclude(file=""),
        },
        labels={"file_name": _("name of the file"), "created_at": _("uploaded")},
    ),
    # Number, stratum and chance stay, to count the draw over; the digest of the address, not to invite it again.
    Declaration(
        InvitedAddress,
        name=_("Addresses that were invited"),
        personal=("lines",),
        impersonal=("address_key", "area", "stratum", "code_digest"),
        purpose=INVITING,
        retention=INVITED,
        rows={
            RESPONDENT_KIND: _letters_to,
            INVITED_KIND: lambda pks: InvitedAddress.objects.filter(pk__in=pks),
        },
        labels={"lines": _("address")},
    ),
)
register_retention_class(
    RetentionClass(
        key=INVITED,
        label=_("Addresses that were invited"),
        clock=_("after the last wave was drawn or posted"),
        default_months=6,
        starts=last_wave_day,
        waiting=addresses_kept,
        erase=lambda assembly, actor, now: erase_addresses(assembly=assembly, actor=actor, now=now),
    )
)
