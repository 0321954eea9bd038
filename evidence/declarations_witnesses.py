"""What topics, witnesses and release agreements hold about people, and for how long."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState
from assembly.models import Assembly, User
from assembly.personal_data import (
    Declaration,
    RetentionClass,
    Rows,
    SubjectKind,
    declare,
    register_retention_class,
    register_subject_kind,
)
from assembly.selectors import entered_on
from evidence.enums import COMING, WitnessState
from evidence.models import Release, Topic, Witness
from evidence.named_rows import OwnOrNamed, taking_out
from evidence.services.witnesses_erasure import (
    erase_proposals,
    erase_witnesses,
    files_never_heard,
    files_with_proposers,
    witness_texts,
    witnesses_named,
    witnesses_not_erased,
)
from evidence.witness_kind import WITNESS_KIND

WITNESSES, PROPOSALS = "witnesses", "witness_proposals"
_ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
_HEARING = _("To hear evidence that is balanced, and to tell where it comes from")
_WHO = ("name", "email", "phone", "address", "language", "organisation", "expertise")
_PROPOSED = ("proposer_name", "proposer_contact", "why", "decision_reason")
_SENSITIVE = ("interests", "staff_notes")
_WORDS = (*_WHO, *_PROPOSED, *_SENSITIVE)


def _witness(assembly: Assembly, pk: int) -> Witness | None:
    return Witness.objects.filter(assembly=assembly, pk=pk).first()


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, _ENDED)


def _heard(assembly: Assembly) -> QuerySet[Witness]:
    return Witness.objects.filter(assembly=assembly, erased_at=None, state__in=COMING)


def _erase_heard(assembly: Assembly, actor: User | None, now: datetime) -> int:
    pks = list(_heard(assembly).values_list("pk", flat=True))
    reason = str(_("The time for which witnesses are kept is over"))
    return erase_witnesses(pks=pks, assembly=assembly, actor=actor, now=now, reason=reason)


def _proposals(assembly: Assembly) -> QuerySet[Witness]:
    return files_never_heard(assembly) | files_with_proposers(assembly)


def _own(model: type[Model], path: str) -> dict[str, Rows]:
    """Return the rows that are a witness's own; `path` leads from the row to the key of their file."""
    return {WITNESS_KIND: lambda pks: model._default_manager.filter(**{f"{path}__in": list(pks)})}


def _instead(row: Any, name: str) -> str:
    # A refusal says why, also once its file is erased.
    return "–" if name == "decision_reason" and row.state == WitnessState.NOT_CHOSEN else ""


register_subject_kind(
    SubjectKind(
        key=WITNESS_KIND,
        label=_("Witness with a file"),
        find=_witness,
        texts=witness_texts,
        erase=erase_witnesses,
        not_erased=witnesses_not_erased,
        search=witnesses_named,
        names_permission="assembly.view_witnesses",
    )
)
register_retention_class(
    RetentionClass(
        key=WITNESSES,
        label=_("Witnesses who were heard"),
        clock=_("after the assembly is closed or cancelled"),
        default_months=60,
        starts=_ended_on,
        waiting=lambda assembly: _heard(assembly).count(),
        erase=_erase_heard,
    )
)
register_retention_class(
    RetentionClass(
        key=PROPOSALS,
        label=_("Proposed witnesses who never came, and who proposed them"),
        clock=_("after the assembly is closed or cancelled"),
        default_months=6,
        starts=_ended_on,
        waiting=lambda assembly: _proposals(assembly).count(),
        erase=erase_proposals,
    )
)
declare(
    Declaration(Topic, impersonal=("title", "description")),
    Declaration(
        Witness,
        name=_("Witnesses"),
        personal=(*_WHO, *_PROPOSED),
        sensitive=_SENSITIVE,
        purpose=_HEARING,
        retention=WITNESSES,
        rows=OwnOrNamed(Witness.objects.all, _WORDS, _own(Witness, "pk")),
        erased=taking_out(*_WORDS, instead=_instead),
        labels={"made_at": _("entered"), "number": _("number"), "erased_at": _("erased")},
    ),
    Declaration(
        Release,
        name=_("Release agreements"),
        personal=("on_behalf",),
        purpose=_HEARING,
        retention=WITNESSES,
        rows=OwnOrNamed(Release.objects.all, ("on_behalf",), _own(Release, "witness")),
        erased=taking_out("on_behalf", instead=lambda _row, _name: ""),
    ),
)
