"""The clock of commitments: remind those who act for a body of what is late or was not reported, once for each day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from assembly.outcomes.models import Commitment, Milestone
from assembly.outcomes.report_days import newest_past
from assembly.outcomes.selectors.commitments import commitments_of, commitments_on
from assembly.outcomes.services.body_mail import QUIET, HouseWords, acting_for, words_around, write_to_bodies
from assembly.outcomes.services.progress_reports import told
from assembly.services.record import record_event

COMMITMENTS = "commitments_owed"
"""The audience that is written to; `assembly/outcomes/audiences_commitments.py` says who stands in it."""
_URGENT = Q(is_late=True) | Q(is_stale=True)


def watch_commitments(now: datetime) -> int:
    """Remind of each day that has passed without its report or its work; return of how many commitments."""
    urgent = commitments_on(timezone.localdate(now)).filter(_URGENT).order_by()
    homes = Assembly.objects.filter(pk__in=urgent.values("assembly")).exclude(state__in=QUIET)
    return sum(_remind(home, now) for home in homes if _due(home, timezone.localdate(now)))


def _due(home: Assembly, today: date) -> list[tuple[Commitment, date]]:
    """Return what has a passed day of which nobody was reminded, each with the newest such day."""
    steps = Prefetch("milestones", Milestone.objects.filter(reached_on=None), to_attr="open_steps")
    found: list[tuple[Commitment, date]] = []
    for each in commitments_of(home, today).filter(_URGENT).order_by("number").prefetch_related(steps):
        days = [each.next_report_on, each.due_on, *(step.due_on for step in each.open_steps)]
        newest = newest_past(days, today)
        if newest and (each.reminded_for is None or each.reminded_for < newest):
            found.append((each, newest))
    return found


@transaction.atomic
def _remind(assembly: Assembly, now: datetime) -> int:
    """Remind of everything of one assembly together, so that nobody gets a message for each commitment."""
    # The assembly's row is the lock: of two clocks the second finds everybody reminded.
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    due = _due(home, timezone.localdate(now))
    if not due:
        return 0
    for commitment, day in due:
        Commitment.objects.filter(pk=commitment.pk).update(reminded_for=day)
    bodies = {commitment.body_id: commitment.body for commitment, _day in due}
    mailing = write_to_bodies(
        home=home,
        words=_WORDS,
        keys=set(bodies),
        keep=acting_for(bodies.values(), timezone.localdate(now)),
        now=now,
    )
    for commitment, day in due:
        details = {**told(commitment), "day": day, "mailing": mailing.number if mailing else None}
        record_event("commitment.remind", obj=commitment, assembly=home, actor=None, now=now, details=details)
    return len(due)


def _owed() -> tuple[str, str]:
    before = _("{{ body }} promised this to {{ assembly }}, and a day has passed:")
    after = _(
        "Sign in to report how it stands, in a few sentences. You can also report on the team’s sheet of paper, or by "
        "phone. The public reads what was reported, and what is late."
    )
    subject = _("{{ assembly }}: how do your commitments stand?")
    return subject, words_around("commitments", before=before, after=after)


_WORDS = HouseWords(COMMITMENTS, gettext_lazy("Commitments that are late"), _owed)
