"""The clock of answers: note what is late, and remind those who owe it, step by step and each step once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, Mailing
from assembly.outcomes.answer_days import newest_step
from assembly.outcomes.enums_responses import UNANSWERED, NoticeKind
from assembly.outcomes.late_days import late_since
from assembly.outcomes.models import FormalResponse, ResponseNotice
from assembly.outcomes.services.body_mail import QUIET, HouseWords, acting_for, words_around, write_to_bodies
from assembly.outcomes.services.response_plan import plan_of
from assembly.services.record import record_event

ANSWERING, HEADS, AUTHORITY = "answers_owed", "answers_heads", "answers_authority"
"""The audiences that are written to; `assembly/outcomes/audiences_answers.py` says who stands in them."""


def watch_answers(now: datetime) -> int:
    """Note answers that became late, then take the steps of reminding that are due; return how many of both."""
    owed = FormalResponse.objects.filter(state__in=UNANSWERED).exclude(assembly__state__in=QUIET)
    late = owed.filter(overdue_since=None, due_on__lt=timezone.localdate(now))
    lapsed = sum(_lapse(pk, now) for pk in list(late.values_list("pk", flat=True)))
    homes = Assembly.objects.filter(pk__in=owed.values("assembly"))
    return lapsed + sum(_remind(home, now) for home in homes if _due_steps(home, now))


@transaction.atomic
def _lapse(pk: int, now: datetime) -> int:
    """Note since when an answer is late: from the day after it was due, however long the clock stood still."""
    rows = FormalResponse.objects.select_for_update(of=("self",), no_key=True)
    response = rows.select_related("assembly", "recommendation", "body").get(pk=pk)
    # It may have been published, or been given more time, since it was found.
    since = late_since(response.due_on, timezone.localdate(now)) if response.is_owed else None
    if since is None or response.overdue_since:
        return 0
    response.overdue_since = since
    response.save(update_fields=["overdue_since"])
    _record("lapse", response, now, due_on=response.due_on)
    return 1


def _due_steps(assembly: Assembly, now: datetime) -> list[tuple[FormalResponse, str]]:
    """Return the answers that are owed whose newest step has not been taken, each with it.

    Of steps that were slept through only the newest is taken: nobody is told twice on one day.
    """
    today = timezone.localdate(now)
    rows = FormalResponse.objects.filter(assembly=assembly, state__in=UNANSWERED)
    taken = set(
        ResponseNotice.objects.filter(response__in=rows.values("pk")).values_list(
            "response", "kind", "due_on"
        )
    )
    found = []
    for response in rows.select_related("assembly", "recommendation", "body").order_by("pk"):
        step = newest_step(response.due_on, today)
        if step and (response.pk, step, response.due_on) not in taken:
            found.append((response, step))
    return found


@transaction.atomic
def _remind(assembly: Assembly, now: datetime) -> int:
    """Take all due steps of one assembly together, so that nobody gets a message for each answer."""
    # The assembly's row is the lock: of two clocks the second finds every step taken.
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    due = _due_steps(home, now)
    if not due:
        return 0
    ResponseNotice.objects.bulk_create(
        ResponseNotice(response=response, kind=step, due_on=response.due_on, sent_at=now)
        for response, step in due
    )
    mailings = _write_all(home, due, now)
    for response, step in due:
        _record("remind", response, now, step=step, mailings=[mailing.number for mailing in mailings])
    return len(due)


def _write_all(home: Assembly, due: list[tuple[FormalResponse, str]], now: datetime) -> list[Mailing]:
    bodies = {response.body_id: response.body for response, _step in due}
    heads = {response.body_id for response, step in due if step == NoticeKind.LATE_TO_SUPERIOR}
    plan = plan_of(home)
    is_for_authority = any(step == NoticeKind.LATE_TO_AUTHORITY for _response, step in due)
    authority = {plan.authority_id} if is_for_authority and plan and plan.authority_id else set()
    acts = acting_for(bodies.values(), timezone.localdate(now))
    written = [
        write_to_bodies(home=home, words=_TO_OFFICIALS, keys=set(bodies), keep=acts, now=now),
        write_to_bodies(home=home, words=_TO_HEADS, keys=heads, now=now),
        write_to_bodies(home=home, words=_TO_AUTHORITY, keys=authority, now=now),
    ]
    return [mailing for mailing in written if mailing is not None]


def _around(before: str) -> str:
    after = _(
        "Sign in to answer, to say when you expect to answer, or to ask for more time. You can also answer by letter. "
        "The public reads by when each answer is due, and which are late."
    )
    return words_around("answers", before=before, after=after)


def _to_officials() -> tuple[str, str]:
    said = _("you answer for {{ body }} to the recommendations of {{ assembly }}. This is still open:")
    return _("{{ assembly }}: answers of {{ body }}"), _around(said)


def _to_heads() -> tuple[str, str]:
    said = _("an answer of {{ body }} to {{ assembly }} is late by a week or more. This is still open:")
    return _("{{ assembly }}: an answer of {{ body }} is late"), _around(said)


def _to_authority() -> tuple[str, str]:
    said = _("answers that were promised to {{ assembly }} are late. This is still open:")
    return _("{{ assembly }}: answers are late by a month"), _around(said)


_TO_OFFICIALS = HouseWords(ANSWERING, gettext_lazy("Answers that are due"), _to_officials)
_TO_HEADS = HouseWords(HEADS, gettext_lazy("Answers that are late: to who heads the body"), _to_heads)
_TO_AUTHORITY = HouseWords(
    AUTHORITY, gettext_lazy("Answers that are late: to the commissioning authority"), _to_authority
)


def _record(verb: str, response: FormalResponse, now: datetime, **more: object) -> None:
    details = {"recommendation": response.recommendation.report_number, "body": response.body.name, **more}
    record_event(
        f"response.{verb}", obj=response, assembly=response.assembly, actor=None, now=now, details=details
    )
