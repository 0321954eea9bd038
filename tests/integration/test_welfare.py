"""Welfare calls: who considered leaving and agreed is called by whom they know, and nobody else."""

from datetime import date, timedelta

import pytest
from django.core import mail

from assembly.enums import Role
from assembly.errors import IllegalMove
from assembly.evaluation.enums_surveys import SurveyChannel, WelfareOutcome, WelfareState
from assembly.evaluation.errors_surveys import WelfareRefused
from assembly.evaluation.models import WelfareCall
from assembly.evaluation.selectors.welfare import callers_of, calls_of, notes_of, open_calls, usual_contact
from assembly.evaluation.services.survey_answers import decline_survey, take_back
from assembly.evaluation.services.surveys import close_wave
from assembly.evaluation.services.welfare import assign_call, note_call
from assembly.evaluation.services.welfare_reminders import watch_calls
from assembly.models import AuditEvent
from assembly.record import sentence_of
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_membership import make_need
from tests.factories_offers import make_attempt, make_offer
from tests.factories_people import member_of
from tests.factories_pool import RespondentFactory
from tests.factories_surveys import give_answers, make_call, make_wave, turns_in_order

pytestmark = pytest.mark.django_db
LEAVING = {"satisfied": "1", "leaving": "yes", "words": "⟪Too tired⟫"}
TODAY = NOON.date()


@pytest.fixture
def assembly():
    return AssemblyFactory()


def caller(assembly, role=Role.CALLER):
    return AppointmentFactory(assembly=assembly, role=role).user


@pytest.mark.parametrize(
    ("answers", "may_call", "wanted"),
    [
        (LEAVING, True, 1),
        (LEAVING, False, 0),
        ({**LEAVING, "leaving": "no"}, True, 0),
        ({"satisfied": "1"}, True, 0),
    ],
)
def test_a_call_is_wanted_where_somebody_considered_leaving_and_agreed(assembly, answers, may_call, wanted):
    give_answers(turns_in_order(make_wave(assembly))[0], answers, may_call=may_call)
    assert WelfareCall.objects.count() == wanted


def test_a_call_holds_nothing_else_of_the_answers(assembly):
    wave = make_wave(assembly)
    turn = turns_in_order(wave)[0]
    give_answers(turn, LEAVING, may_call=True)
    call = WelfareCall.objects.values().get()
    assert call == {
        "id": call["id"],
        "assembly_id": assembly.pk,
        "wave_id": wave.pk,
        "person_id": turn.person_id,
        "state": "due",
        "assigned_to_id": None,
        "asked_on": TODAY,
        "again_on": None,
        "reminded_on": None,
    }


def test_answering_twice_wants_one_call(assembly):
    turn = turns_in_order(make_wave(assembly))[0]
    for _twice in range(2):
        give_answers(turn, LEAVING, may_call=True)
    assert WelfareCall.objects.count() == 1


@pytest.mark.parametrize(
    "undo",
    [
        lambda turn: give_answers(turn, LEAVING, may_call=False),
        lambda turn: give_answers(turn, {"leaving": "no"}, may_call=True),
        lambda turn: take_back(turn=turn, actor=None, now=NOON),
        lambda turn: decline_survey(turn=turn, actor=None, now=NOON),
    ],
)
def test_whoever_answers_otherwise_is_not_called_unless_somebody_has_tried_already(assembly, undo):
    wave = make_wave(assembly)
    first, second, _third = turns_in_order(wave)
    for turn in (first, second):
        give_answers(turn, LEAVING, may_call=True)
    tried = WelfareCall.objects.get(person=second.person)
    note_call(call=tried, outcome="miss", text="", again_on=None, actor=UserFactory(), now=NOON)
    undo(first)
    undo(second)
    assert list(WelfareCall.objects.all()) == [tried]


def test_a_call_outlives_the_closing_of_the_survey(assembly):
    call = make_call(assembly)
    close_wave(wave=call.wave, actor=UserFactory(), now=NOON)
    assert calls_of(assembly).get() == call


def test_whoever_spoke_with_somebody_last_is_their_contact(assembly):
    respondent = RespondentFactory(assembly=assembly)
    member = member_of(respondent)
    nobody, owner, old, new, gone = (
        None,
        caller(assembly, Role.ORGANISER),
        caller(assembly),
        caller(assembly),
        UserFactory(),
    )
    assert usual_contact(member) == nobody
    make_need(respondent, owner=owner)
    assert usual_contact(member) == owner
    offer = make_offer(person=respondent)
    make_attempt(offer, by=new)
    make_attempt(offer, by=old, at=NOON - timedelta(days=1))
    make_attempt(offer, by=gone, at=NOON + timedelta(days=1))
    assert usual_contact(member) == new
    wave = make_wave(assembly, members=1)
    give_answers(turns_in_order(wave)[0], LEAVING, may_call=True)
    call = WelfareCall.objects.get()
    assert call.assigned_to == new
    note_call(call=call, outcome="reach", text="", again_on=None, actor=old, now=NOON)
    assert usual_contact(member) == old


def test_who_may_call_is_the_team_and_callers(assembly):
    may = {caller(assembly, role) for role in (Role.ORGANISER, Role.SESSION_STAFF, Role.CALLER)}
    for role in (Role.OBSERVER, Role.MEMBER, Role.FACILITATOR, Role.AUDITOR):
        caller(assembly, role)
    caller(AssemblyFactory())
    assert set(callers_of(assembly)) == may


