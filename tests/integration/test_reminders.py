"""Reminders relative to dates: planned by people, written by the tick, once for each occasion."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.clock import tick
from assembly.errors import ReminderRefused
from assembly.message_dates import MessageDate, Occasion, _dates, register_message_date
from assembly.models import AuditEvent, Mailing, OutboxMessage, Reminder, ReminderRun
from assembly.record import sentence_of
from assembly.services.mailings import cancel_mailing
from assembly.services.reminders import cancel_reminder, plan_reminder, write_due_reminders
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_messages import make_reminder, make_template
from tests.factories_pool import RespondentFactory
from tests.factories_registration import make_registration_page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
SESSION = TODAY + timedelta(days=10)


@pytest.fixture
def assembly():
    return AssemblyFactory(first_session_on=SESSION, last_session_on=SESSION + timedelta(days=30))


def at(day, hour=12):
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=hour)))


def people_of(mailing):
    return list(mailing.messages.values_list("about_id", flat=True))


def test_it_is_written_as_a_draft_on_its_morning_and_once(assembly):
    person = RespondentFactory(assembly=assembly)
    reminder = make_reminder(assembly, days=3)
    assert write_due_reminders(at(SESSION - timedelta(days=4))) == 0
    assert write_due_reminders(at(SESSION - timedelta(days=3), hour=8)) == 0
    assert write_due_reminders(at(SESSION - timedelta(days=3), hour=9)) == 1
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 0
    assert write_due_reminders(at(SESSION)) == 0
    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.created_by, people_of(mailing)) == (
        "draft",
        reminder.created_by,
        [person.pk],
    )
    event = AuditEvent.objects.get(type="reminder.written")
    assert (event.actor, sentence_of(event)) == (None, "The system wrote mailing 1 as a reminder")


def test_it_goes_without_another_look_only_where_that_was_wished_and_the_planner_still_may(assembly, queued):
    RespondentFactory(assembly=assembly)
    organiser = AppointmentFactory(assembly=assembly, role="organiser").user
    make_reminder(assembly, days=3, sends_unseen=True, created_by=organiser)
    make_reminder(assembly, days=3, sends_unseen=True)
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 2
    first, second = Mailing.objects.order_by("number")
    assert (first.state, first.approved_by, second.state) == ("approved", organiser, "draft")
    assert queued() == [("assembly.tasks.send_mailing", [first.pk])]


def test_nothing_leaves_a_rehearsal(assembly):
    assembly.is_rehearsal = True
    assembly.save()
    RespondentFactory(assembly=assembly)
    organiser = AppointmentFactory(assembly=assembly, role="organiser").user
    make_reminder(assembly, days=3, sends_unseen=True, created_by=organiser)
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 1
    assert Mailing.objects.get().state == "draft"


def test_it_moves_with_its_date_unless_it_has_gone(assembly):
    RespondentFactory(assembly=assembly)
    make_reminder(assembly, days=3)
    assembly.first_session_on = SESSION + timedelta(days=5)
    assembly.save()
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 0
    assert write_due_reminders(at(SESSION + timedelta(days=2))) == 1
    assembly.first_session_on = SESSION + timedelta(days=20)
    assembly.save()
    assert write_due_reminders(at(SESSION + timedelta(days=17))) == 0


def test_one_that_the_clock_missed_is_late_before_its_date_and_never_after(assembly):
    RespondentFactory(assembly=assembly)
    make_reminder(assembly, days=3)
    assert write_due_reminders(at(SESSION + timedelta(days=1))) == 0
    assert write_due_reminders(at(SESSION)) == 1
    make_reminder(assembly, days=2, is_before=False)
    assert write_due_reminders(at(SESSION + timedelta(days=10))) == 0
    assert write_due_reminders(at(SESSION + timedelta(days=9))) == 1


@pytest.mark.parametrize(
    ("state", "left"), [("archived", "cancelled"), ("cancelled", "cancelled"), ("draft", "planned")]
)
def test_it_is_cancelled_with_the_assembly(state, left, assembly):
    RespondentFactory(assembly=assembly)
    make_reminder(assembly, days=3)
    type(assembly).objects.filter(pk=assembly.pk).update(state=state)
    now = at(SESSION - timedelta(days=3))
    write_due_reminders(now)
    write_due_reminders(now)
    assert Reminder.objects.get().state == left
    assert Mailing.objects.count() == int(left == "planned")
    assert AuditEvent.objects.filter(type="reminder.cancel").count() == int(left == "cancelled")


def test_a_paused_assembly_reminds_nobody_until_it_goes_on(assembly):
    RespondentFactory(assembly=assembly)
    make_reminder(assembly, days=3)
    same = type(assembly).objects.filter(pk=assembly.pk)
    same.update(state="paused", paused_from="recruiting")
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 0
    same.update(state="recruiting", paused_from="")
    assert write_due_reminders(at(SESSION - timedelta(days=2))) == 1


def test_a_cancelled_one_is_not_written(assembly):
    RespondentFactory(assembly=assembly)
    reminder = make_reminder(assembly, days=3)
    cancel_reminder(reminder=reminder, actor=UserFactory(), now=NOON)
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 0


def test_who_got_the_same_reminder_is_left_out_when_it_is_planned_again(assembly):
    """Only whoever came later gets it; if its first mailing was cancelled, everybody does."""
    early, template = RespondentFactory(assembly=assembly), make_template(assembly)
    now = at(SESSION - timedelta(days=3))
    make_reminder(assembly, template=template)
    write_due_reminders(now)
    late = RespondentFactory(assembly=assembly)
    make_reminder(assembly, template=template)
    write_due_reminders(now)
    first, second = Mailing.objects.order_by("number")
    assert (people_of(first), people_of(second)) == ([early.pk], [late.pk])
    for mailing in (first, second):
        cancel_mailing(mailing=mailing, actor=UserFactory(), now=NOON)
    make_reminder(assembly, template=template)
    write_due_reminders(now)
    assert len(people_of(Mailing.objects.order_by("number").last())) == 2


def test_nobody_to_remind_is_said_once(assembly):
    make_reminder(assembly, days=3)
    now = at(SESSION - timedelta(days=3))
    assert (write_due_reminders(now), write_due_reminders(now)) == (0, 0)
    assert ReminderRun.objects.get().mailing is None
    assert AuditEvent.objects.filter(type="reminder.nobody").count() == 1


def test_one_whose_template_was_rewritten_for_other_people_writes_nothing(assembly):
    RespondentFactory(assembly=assembly)
    make_reminder(assembly, part="no such part")
    assert write_due_reminders(at(SESSION - timedelta(days=3))) == 0
    assert (Mailing.objects.count(), ReminderRun.objects.count()) == (0, 1)


@pytest.fixture
def deadlines():
    """A date of another app: each person has their own, some on the same day."""
    days = {}
    register_message_date(
        MessageDate(
            "tests.deadline",
            "the deadline",
            lambda _assembly: [
                Occasion(day, key=f"offer:{pk}", people=frozenset({("respondent", pk)}))
                for pk, day in sorted(days.items())
            ],
        )
    )
    yield days
    _dates.pop("tests.deadline")


def test_dates_of_single_people_remind_these_and_share_a_mailing(assembly, deadlines):
    people = [RespondentFactory(assembly=assembly, reference=f"r{n}") for n in range(4)]
    for person, days in zip(people, (5, 5, 6), strict=False):
        deadlines[person.pk] = TODAY + timedelta(days=days)
    make_reminder(assembly, date_key="tests.deadline", days=2)
    assert write_due_reminders(at(TODAY + timedelta(days=3))) == 1
    assert write_due_reminders(at(TODAY + timedelta(days=4))) == 1
    assert [people_of(each) for each in Mailing.objects.order_by("number")] == [
        [people[0].pk, people[1].pk],
        [people[2].pk],
    ]


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_write_it_once(assembly):
    RespondentFactory(assembly=assembly)
    make_reminder(assembly, days=3)
    start, errors = threading.Barrier(2), []

    def run():
        start.wait()
        try:
            results = tick(at(SESSION - timedelta(days=3)))
            errors.extend(each.error for each in results if each.name == "assembly.reminders")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == ["", ""]
    assert (Mailing.objects.count(), OutboxMessage.objects.count(), ReminderRun.objects.count()) == (1, 1, 1)


def test_what_is_past_when_it_is_planned_is_refused_or_left_alone(assembly, deadlines):
    template = make_template(assembly)
    said = {
        "template": template,
        "part": "pool",
        "channel": "email",
        "is_before": True,
        "sends_unseen": False,
        "actor": UserFactory(),
        "now": NOON,
    }
    with pytest.raises(ReminderRefused, match="That day is over"):
        plan_reminder(date_key="assembly.first_session", days=11, **said)
    people = [RespondentFactory(assembly=assembly) for _ in range(2)]
    deadlines |= {people[0].pk: TODAY + timedelta(days=1), people[1].pk: TODAY + timedelta(days=3)}
    plan_reminder(date_key="tests.deadline", days=2, **said)
    assert write_due_reminders(at(TODAY + timedelta(days=1))) == 1
    assert people_of(Mailing.objects.get()) == [people[1].pk]
    type(assembly).objects.update(state="cancelled")
    assembly.refresh_from_db()
    template.refresh_from_db()
    with pytest.raises(ReminderRefused, match="is over"):
        plan_reminder(date_key="assembly.last_session", days=1, **said)


def test_the_last_day_to_register_is_a_date(assembly):
    RespondentFactory(assembly=assembly)
    page = make_registration_page(assembly)
    page.closes_at = at(date(2030, 5, 2), hour=0)
    page.save()
    make_reminder(assembly, date_key="sortition.registration_closes", days=1)
    assert write_due_reminders(at(date(2030, 4, 29))) == 0
    assert write_due_reminders(at(date(2030, 4, 30))) == 1


def test_an_organiser_plans_and_cancels_on_pages(assembly, client_of):
    organiser = AppointmentFactory(assembly=assembly, role="organiser").user
    client, template = client_of(organiser), make_template(assembly)
    assembly.first_session_on, assembly.last_session_on = date(2099, 5, 10), None
    assembly.save()
    new, shown = (reverse(name, args=[assembly.slug]) for name in ("reminder_new", "reminders"))
    assert "the first session (10 May 2099)" in client.get(new).content.decode()
    given = {"template": template.pk, "part": "pool", "channel": "email", "side": "before"}
    refused = client.post(new, given | {"days": "", "date_key": "assembly.first_session"})
    assert "Write a number of days" in refused.content.decode()
    client.post(new, given | {"days": 3, "date_key": "assembly.first_session", "sends_unseen": "on"})
    page = client.get(shown).content.decode()
    assert ("3 days before the first session" in page, "7 May 2099" in page) == (True, True)
    reminder = Reminder.objects.get()
    assert (reminder.sends_unseen, reminder.created_by) == (True, organiser)
    client.post(reverse("reminder_cancel", args=[assembly.slug, reminder.pk]))
    assert "7 May 2099" not in client.get(shown).content.decode()
    assert Reminder.objects.get().state == "cancelled"


@pytest.mark.parametrize(("role", "status"), [("organiser", 200), ("member", 403)])
def test_members_see_no_reminders(role, status, assembly, client_of):
    user = AppointmentFactory(assembly=assembly, role=role).user
    assert client_of(user).get(reverse("reminders", args=[assembly.slug])).status_code == status


def test_the_list_needs_the_same_queries_for_more_rows(assembly, client_of):
    client = client_of(AppointmentFactory(assembly=assembly, role="organiser").user)
    RespondentFactory(assembly=assembly)
    make_reminder(assembly)
    write_due_reminders(at(SESSION - timedelta(days=3)))
    address, counts = reverse("reminders", args=[assembly.slug]), []
    client.get(address)
    for _each in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
        make_reminder(assembly)
        make_reminder(assembly)
        write_due_reminders(at(SESSION - timedelta(days=3)))
    assert counts[0] == counts[1]
