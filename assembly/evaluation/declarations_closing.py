"""What requests for information and the close-out hold about people.

A certificate and its open matters name offices, never people: it is public and kept for good, and its form says so.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.evaluation.models import CloseOutCertificate, DisclosurePack, DisclosureRequest, FollowUp
from assembly.evaluation.services.disclosures import forget_who_asked
from assembly.models import Assembly
from assembly.personal_data import (
    Declaration,
    RetentionClass,
    declare,
    register_retention_class,
)
from assembly.selectors import entered_on
from evidence.named_rows import OwnOrNamed, taking_out, words_without

ASKERS = "information_askers"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)

declare(
    Declaration(
        DisclosureRequest,
        name=_("Requests for information"),
        personal=("asked_by",),
        sensitive=("subject", "reason"),
        purpose=_("To answer whoever asks how the assembly was run"),
        retention=ASKERS,
        rows=OwnOrNamed(DisclosureRequest.objects.all, ("asked_by", "subject", "reason")),
        erased={
            **taking_out("subject"),
            # Who asked goes as a whole; a refusal still says why.
            "asked_by": lambda _row: "",
            "reason": lambda row: words_without(row, "reason") or ("–" if row.reason else ""),
        },
    ),
    # Packs are made without anything about people: a test searches them for everybody.
    Declaration(DisclosurePack, impersonal=("site", "file", "sha256", "contents", "problem")),
    Declaration(FollowUp, impersonal=("matter", "who", "contact", "note")),
    Declaration(CloseOutCertificate, impersonal=("content", "sha256", "reason")),
)


def _waiting(assembly: Assembly) -> int:
    settled = DisclosureRequest.objects.filter(assembly=assembly, settled_on__isnull=False)
    return settled.exclude(asked_by="").count()


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


register_retention_class(
    RetentionClass(
        key=ASKERS,
        label=_("Who asked for information"),
        clock=_("after the assembly was closed or cancelled"),
        default_months=12,
        starts=_ended_on,
        waiting=_waiting,
        erase=forget_who_asked,
    )
)
