"""Sign the targets off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.errors import SignOffRefused
from sortition.models import TargetsSignOff
from sortition.selectors.targets import targets_version
from sortition.selectors.targets_rules import sign_off_state
from sortition.services.targets_guard import open_targets


@transaction.atomic
def sign_off_targets(
    *, assembly: Assembly, version: str, seats: int, actor: User, now: datetime
) -> TargetsSignOff:
    """Let a second person agree to the targets as their page showed them; the next change reopens that.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`; also where the number of seats is another by now.
        SignOffRefused: they are signed off already, there is nothing to sign, or this person changed them last.
    """
    locked, categories = open_targets(assembly, version)
    if locked.seats != seats:
        raise ChangedMeanwhile(_("The number of seats changed meanwhile. Look at the targets again."))
    state = sign_off_state(locked)
    if state.standing is not None:
        raise SignOffRefused(_("The targets are signed off already."), code="signed_already")
    if state.last_change is None:
        raise SignOffRefused(_("There are no targets to sign off yet."), code="nothing_to_sign")
    if not state.may_sign(actor):
        raise SignOffRefused(
            _("You were the last to change the targets, so somebody else must sign them off."),
            code="own_change",
        )
    signed = TargetsSignOff.objects.create(
        assembly=locked, version=targets_version(categories), signed_at=now, signed_by=actor
    )
    record_event(
        "targets.sign_off",
        obj=locked,
        assembly=locked,
        actor=actor,
        now=now,
        details={"version": signed.version, "seats": locked.seats},
    )
    return signed
