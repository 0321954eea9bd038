"""The clock of welfare calls: remind whoever should make them, without a name in the message."""

from datetime import datetime, timedelta

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.enums import Role
from assembly.evaluation.enums_surveys import OPEN_CALLS
from assembly.evaluation.models import WelfareCall
from assembly.evaluation.selectors.welfare import callers_of
from assembly.models import Appointment, Assembly, User
from assembly.outcomes.services.body_mail import QUIET
from assembly.services.record import record_event

PATIENCE = timedelta(days=2)
"""After so long without a call, or a day after the one that was set, somebody is reminded: once."""
_log = structlog.get_logger(__name__)


def watch_calls(now: datetime) -> int:
    """Remind of calls that nobody made; return of how many."""
    homes = Assembly.objects.filter(pk__in=_late(now).values("assembly")).exclude(state__in=QUIET)
    return sum(_remind(home, now) for home in homes)


def _late(now: datetime) -> QuerySet[WelfareCall]:
    today = timezone.localdate(now)
    first = Q(again_on=None, asked_on__lte=today - PATIENCE)
    again = Q(again_on__lt=today)
    return WelfareCall.objects.filter(first | again, state__in=OPEN_CALLS, reminded_on=None)


@transaction.atomic
def _remind(assembly: Assembly, now: datetime) -> int:
    # The assembly's row is the lock: of two clocks the second finds everybody reminded.
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    late = list(_late(now).filter(assembly=home).order_by("pk"))
    if not late:
        return 0
    WelfareCall.objects.filter(pk__in=[call.pk for call in late]).update(reminded_on=timezone.localdate(now))
    may = {user.pk: user for user in callers_of(home)}
    organisers = Appointment.objects.filter(assembly=home, role=Role.ORGANISER).values_list("user", flat=True)
    many: dict[User, int] = {}
    for call in late:
        # Whoever left the team since makes no calls: the organisers see to theirs.
        known = may.get(call.assigned_to_id or 0)
        for user in [known] if known else [may[key] for key in organisers if key in may]:
            many[user] = many.get(user, 0) + 1
    record_event("welfare.remind", obj=home, assembly=home, actor=None, now=now, details={"calls": len(late)})
    if not home.is_rehearsal:
        transaction.on_commit(lambda: _write(home, many), robust=True)
    return len(late)


def _write(assembly: Assembly, many: dict[User, int]) -> None:
    for user, calls in many.items():
        if not user.email:
            continue
        said = ngettext(
            "One member of %(assembly)s agreed to be called and waits for a call.",
            "%(calls)s members of %(assembly)s agreed to be called and wait for a call.",
            calls,
        ) % {"calls": calls, "assembly": assembly.name}
        todo = _("Sign in and open the welfare calls: they say whom to call, and why.")
        subject = _("%(assembly)s: somebody waits for your call") % {"assembly": assembly.name}
        try:
            send_mail(" ".join(subject.split()), f"{said}\n\n{todo}\n", None, [user.email])
        except OSError:  # SMTP errors and sockets that do not answer are OSErrors
            _log.exception("welfare_reminder_not_sent", user=user.pk)
