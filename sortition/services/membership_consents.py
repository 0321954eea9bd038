"""Write down what members consent to. A consent is never changed: each yes and each no is a row of its own."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from assembly.services.record import record_event
from sortition.errors import MemberRefused
from sortition.models import MemberConsent, Respondent
from sortition.selectors.membership import drawn_people


@transaction.atomic
def record_consents(
    *,
    respondent: Respondent,
    said: Mapping[str, bool],
    said_on: date,
    channel: str,
    actor: User,
    now: datetime,
) -> list[MemberConsent]:
    """Add what a member said about some purposes, and return the rows.

    What was said already on that day by that channel is not written twice. Also those who have withdrawn may take
    consents back, and at any time: photographs stay when a person goes. A consent to take part that is taken back
    frees no seat.

    said: purpose → whether they agree.

    Raises:
        MemberRefused: the person was never drawn, or is erased.
    """
    person = (
        Respondent.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=respondent.pk)
    )
    if not drawn_people(person.assembly).filter(pk=person.pk).exists():
        raise MemberRefused(_("Consents are kept only of people who were drawn."))
    written = []
    for purpose, is_given in said.items():
        of_the_day = MemberConsent.objects.filter(respondent=person, purpose=purpose, said_on=said_on)
        last = of_the_day.order_by("pk").last()
        if last and (last.is_given, last.channel) == (is_given, channel):
            continue
        row = MemberConsent.objects.create(
            respondent=person,
            purpose=purpose,
            is_given=is_given,
            said_on=said_on,
            channel=channel,
            recorded_at=now,
            recorded_by=actor,
        )
        record_event(
            "member.consent",
            obj=row,
            assembly=person.assembly,
            actor=actor,
            now=now,
            details={"respondent": person.pk, "channel": channel},
        )
        written.append(row)
    return written
