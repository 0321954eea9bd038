"""Deleting what somebody points at in the same moment: one of the two is refused in words, and nothing dangles."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from assembly.pointing_rows import deleting
from evidence.errors import WitnessRefused
from evidence.services.topics import delete_topic
from scheduling.enums import Part
from scheduling.errors import InUse
from scheduling.models import AgendaItem, Room, SessionDuty
from scheduling.services.deleting import delete_unused
from scheduling.services.duties import set_duties
from scheduling.services.plan import Place, place_item
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_evidence import make_topic
from tests.factories_people import make_person
from tests.factories_sessions import make_item, make_session
from tests.waiting import one_behind_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def point_at_nothing(_request):
    """Do what a commit finds out: point at a row that is gone."""
    with transaction.atomic():
        AgendaItem.objects.update(room_id=0)
    return HttpResponse()


urlpatterns = [path("point-at-nothing/", point_at_nothing), path("", include("assembly.project.urls"))]


def removing(thing, assembly):
    user = UserFactory()
    return lambda: delete_unused(
        thing=thing, event="venue.room_delete", assembly=assembly, actor=user, now=NOON
    )


def placing(item, session, room):
    user, place = UserFactory(), Place(session, room, session.starts_at)
    return lambda: place_item(item=item, version=1, place=place, actor=user, now=NOON).version


def putting_on_duty(person, session):
    parts, user = {person.pk: Part.FACILITATOR.value}, UserFactory()
    return lambda: set_duties(session=session, parts=parts, seen={}, actor=user, now=NOON)


@pytest.fixture
def session():
    return make_session(AssemblyFactory())


def test_a_room_in_which_something_is_placed_meanwhile_stays(session):
    item, room = make_item(assembly=session.assembly), session.venue.rooms.first()
    calls = [placing(item, session, room), removing(room, session.assembly)]
    assert one_behind_the_other(session.assembly, calls) == [2, "in_use"]
    assert AgendaItem.objects.get().room == room


def test_nothing_is_placed_in_a_room_that_is_deleted_meanwhile(session):
    """Only the commit finds it out; the next test shows what a person reads then."""
    item, room = make_item(assembly=session.assembly), session.venue.rooms.first()
    calls = [removing(room, session.assembly), placing(item, session, room)]
    assert one_behind_the_other(session.assembly, calls) == [None, "IntegrityError"]
    assert (AgendaItem.objects.get().is_placed, Room.objects.count()) == (False, 0)


def test_whoever_points_at_a_gone_row_reads_that_nothing_was_saved(session, settings):
    settings.ROOT_URLCONF = __name__
    item = make_item(session)
    answer = Client().get("/point-at-nothing/")
    assert answer.status_code == 409
    assert "Somebody deleted it at the same moment, so nothing was saved." in answer.content.decode()
    assert AgendaItem.objects.get().room_id == item.room_id


@pytest.mark.parametrize("is_first", [True, False])
def test_of_one_who_deletes_a_person_and_one_who_puts_them_on_duty_the_second_is_refused(session, is_first):
    person = make_person(session.assembly)
    calls = [removing(person, session.assembly), putting_on_duty(person, session)]
    outcomes = one_behind_the_other(session.assembly, calls if is_first else calls[::-1])
    assert outcomes == ([None, "IntegrityError"] if is_first else [True, "in_use"])
    assert SessionDuty.objects.exists() is not is_first


def test_of_two_who_delete_the_same_the_second_reads_it(session):
    item, topic = make_item(assembly=session.assembly), make_topic(session.assembly)
    person = make_person(session.assembly)
    item.delete()
    for thing in (session, session.venue.rooms.first(), session.venue, person):
        removing(thing, session.assembly)()
        with pytest.raises(InUse, match="Somebody else has deleted it already"):
            removing(thing, session.assembly)()
    by = {"topic": topic, "actor": UserFactory(), "now": NOON}
    delete_topic(**by)
    with pytest.raises(WitnessRefused, match="Somebody else has deleted it already"):
        delete_topic(**by)


def test_what_django_or_the_database_protects_is_refused_as_the_service_says(session):
    make_item(session)
    with pytest.raises(InUse, match="in use"), transaction.atomic(), deleting(lambda: InUse("in use")):
        session.venue.rooms.first().delete()
    assert Room.objects.count() == 1
