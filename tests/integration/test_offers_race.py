"""Answers and callers at the same moment: one caller has the person, and seat, person and answer always agree."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assembly.errors import HouseError
from assembly.models import AuditEvent
from sortition.models import ContactAttempt, Offer, Respondent, Seat
from sortition.services.calls import record_call, take_call, take_next_call
from sortition.services.offers_answers import answer_by_link, enter_answer
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_offers import make_link, make_offer
from tests.factories_pool import RespondentFactory

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timezone.now() + timedelta(minutes=1)


def at_once(calls: list[Callable[[], object]]) -> list[object]:
    """Run the calls in threads that start together; return what each gave or raised, in their order."""
    start = threading.Barrier(len(calls))
    outcomes: dict[int, object] = {}

    def run(position: int, call: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes[position] = call()
        except HouseError as refusal:
            outcomes[position] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[position] for position in range(len(calls))]


def offer_with_link(assembly):
    person = RespondentFactory(assembly=assembly, born_on=date(1957, 1, 1), phone="⟪1⟫")
    offer = make_offer(person=person)
    return offer, make_link(offer)


def test_of_four_callers_one_has_the_person() -> None:
    offer = make_offer()
    users = [UserFactory() for _each in range(4)]
    taken = at_once([lambda user=user: take_call(offer=offer, actor=user, now=NOON) for user in users])
    assert sorted(taken) == [False, False, False, True]
    assert Offer.objects.get().held_by == users[taken.index(True)]
    assert AuditEvent.objects.filter(type="offer.read_to_call").count() == 1


def test_four_callers_who_ask_for_the_next_get_four_people() -> None:
    assembly = AssemblyFactory()
    for _each in range(4):
        make_offer(assembly)
    users = [UserFactory() for _each in range(4)]
    taken = at_once(
        [lambda user=user: take_next_call(assembly=assembly, actor=user, now=NOON) for user in users]
    )
    assert len({offer.pk for offer in taken}) == 4


@pytest.mark.parametrize("attempt", range(4))
def test_a_yes_by_link_and_a_no_by_phone_at_once_leave_one_answer(attempt: int) -> None:
    """Either the caller is told to look again, or the person's own later word counts; nothing is half."""
    offer, link = offer_with_link(AssemblyFactory())
    caller = UserFactory()
    take_call(offer=offer, actor=caller, now=LATER)
    seen = Offer.objects.select_related("seat").get().version

    def by_phone() -> object:
        held = Offer.objects.select_related("seat__assembly").get(pk=offer.pk)
        record_call(offer=held, outcome="no", call_back_at=None, note="", seen=seen, actor=caller, now=LATER)
        return "noted"

    def by_link() -> object:
        noted = answer_by_link(token=link.token, proof="1957", answer="yes", reason="", now=LATER)
        return noted.offer is not None

    outcomes = at_once([by_link, by_phone])
    assert outcomes[0] is True
    assert outcomes[1] in ("noted", "answered_meanwhile")
    assert (Offer.objects.get().answer, Seat.objects.get().state, Respondent.objects.get().state) == (
        "yes",
        "confirmed",
        "confirmed",
    )
    answers = list(ContactAttempt.objects.order_by("pk").values_list("outcome", flat=True))
    assert answers == (["no", "yes"] if outcomes[1] == "noted" else ["yes"])


@pytest.mark.parametrize("attempt", range(4))
def test_a_no_by_link_and_a_yes_on_paper_at_once_leave_seat_person_and_answer_agreed(attempt: int) -> None:
    offer, link = offer_with_link(AssemblyFactory())

    def on_paper() -> object:
        return enter_answer(
            offer=offer,
            answer="yes",
            channel="post",
            received_on=NOON.date(),
            reason="",
            actor=UserFactory(),
            now=LATER,
        ).answer

    def by_link() -> object:
        noted = answer_by_link(token=link.token, proof="1957", answer="no", reason="", now=LATER)
        return noted.offer is not None

    assert at_once([by_link, on_paper]) == [True, "yes"]
    last = ContactAttempt.objects.order_by("pk").last().outcome
    stand = (Offer.objects.get().answer, Seat.objects.get().state, Respondent.objects.get().state)
    assert (
        stand
        == {
            "yes": ("yes", "confirmed", "confirmed"),
            "no": ("no", "declined", "selected"),
        }[last]
    )


def test_wrong_tries_at_once_are_all_counted() -> None:
    _offer, link = offer_with_link(AssemblyFactory())

    def wrong() -> object:
        return answer_by_link(
            token=link.token, proof="1900", answer="yes", reason="", now=LATER
        ).may_try_again

    assert sorted(at_once([wrong] * 5)) == [False, True, True, True, True]
    assert Offer.objects.get().wrong_attempts == 5
    assert AuditEvent.objects.filter(type="offer.locked").count() == 1
