"""Letters of a mailing: people print and post them, and say so."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.enums import MailingState, MessageState
from assembly.errors import MailingRefused
from assembly.mailing_lifecycle import MESSAGE
from assembly.models import Mailing, OutboxMessage, User
from assembly.services.mailings import cancel_erased
from assembly.services.record import record_event

_BATCH = 500


def letters_to_print(mailing: Mailing, now: datetime) -> QuerySet[OutboxMessage]:
    """Return the letters that wait to be posted; those of people who were erased meanwhile are cancelled first."""
    cancel_erased(mailing, now)
    waiting = mailing.messages.letters().filter(
        state=MessageState.PENDING, mailing__state=MailingState.APPROVED
    )
    return waiting.select_related("mailing").order_by("number")


@transaction.atomic
def note_letters_printed(
    *,
    mailing: Mailing,
    printed: Collection[int],
    misprints: Mapping[int, str],
    sender_lines: str,
    purpose: str,
    actor: User,
    now: datetime,
) -> None:
    """Write down which letters left in a file and what for; those that cannot be printed have failed.

    Raises:
        MailingRefused: one of them was cancelled, posted or erased since the file was made.
    """
    locked = (
        Mailing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=mailing.pk)
    )
    wanted = {*printed, *misprints}
    still = set(letters_to_print(locked, now).values_list("pk", flat=True))
    if not wanted <= still:
        raise MailingRefused(_("The letters changed meanwhile. Make the file again."))
    if not wanted:
        return
    keys = list(printed)
    _update(locked, keys, claimed_at=now)
    target = MESSAGE.target(MessageState.PENDING, "misprint")
    for reason in sorted(set(misprints.values())):
        failed = [pk for pk, why in misprints.items() if why == reason]
        _update(locked, failed, state=target, ended_at=now, error=reason[:300])
    locked.sender_lines = sender_lines
    locked.save(update_fields=["sender_lines"])
    record_event(
        "mailing.letters_printed",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={
            "number": locked.number,
            "letters": len(keys),
            "misprints": len(misprints),
            "purpose": purpose,
        },
    )


@transaction.atomic
def post_letters(*, mailing: Mailing, posted_on: date, actor: User, now: datetime) -> int:
    """Mark the printed letters of a mailing as posted on a day; return how many.

    Raises:
        MailingRefused: none was printed, or the day is not between printing and today.
    """
    locked = (
        Mailing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=mailing.pk)
    )
    printed = list(letters_to_print(locked, now).filter(claimed_at__isnull=False))
    if not printed:
        raise MailingRefused(_("There is no printed letter that waits to be posted."))
    first = min(timezone.localdate(each.claimed_at) for each in printed if each.claimed_at)
    if not first <= posted_on <= timezone.localdate(now):
        raise MailingRefused(_("Letters are posted after they were printed, and not in the future."))
    at = timezone.make_aware(datetime.combine(posted_on, time(12)))
    keys = [each.pk for each in printed]
    _update(locked, keys, state=MESSAGE.target(MessageState.PENDING, "post"), ended_at=at)
    record_event(
        "mailing.letters_posted",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "letters": len(keys), "posted_on": posted_on},
    )
    return len(keys)


def _update(mailing: Mailing, keys: list[int], **fields: object) -> None:
    for start in range(0, len(keys), _BATCH):
        mailing.messages.filter(pk__in=keys[start : start + _BATCH]).update(**fields)
