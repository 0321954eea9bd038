"""Whoever confirms a seat is a member from then on, until they leave it; and what is known of them is kept in step."""

import pytest

from assembly.enums import Role
from assembly.member_needs import needs_of_members
from assembly.models import Person
from assembly.services.people import person_of_account
from assembly.services.people_accounts import give_accounts
from sortition.selectors.respondents import answers_of, version_of
from sortition.services.respondents_edit import change_respondent
from sortition.services.respondents_erasure import erase_respondents
from sortition.services.seats import move_seat
from tests.factories import NOON, AppointmentFactory
from tests.factories_membership import make_need
from tests.factories_people import make_members
from tests.factories_pool import AnswerFactory
from tests.factories_seats import make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    answer = AnswerFactory(value__name="⟪16–29⟫", value__category__name="⟪Age⟫")
    return make_seat(answer.respondent, number=7)


def act(seat, verb, actor=None):
    return move_seat(seat=seat, verb=verb, actor=actor, now=NOON)


def test_whoever_confirms_a_seat_is_a_member_with_name_and_values(seat):
    act(seat, "confirm")
    member = Person.objects.get()
    person = seat.respondent
    assert (member.kind, member.seat_number, member.name) == ("member", 7, str(person))
    assert (member.values, member.email, member.left_at) == ({"⟪Age⟫": "⟪16–29⟫"}, person.email, None)


def test_whoever_leaves_a_seat_is_no_member_and_comes_back_as_the_same_person(seat):
    act(seat, "confirm")
    act(seat, "decline")
    member = Person.objects.get()
    assert member.left_at == NOON
    act(seat, "confirm")
    assert [(each.pk, each.left_at) for each in Person.objects.all()] == [(member.pk, None)]


def test_a_correction_of_a_respondent_reaches_the_member(seat, organiser):
    act(seat, "confirm")
    person = seat.respondent
    person.refresh_from_db()
    change_respondent(
        respondent=person,
        fields={"first_name": "⟪Nia⟫", "phone": "⟪0117⟫"},
        answers={},
        reason="⟪she called⟫",
        seen=version_of(person, answers_of(person)),
        actor=organiser,
        now=NOON,
    )
    member = Person.objects.get()
    assert (member.called, member.phone) == ("⟪Nia⟫", "⟪0117⟫")


@pytest.mark.parametrize("other_role", [None, Role.FACILITATOR])
def test_a_member_who_is_erased_has_no_account_left_unless_it_has_another_role(seat, organiser, other_role):
    act(seat, "confirm")
    assembly = seat.assembly
    give_accounts(assembly=assembly, actor=organiser, now=NOON)
    user = Person.objects.get().user
    if other_role:
        AppointmentFactory(assembly=assembly, user=user, role=other_role)
    erase_respondents(
        pks=[seat.respondent_id], assembly=assembly, actor=organiser, now=NOON, reason="⟪asked⟫"
    )
    user.refresh_from_db()
    assert (user.is_active, user.email.endswith("@invalid")) == (bool(other_role), not other_role)


def test_needs_of_members_are_told_by_person_and_those_left_unmet_are_not(seat):
    make_need(seat.respondent, feature="hearing_loop")
    make_need(seat.respondent, state="unmet")
    assert needs_of_members(seat.assembly) == []
    act(seat, "confirm")
    assert [(need.person, need.feature) for need in needs_of_members(seat.assembly)] == [
        (Person.objects.get().pk, "hearing_loop")
    ]


def test_somebody_of_the_team_is_one_person_however_often_they_are_asked_for(assembly, organiser):
    said = {"assembly": assembly, "user": organiser, "kind": "staff", "actor": organiser, "now": NOON}
    assert person_of_account(**said) == person_of_account(**said)
    assert [str(person) for person in assembly.people.all()] == [organiser.name]


def test_a_person_whose_name_is_erased_is_told_by_the_seat(assembly):
    member = make_members(assembly, 1, name="", called="")[0]
    assert (str(member), member.badge) == ("Seat 1", "Seat 1")
