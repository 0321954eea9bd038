"""Callers: whom the queue gives them, what a call page shows, what outcomes do."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.enums import Role
from assembly.models import AuditEvent
from assembly.record import sentence_of
from sortition.errors import AnsweredMeanwhile, OfferRefused
from sortition.models import ContactAttempt, Offer, Respondent
from sortition.selectors.call_queue import call_queue
from sortition.services.calls import HELD_FOR, leave_call, record_call, take_call, take_next_call
from sortition.services.offers import give_up
from sortition.services.offers_answers import answer_by_link
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_offers import make_attempt, make_link, make_offer, make_policy
from tests.factories_pool import AnswerFactory, RespondentFactory

pytestmark = pytest.mark.django_db
FAR = NOON + timedelta(days=9)


@pytest.fixture
def caller(assembly):
    """Somebody who calls, and nothing else."""
    return AppointmentFactory(assembly=assembly, role=Role.CALLER).user


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def even(_assembly):
    """Everybody would be as hard to replace."""
    return {}


def numbers(entries):
    return [each.offer.seat.number for each in entries]


def call(offer, outcome, actor, *, now=NOON, call_back_at=None, note="", seen=None):
    offer = Offer.objects.select_related("seat").get(pk=offer.pk)
    return record_call(
        offer=offer,
        outcome=outcome,
        call_back_at=call_back_at,
        note=note,
        seen=offer.version if seen is None else seen,
        actor=actor,
        now=now,
    )


def test_overdue_call_backs_come_first_then_near_deadlines_then_hard_to_replace_then_fewest_calls(assembly):
    """Seat by seat, with a hardness given from outside."""
    plain = make_offer(assembly, answer_by=FAR)
    tried = make_offer(assembly, answer_by=FAR)
    make_attempt(tried, at=NOON - timedelta(days=1))
    hard = make_offer(assembly, answer_by=FAR)
    near = make_offer(assembly, answer_by=NOON + timedelta(days=2))
    near_and_hard = make_offer(assembly, answer_by=NOON + timedelta(days=2))
    past = make_offer(assembly, answer_by=NOON - timedelta(days=1))
    later_call_back = make_offer(assembly, answer_by=FAR)
    make_attempt(
        later_call_back, "call_back", at=NOON - timedelta(days=1), call_back_at=NOON - timedelta(minutes=5)
    )
    first_call_back = make_offer(assembly, answer_by=FAR)
    make_attempt(
        first_call_back, "call_back", at=NOON - timedelta(days=1), call_back_at=NOON - timedelta(hours=5)
    )
    hardness = {hard.seat_id: 0.9, near_and_hard.seat_id: 0.8}
    queue = call_queue(assembly, NOON, hardness=lambda _assembly: hardness)
    wanted = [first_call_back, later_call_back, near_and_hard, near, past, hard, plain, tried]
    assert numbers(queue.due) == [offer.seat.number for offer in wanted]


def test_who_was_just_called_rests_and_who_has_no_number_is_not_in_the_queue(assembly):
    make_attempt(make_offer(assembly, answer_by=FAR), at=NOON - timedelta(hours=1))
    make_attempt(make_offer(assembly, answer_by=FAR), "call_back", call_back_at=NOON + timedelta(hours=1))
    make_attempt(make_offer(assembly, answer_by=FAR), "thinking", at=NOON - timedelta(hours=4))
    make_attempt(make_offer(assembly, answer_by=FAR), "wrong_number")
    make_offer(person=RespondentFactory(assembly=assembly, phone=" "))
    make_offer(assembly, answer="yes", answered_at=NOON, channel="link")
    queue = call_queue(assembly, NOON, hardness=even)
    assert (numbers(queue.due), numbers(queue.later)) == ([], [2, 1, 3])
    assert (numbers(queue.wrong_number), numbers(queue.without_phone)) == ([4], [5])
    assert numbers(call_queue(assembly, NOON + timedelta(days=2), hardness=even).due) == [2, 1, 3]


def test_one_takes_somebody_for_a_quarter_of_an_hour(assembly, caller):
    offer, other = make_offer(assembly), UserFactory()
    assert take_call(offer=offer, actor=caller, now=NOON)
    assert not take_call(offer=offer, actor=other, now=NOON + timedelta(minutes=14))
    assert take_call(offer=offer, actor=other, now=NOON + HELD_FOR)
    leave_call(offer=offer, actor=other)
    assert take_call(offer=offer, actor=caller, now=NOON + HELD_FOR)


def test_the_next_person_is_one_whom_nobody_calls(assembly, caller):
    make_offer(assembly)
    make_offer(assembly)
    other = UserFactory()
    first = take_next_call(assembly=assembly, actor=caller, now=NOON, hardness=even)
    second = take_next_call(assembly=assembly, actor=other, now=NOON, hardness=even)
    assert [first.seat.number, second.seat.number] == [1, 2]
    assert take_next_call(assembly=assembly, actor=UserFactory(), now=NOON, hardness=even) is None


def test_whoever_takes_one_lets_go_of_the_other(assembly, caller):
    first, second = make_offer(assembly), make_offer(assembly)
    take_call(offer=first, actor=caller, now=NOON)
    take_call(offer=second, actor=caller, now=NOON)
    assert list(Offer.objects.order_by("pk").values_list("held_by", flat=True)) == [None, caller.pk]


def test_each_reading_stands_in_the_record_once(assembly, caller):
    offer = make_offer(assembly)
    for minute in (0, 5):
        take_call(offer=offer, actor=caller, now=NOON + timedelta(minutes=minute))
    event = AuditEvent.objects.get(type="offer.read_to_call")
    assert sentence_of(event) == (
        f"{caller.name} read name and phone number of seat 1: To call about the offered seat"
    )


@pytest.mark.parametrize(
    ("outcome", "stand"),
    [
        ("yes", ("yes", "confirmed", "confirmed")),
        ("no", ("no", "declined", "selected")),
        ("thinking", ("", "contacting", "selected")),
        ("nobody", ("", "contacting", "selected")),
        ("wrong_number", ("", "contacting", "selected")),
        ("call_back", ("", "contacting", "selected")),
    ],
)
def test_outcomes_move_the_seat(assembly, caller, outcome, stand):
    offer = make_offer(assembly)
    take_call(offer=offer, actor=caller, now=NOON)
    back = FAR if outcome == "call_back" else None
    call(offer, outcome, caller, call_back_at=back, note="⟪Evenings⟫")
    offer = Offer.objects.select_related("seat__respondent").get()
    assert (offer.answer, offer.seat.state, offer.seat.respondent.state) == stand
    attempt = ContactAttempt.objects.get()
    assert (attempt.by, attempt.channel, attempt.outcome, attempt.call_back_at, attempt.note) == (
        caller,
        "phone",
        outcome,
        back,
        "⟪Evenings⟫",
    )
    assert offer.held_by is None


def test_nobody_notes_a_call_that_another_has_taken(assembly, caller):
    offer = make_offer(assembly)
    with pytest.raises(OfferRefused):
        call(offer, "yes", caller)
    take_call(offer=offer, actor=UserFactory(), now=NOON)
    with pytest.raises(OfferRefused):
        call(offer, "yes", caller)
    assert ContactAttempt.objects.count() == 0


def test_an_answer_that_came_meanwhile_is_shown_before_it_is_overwritten(assembly, caller):
    offer = make_offer(person=RespondentFactory(assembly=assembly, born_on=date(1957, 1, 1), phone="1"))
    link = make_link(offer)
    take_call(offer=offer, actor=caller, now=NOON)
    seen = Offer.objects.select_related("seat").get().version
    answer_by_link(token=link.token, proof="1957", answer="yes", reason="", now=NOON)
    with pytest.raises(AnsweredMeanwhile):
        call(offer, "no", caller, seen=seen)
    assert Offer.objects.get().answer == "yes"
    call(offer, "no", caller)
    assert (Offer.objects.get().answer, Respondent.objects.get().state) == ("no", "selected")


def test_nobody_is_given_up_before_the_agreed_number_of_calls(assembly, organiser):
    make_policy(assembly, attempts=2)
    offer = make_offer(assembly)
    make_attempt(offer)
    with pytest.raises(OfferRefused, match=r"before 2 calls\. So far: 1"):
        give_up(offer=offer, actor=organiser, now=NOON, reason="Never there")
    make_attempt(offer)
    give_up(offer=offer, actor=organiser, now=NOON, reason="Never there")
    assert Offer.objects.get().seat.state == "unreachable"


def test_a_caller_calls_notes_and_gets_the_next_by_one_button(assembly, caller, client_of):
    make_policy(assembly)
    first, second = make_offer(assembly), make_offer(assembly)
    client = client_of(caller)
    assert "Call the next person" in client.get(url("calls", assembly)).content.decode()
    assert client.post(url("calls_next", assembly))["Location"] == url("call", assembly, first.pk)
    page = client.get(url("call", assembly, first.pk))
    seen = page.context["form"].initial["seen"]
    answer = client.post(
        url("call", assembly, first.pk), {"outcome": "yes", "seen": seen, "then": "next", "note": ""}
    )
    assert answer["Location"] == url("call", assembly, second.pk)
    assert Offer.objects.get(pk=first.pk).answer == "yes"
    # Home of a caller leads here.
    assert url("calls", assembly) in client.get(url("own_home", assembly)).content.decode()


def test_a_call_page_shows_only_what_a_call_needs(assembly, caller, client_of):
    """Name and phone; no address, e-mail, birth, answers, reasons of others."""
    person = RespondentFactory(
        assembly=assembly,
        phone="0117 4960123",
        address="⟪7 Opal Street⟫",
        postcode="⟪RB9 9ZZ⟫",
        born_on=date(1957, 5, 6),
    )
    AnswerFactory(respondent=person, value__category__name="⟪Disability⟫", value__name="⟪Yes, blind⟫")
    offer = make_offer(person=person)
    make_attempt(offer, note="⟪Evenings only⟫")
    client = client_of(caller)
    client.post(url("call_take", assembly, offer.pk))
    page = client.get(url("call", assembly, offer.pk)).content.decode()
    assert [text in page for text in (str(person), "0117 4960123", "⟪Evenings only⟫")] == [True] * 3
    hidden = ("Opal", "RB9", person.email, "1957", "Disability", "blind", person.reference)
    assert [text for text in hidden if text in page] == []


def test_names_are_seen_only_by_whoever_has_taken_the_call(assembly, caller, client_of):
    """Neither in the queue nor on the page of somebody whom another is calling."""
    offer = make_offer(assembly)
    client = client_of(caller)
    name = offer.seat.respondent.last_name
    assert name not in client.get(url("calls", assembly)).content.decode()
    answer = client.get(url("call", assembly, offer.pk), follow=True)
    assert answer.redirect_chain == [(url("calls", assembly), 302)]
    assert name not in answer.content.decode()
    take_call(offer=offer, actor=UserFactory(), now=timezone.now())
    answer = client.post(url("call_take", assembly, offer.pk), follow=True)
    assert "Somebody else is calling this person" in answer.content.decode()
    assert name not in answer.content.decode()


def test_a_time_that_is_over_or_missing_is_asked_again(assembly, caller, client_of):
    offer = make_offer(assembly)
    client = client_of(caller)
    client.post(url("call_take", assembly, offer.pk))
    for at in ("", "2020-01-01T10:00"):
        answer = client.post(
            url("call", assembly, offer.pk), {"outcome": "call_back", "call_back_at": at, "seen": "x"}
        )
        assert answer.status_code == 422
    assert ContactAttempt.objects.count() == 0


@pytest.mark.parametrize("by", ["name", "phone", "letter"])
def test_somebody_who_calls_is_found_by_the_whole_of_what_is_typed(assembly, caller, client_of, by):
    person = RespondentFactory(assembly=assembly, last_name="Quartz", phone="+44 117 496-0123")
    offer = make_offer(person=person)
    make_offer(assembly)
    client = client_of(caller)
    typed = {"name": " quartz ", "phone": "44 117 4960123", "letter": offer.reference}[by]
    found = client.post(url("calls_who", assembly), {"who": typed}).context["found"]
    assert [each.pk for each in found] == [offer.pk]
    assert AuditEvent.objects.get(type="offer.found_by_caller").details["seats"] == [1]
    part = {"name": "quart", "phone": "0123", "letter": "1-"}[by]
    assert client.post(url("calls_who", assembly), {"who": part}).context["found"] == []


def test_the_queue_costs_the_same_for_one_and_for_many(assembly, caller, client_of):
    client = client_of(caller)
    counts = []
    for _round in range(2):
        make_attempt(make_offer(assembly))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("calls", assembly)).status_code == 200
        counts.append(len(queries))
        make_offer(assembly)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "status"), [("organiser", 200), ("session_staff", 200), ("caller", 200), ("member", 403)]
)
def test_who_may_call(assembly, client_of, role, status):
    user = AppointmentFactory(assembly=assembly, role=role).user
    assert client_of(user).get(url("calls", assembly)).status_code == status


def test_an_outsider_finds_no_queue(assembly, outsider, client_of):
    assert client_of(outsider).get(url("calls", assembly)).status_code == 404


def test_a_caller_reaches_no_list_of_offers(assembly, caller, client_of):
    client = client_of(caller)
    offer = make_offer(assembly)
    for name, args in (("offers", []), ("offer", [offer.pk]), ("panel", []), ("seating_policy", [])):
        assert client.get(url(name, assembly, *args)).status_code == 403