def test_a_call_is_noted_until_nothing_is_left_to_do(assembly):
    call, actor = make_call(assembly), caller(assembly)
    missed = note_call(call=call, outcome="miss", text="", again_on=None, actor=actor, now=NOON)
    assert (missed.state, missed.again_on, missed.assigned_to) == (
        "not_reached",
        TODAY + timedelta(days=1),
        actor,
    )
    assert not open_calls(assembly, NOON).exists()
    assert open_calls(assembly, NOON + timedelta(days=1)).get() == call
    reached = note_call(
        call=call, outcome="reach", text=" ⟪A lift helps⟫ ", again_on=TODAY, actor=actor, now=NOON
    )
    assert (reached.state, reached.again_on) == ("reached", TODAY)
    done = note_call(
        call=call, outcome=WelfareOutcome.FINISH, text="", again_on=TODAY, actor=UserFactory(), now=NOON
    )
    assert (done.state, done.again_on, done.assigned_to, done.is_open) == ("done", None, actor, False)
    assert [(note.outcome, note.text) for note in notes_of(call)] == [
        ("miss", ""),
        ("reach", "⟪A lift helps⟫"),
        ("finish", ""),
    ]
    with pytest.raises(IllegalMove):
        note_call(call=call, outcome="miss", text="", again_on=None, actor=actor, now=NOON)


def test_the_record_names_neither_the_member_nor_what_was_said(assembly):
    call = make_call(assembly)
    note_call(
        call=call, outcome="decline_help", text="⟪Quartz⟫", again_on=None, actor=UserFactory(), now=NOON
    )
    event = AuditEvent.objects.order_by("pk").last()
    assert event.details == {"from": "due", "to": "declined_help", "number": call.pk}
    assert "wants no help" in sentence_of(event)


def test_a_day_that_has_passed_is_refused(assembly):
    call = make_call(assembly)
    with pytest.raises(WelfareRefused) as refused:
        note_call(
            call=call,
            outcome="miss",
            text="",
            again_on=TODAY - timedelta(days=1),
            actor=UserFactory(),
            now=NOON,
        )
    assert refused.value.code == "day_passed"


def test_a_call_is_given_to_somebody_who_may_make_it_while_it_is_open(assembly):
    call, actor, other = make_call(assembly), UserFactory(), caller(assembly)
    assert assign_call(call=call, user=other, actor=actor, now=NOON).assigned_to == other
    with pytest.raises(WelfareRefused) as refused:
        assign_call(call=call, user=caller(AssemblyFactory()), actor=actor, now=NOON)
    assert refused.value.code == "may_not"
    assert assign_call(call=call, user=None, actor=actor, now=NOON).assigned_to is None
    note_call(call=call, outcome="finish", text="", again_on=None, actor=actor, now=NOON)
    with pytest.raises(WelfareRefused) as refused:
        assign_call(call=call, user=other, actor=actor, now=NOON)
    assert refused.value.code == "over"


def test_after_two_days_whoever_should_call_is_reminded_once_and_without_a_name(
    assembly, django_capture_on_commit_callbacks
):
    known, organiser = caller(assembly), caller(assembly, Role.ORGANISER)
    calls = [
        make_call(assembly, assigned_to=known),
        make_call(assembly, assigned_to=known),
        make_call(assembly),
    ]
    handled = []
    with django_capture_on_commit_callbacks(execute=True):
        handled += [watch_calls(NOON + timedelta(days=days)) for days in (1, 2, 2, 3)]
    assert handled == [0, 3, 0, 0]
    told = {message.to[0]: message.body for message in mail.outbox if "welfare calls" in message.body}
    assert {address: body[:3] for address, body in told.items()} == {
        known.email: "2 m",
        organiser.email: "One",
    }
    names = [call.person.name for call in calls]
    assert not [name for name in names if any(name in body for body in told.values())]


def test_the_clock_reminds_again_of_a_day_that_was_set_and_leaves_what_is_done(assembly):
    known = caller(assembly)
    first, second = make_call(assembly, assigned_to=known), make_call(assembly, assigned_to=known)
    later = TODAY + timedelta(days=5)
    note_call(call=first, outcome="miss", text="", again_on=later, actor=known, now=NOON)
    note_call(call=second, outcome="finish", text="", again_on=None, actor=known, now=NOON)
    assert [watch_calls(NOON + timedelta(days=days)) for days in (4, 5, 6, 7)] == [0, 0, 1, 0]


def test_nobody_is_reminded_while_the_assembly_is_paused_or_over(assembly):
    make_call(assembly)
    for state, before in (("paused", "learning"), ("cancelled", "")):
        type(assembly).objects.filter(pk=assembly.pk).update(state=state, paused_from=before)
        assert watch_calls(NOON + timedelta(days=9)) == 0


def test_what_came_by_phone_wants_a_call_like_any_other_way(assembly):
    turn = turns_in_order(make_wave(assembly))[0]
    give_answers(turn, LEAVING, may_call=True, channel=SurveyChannel.PHONE, actor=UserFactory())
    assert WelfareCall.objects.get().state == WelfareState.DUE
    assert WelfareCall.objects.get().asked_on == date(2026, 3, 2)
