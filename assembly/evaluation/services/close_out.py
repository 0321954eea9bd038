"""Enter who follows up what stays open, and issue the close-out certificate."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, GateClosed
from assembly.evaluation.close_out_checks import blockers, close_out_checks
from assembly.evaluation.errors_closing import CloseOutRefused
from assembly.evaluation.models import CloseOutCertificate, FollowUp
from assembly.evaluation.selectors.close_out import content_of, digest_of, latest_certificate
from assembly.models import Assembly, User
from assembly.services.record import record_event


def _locked(assembly: Assembly) -> Assembly:
    return Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=assembly.pk)


@transaction.atomic
def add_follow_up(
    *, assembly: Assembly, fields: Mapping[str, str | date | None], actor: User, now: datetime
) -> FollowUp:
    """Enter one open matter; the same words twice are one."""
    _locked(assembly)
    if known := FollowUp.objects.filter(assembly=assembly, **fields).first():
        return known
    matter = FollowUp.objects.create(assembly=assembly, made_at=now, **fields)
    _record("close_out.matter_added", matter, assembly, actor, now)
    return matter


@transaction.atomic
def change_follow_up(
    *,
    matter: FollowUp,
    fields: Mapping[str, str | date | None],
    revision: int,
    actor: User,
    now: datetime,
) -> FollowUp:
    """Change an open matter; what was issued stays as it is.

    Raises:
        ChangedMeanwhile: somebody else changed it since the form was made.
    """
    assembly = _locked(matter.assembly)
    row = FollowUp.objects.select_for_update(no_key=True, of=("self",)).get(pk=matter.pk)
    if row.revision != revision:
        raise ChangedMeanwhile(_("Somebody else has changed this meanwhile. Look at it again."))
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    _record("close_out.matter_changed", row, assembly, actor, now)
    return row


@transaction.atomic
def remove_follow_up(*, matter: FollowUp, actor: User, now: datetime) -> None:
    """Take an open matter off the list; what was issued stays as it is."""
    assembly = _locked(matter.assembly)
    row = FollowUp.objects.select_for_update(no_key=True, of=("self",)).get(pk=matter.pk)
    _record("close_out.matter_removed", row, assembly, actor, now)
    row.delete()


@transaction.atomic
def issue_close_out(
    *, assembly: Assembly, seen: int, reason: str, actor: User, now: datetime
) -> CloseOutCertificate:
    """Freeze what can be said now, under the next number.

    seen: the number of the certificate that stood when the form was made, 0 for none.

    Raises:
        GateClosed: something that must be so is not.
        ChangedMeanwhile: another certificate was issued since.
        CloseOutRefused: it replaces another without saying why.
    """
    assembly = _locked(assembly)
    before = latest_certificate(assembly)
    if seen != (before.number if before else 0):
        raise ChangedMeanwhile(_("A certificate was issued meanwhile. Look at it first."))
    if before is not None and not reason:
        raise CloseOutRefused(_("Say why it replaces the one before."), code="reason_missing")
    if found := blockers(close_out_checks(assembly, now)):
        raise GateClosed(found)
    number = seen + 1
    content = content_of(
        assembly,
        now,
        number=number,
        replaces=before.number if before else None,
        reason=reason if before else "",
    )
    certificate = CloseOutCertificate.objects.create(
        assembly=assembly,
        number=number,
        issued_at=now,
        issued_by=actor,
        content=content,
        sha256=digest_of(content),
        replaces=before,
        reason=reason if before else "",
    )
    record_event(
        "close_out.issue",
        obj=certificate,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": number, "sha256": certificate.sha256},
    )
    return certificate


def _record(type_: str, matter: FollowUp, assembly: Assembly, actor: User, now: datetime) -> None:
    details: dict[str, Any] = {"matter": matter.matter, "who": matter.who}
    record_event(type_, obj=matter, assembly=assembly, actor=actor, now=now, details=details)
