"""Finding people: in the record by whom something was done to, and what is held about somebody to erase it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from assembly.models import AuditEvent, EventDetails
from assembly.services.team import give_role
from sortition.models import AddressFile, InvitedAddress, WaveLetters
from sortition.services.waves_erasure import erase_invited
from sortition.wave_codes import code_digest
from tests.factories import NOON, AppointmentFactory, AuditEventFactory, UserFactory
from tests.factories_pool import RespondentFactory
from tests.factories_waves import address_file, make_wave, wave_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def ada(assembly):
    person = RespondentFactory(assembly=assembly, first_name="Ada", last_name="Stone", reference="V-17")
    RespondentFactory(assembly=assembly, first_name="Ben", last_name="Wood", reference="V-18")
    for other in assembly.respondents.all():
        AuditEventFactory(assembly=assembly, type="respondent.edited", obj=other)
    return person


def shown(client, assembly, about):
    page = client.get(reverse("record", args=[assembly.slug]), {"about": about})
    return [(entry["event"].object_type, entry["event"].object_id) for entry in page.context["entries"]], page


def test_an_organiser_finds_in_the_record_what_was_done_to_a_person_by_name_or_id(
    ada, assembly, organiser, client_of
):
    for words in ("stone ada", "V-17", str(ada.pk)):
        entries, page = shown(client_of(organiser), assembly, words)
        assert ("respondent", str(ada.pk)) in entries
        assert "Ada Stone (Respondent)" in page.content.decode()
    assert shown(client_of(organiser), assembly, "Ada Stone")[0] == [("respondent", str(ada.pk))]
    assert shown(client_of(organiser), assembly, "Zoe")[0] == []


def test_who_may_not_read_names_finds_volunteers_by_their_id_alone(ada, assembly, observer, client_of):
    client = client_of(observer)
    entries, page = shown(client, assembly, "Ada Stone")
    assert (entries, "You find volunteers by their id alone." in page.content.decode()) == ([], True)
    entries, page = shown(client, assembly, "V-17")
    assert entries == [("respondent", str(ada.pk))]
    assert "Ada" not in page.content.decode()
    assert f"Respondent {ada.pk} (Respondent)" in page.content.decode()


def test_people_of_the_team_are_found_by_name_also_when_they_left(assembly, organiser, observer, client_of):
    gone = UserFactory(name="Gwen Gone")
    give_role(assembly=assembly, user=gone, role=Role.MEMBER, actor=organiser, now=NOON)
    gone.appointments.all().delete()
    UserFactory(name="Gwen Elsewhere")
    entries, _page = shown(client_of(observer), assembly, "gwen")
    assert set(entries) == {("user", str(gone.pk))}


def test_the_export_keeps_to_the_same_people(ada, assembly, organiser, client_of):
    address = reverse("record_export", args=[assembly.slug])
    page = client_of(organiser).get(address, {"about": "Ada Stone"})
    assert page.context["entries"] == 1


def test_the_record_needs_the_same_queries_for_more_people(assembly, organiser, client_of):
    client, counts = client_of(organiser), []
    RespondentFactory(assembly=assembly, first_name="Ada")
    shown(client, assembly, "Ada")
    for _each in range(2):
        with CaptureQueriesContext(connection) as seen:
            shown(client, assembly, "Ada")
        counts.append(len(seen))
        RespondentFactory.create_batch(2, assembly=assembly, first_name="Ada")
    assert counts[0] == counts[1]


@pytest.fixture
def letter(assembly):
    """An address that was invited and never answered, with the printed letters and a file of addresses."""
    wave = wave_at(assembly, "printed")
    address_file(assembly)
    found = wave.invited.get(number=2)
    found.lines, found.code_digest = "Flat 3\n12 Quarry Street\nRiverbend", code_digest("abcdefghjkmn")
    found.save()
    return found


@pytest.mark.parametrize("words", ["quarry street", "ABCD-EFGH-JKMN", "abcd efgh jkmn"])
def test_an_invited_address_is_found_by_its_code_or_words(words, letter, assembly, organiser, client_of):
    page = client_of(organiser).post(reverse("privacy_find", args=[assembly.slug]), {"words": words})
    assert [each.subject.pk for each in page.context["found"]] == [letter.pk]
    assert "wave 1, letter 2: Flat 3, 12 Quarry Street, Riverbend" in page.content.decode()


def test_an_invited_address_is_erased_by_hand_with_a_reason(letter, assembly, organiser, client_of):
    """Blank everywhere; the figures, and that it is not drawn again, stay; it is not found any more."""
    make_wave(assembly)
    others = InvitedAddress.objects.exclude(pk=letter.pk).exclude(lines="").count()
    client = client_of(organiser)
    address = reverse("privacy_erase", args=[assembly.slug, "invited", letter.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "They called"})
    letter.refresh_from_db()
    assert (letter.lines, letter.stratum, bool(letter.address_key)) == ("", "⟪north⟫", True)
    assert (WaveLetters.objects.count(), AddressFile.objects.exclude(file="").count()) == (0, 0)
    assert InvitedAddress.objects.exclude(lines="").count() == others
    event = AuditEvent.objects.get(type="privacy.erased")
    assert (event.details["kind"], event.details["subjects"]) == ("invited", [letter.pk])
    assert EventDetails.objects.filter(text__icontains="Quarry").count() == 0
    page = client.post(reverse("privacy_find", args=[assembly.slug]), {"words": "Quarry"})
    assert page.context["found"] == []
    assert erase_invited(pks=[letter.pk], assembly=assembly, actor=organiser, now=NOON, reason="x") == 0


def test_an_address_of_another_assembly_is_neither_found_nor_erased(letter, organiser, client_of):
    stranger = AppointmentFactory(role=Role.ORGANISER)
    client = client_of(stranger.user)
    page = client.post(reverse("privacy_find", args=[stranger.assembly.slug]), {"words": "Quarry"})
    assert page.context["found"] == []
    home = stranger.assembly
    assert erase_invited(pks=[letter.pk], assembly=home, actor=stranger.user, now=NOON, reason="x") == 0


@pytest.mark.parametrize(("who", "status"), [("observer", 403), ("outsider", 404)])
def test_only_organisers_look_for_what_is_held(who, status, assembly, request, client_of):
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse("privacy_find", args=[assembly.slug])).status_code == status
