"""Keep what a witness agreed to have made public, and when they took it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from assembly.services.record import record_event
from evidence.enums import ReleaseScope
from evidence.errors import WitnessRefused
from evidence.models import Release, Witness
from evidence.services.witnesses import locked_witness


@transaction.atomic
def agree_release(
    *, witness: Witness, scope: str, way: str, on_behalf: str = "", actor: User, now: datetime
) -> Release:
    """Note that a witness agrees that something of theirs is made public; what stands already stays as it is.

    Raises:
        WitnessRefused: nobody was invited yet, or the file was erased.
    """
    fresh = locked_witness(witness)
    if fresh.person_id is None:
        raise WitnessRefused(_("Invite them first."), code="not_invited")
    if standing := Release.objects.filter(witness=fresh, scope=scope, ended_at=None).first():
        return standing
    release = Release.objects.create(
        witness=fresh,
        scope=ReleaseScope(scope),
        agreed_at=now,
        way=way,
        entered_by=actor,
        on_behalf=on_behalf.strip(),
    )
    _record("release.agree", release, actor, now)
    return release


@transaction.atomic
def take_back_release(*, release: Release, actor: User, now: datetime) -> bool:
    """Note that an agreement was taken back, at any time; answer whether it stood until now."""
    fresh = Release.objects.select_for_update(no_key=True, of=("self",)).get(pk=release.pk)
    if fresh.ended_at is not None:
        return False
    fresh.ended_at, fresh.ended_by = now, actor
    fresh.save(update_fields=["ended_at", "ended_by"])
    _record("release.take_back", fresh, actor, now)
    return True


def _record(event: str, release: Release, actor: User, now: datetime) -> None:
    witness = release.witness
    record_event(
        event,
        obj=witness,
        assembly=witness.assembly,
        actor=actor,
        now=now,
        details={"number": witness.number, "scope": str(release.scope), "way": str(release.way)},
    )
