"""What another deletes between a page's look and a service's lock: nothing is written, and people read why."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import include, path, reverse

from assembly.models import Assembly, AuditEvent
from assembly.pointing_rows import is_a_gone_row, is_a_lost_write
from assembly.views.workspace import AssemblyView
from evidence.services.topics import change_topic
from scheduling.enums import Openness
from scheduling.models import RoomTime, Venue
from scheduling.services.duties import add_person_times
from scheduling.services.venues import add_room_time, save_room, save_venue, set_retired
from scheduling.views.venues import VenueView
from tests.factories import NOON, UserFactory
from tests.factories_evidence import make_topic
from tests.factories_people import make_person
from tests.factories_sessions import FIRST_DAY, make_room, make_venue

pytestmark = pytest.mark.django_db
SPAN = (FIRST_DAY, FIRST_DAY.replace(hour=18))
TIME = {"openness": Openness.TAKEN.value, "note": "⟪a wedding⟫"}


class OvertakenVenueView(VenueView):
    """The page of a venue, where somebody deletes each venue as soon as another has loaded it."""

    def venue_of(self, pk):
        venue = super().venue_of(pk)
        Venue.objects.filter(pk=pk).delete()
        return venue


class OvertakenButton(AssemblyView):
    """An address that is no page: it only takes what a button sends."""

    permission = "assembly.edit_sessions"

    def post(self, _request):
        Venue.objects.get(pk=0)


def look_for_nothing(_request):
    Venue.objects.get(pk=0)


urlpatterns = [
    path("assemblies/<slug:slug>/overtaken/<int:pk>/", OvertakenVenueView.as_view(), name="overtaken"),
    path("assemblies/<slug:slug>/overtaken/", OvertakenButton.as_view(), name="overtaken_button"),
    path("look-for-nothing/", look_for_nothing),
    path("", include("assembly.project.urls")),
]


def test_services_write_nothing_about_what_was_deleted_before_they_lock_it(assembly):
    by = {"actor": UserFactory(), "now": NOON}
    acts = [
        (make_venue(assembly), lambda gone: set_retired(place=gone, is_retired=True, **by)),
        (make_venue(assembly), lambda gone: save_venue(venue=gone, fields={}, seen="", **by)),
        (make_room(make_venue(assembly)), lambda gone: save_room(room=gone, fields={}, seen="", **by)),
        (make_room(make_venue(assembly)), lambda gone: add_room_time(room=gone, span=SPAN, **TIME, **by)),
        (make_person(assembly), lambda gone: add_person_times(person=gone, spans=[SPAN], **TIME, **by)),
        (make_topic(assembly), lambda gone: change_topic(topic=gone, title="", description="", **by)),
    ]
    for gone, act in acts:
        type(gone).objects.filter(pk=gone.pk).delete()
        with pytest.raises(type(gone).DoesNotExist) as missed:
            act(gone)
        assert is_a_gone_row(missed.value)
    assert (AuditEvent.objects.exists(), RoomTime.objects.exists()) == (False, False)


def test_of_two_at_once_who_comes_after_the_deletion_reads_that_nothing_was_saved(
    assembly, organiser, client_of, settings, caplog
):
    settings.ROOT_URLCONF = __name__
    venue, client = make_venue(assembly), client_of(organiser)
    address = reverse("overtaken", args=[assembly.slug, venue.pk])
    answer = client.post(address, {"act": "retire"})
    page = answer.content.decode()
    assert (answer.status_code, "Somebody deleted it at the same moment" in page) == (409, True)
    assert f'href="{address}"' in page
    assert AuditEvent.objects.filter(type="venue.retire").count() == 0
    (line,) = [each for each in caplog.records if each.name == "assembly.middleware"]
    assert (line.levelname, "wrote_a_gone_row" in line.getMessage()) == ("WARNING", True)
    button = reverse("overtaken_button", args=[assembly.slug])
    page = client.post(button).content.decode()
    assert f'href="{button}"' not in page, "it could not be loaded"


def test_what_a_page_that_is_only_read_does_not_find_stays_a_failure(settings):
    settings.ROOT_URLCONF = __name__
    with pytest.raises(Venue.DoesNotExist):
        Client().get("/look-for-nothing/")
    assert Client().post("/look-for-nothing/").status_code == 409


def test_only_rows_of_the_house_count_and_no_relation_that_was_never_filled_in(assembly):
    ours = {model for model in apps.get_models() if is_a_gone_row(model.DoesNotExist())}
    folders = {model: Path(model._meta.app_config.path) for model in apps.get_models()}
    assert ours == {model for model, folder in folders.items() if "site-packages" not in folder.parts}
    with pytest.raises(Assembly.money_terms.RelatedObjectDoesNotExist) as missed:
        _ = assembly.money_terms
    assert not is_a_gone_row(missed.value)


class SavedTooLateView(VenueView):
    """The page of a venue that saves single fields of what it loaded, without a lock."""

    def venue_of(self, pk):
        venue = super().venue_of(pk)
        Venue.objects.filter(pk=pk).delete()
        venue.save(update_fields=["is_retired"])


urlpatterns.insert(
    0, path("assemblies/<slug:slug>/too-late/<int:pk>/", SavedTooLateView.as_view(), name="late")
)


def test_fields_saved_into_a_row_that_is_gone_are_told_in_words(
    assembly, organiser, client_of, settings, caplog
):
    """Also where a service loaded without locking; Django’s own answer would be a fault of ours."""
    settings.ROOT_URLCONF = __name__
    address = reverse("late", args=[assembly.slug, make_venue(assembly).pk])
    answer = client_of(organiser).post(address, {"act": "retire"})
    assert answer.status_code == 409
    assert "Somebody deleted it at the same moment" in answer.content.decode()
    (line,) = [each for each in caplog.records if each.name == "assembly.middleware"]
    assert "saved_into_a_gone_row" in line.getMessage()


def test_both_of_djangos_words_for_a_lost_write_are_known_and_no_other_fault_of_the_database(assembly):
    gone = make_venue(assembly)
    Venue.objects.all().delete()
    for way in ({"update_fields": ["is_retired"]}, {"force_update": True}):
        with pytest.raises(DatabaseError) as lost, transaction.atomic():
            gone.save(**way)
        assert is_a_lost_write(lost.value)
    assert not is_a_lost_write(DatabaseError("the disk is full"))
    assert not is_a_lost_write(IntegrityError("Save with update_fields did not affect any rows."))
