"""Pages of invitation waves: from the file to the draw, the letters, the post; the code in registration."""

import random
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.models import AuditEvent
from assembly.typed_codes import shown_code
from sortition.models import AddressFile, InvitationWave, Respondent, WaveResponse
from sortition.selectors.monitor import ValueInPool
from sortition.selectors.waves import Response, areas_of, waves_of
from sortition.selectors.waves_forecast import advice, forecast, observed_rate
from sortition.services.waves import draw_wave
from sortition.wave_codes import code_digest, code_of
from tests.conftest import sign_in_recently
from tests.factories import NOON
from tests.factories_pool import RespondentFactory
from tests.factories_registration import filled_in, make_registration_page
from tests.factories_waves import address_file, make_wave, wave_at
from tests.integration.test_waves import addresses


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def url(name, assembly, *args):
    return reverse(name, args=[assembly.slug, *args])


def upload(data):
    return {"file": SimpleUploadedFile("addresses.csv", data)}


def test_the_way_from_a_file_to_posted_letters(assembly, organiser, client_of):
    """Upload, sizes, draw, words, post, both downloads; each download is recorded."""
    make_registration_page(assembly)
    client = client_of(organiser)
    answer = client.post(url("wave_new", assembly), upload(addresses(100)))
    source = AddressFile.objects.get()
    plan = url("wave_plan", assembly, source.pk)
    assert answer["Location"] == plan
    shown = client.get(plan, {"letters": "20", "percent": "20", "favoured": ["Quay"]})
    assert "Draw 20 addresses" in shown.content.decode()
    assert InvitationWave.objects.count() == 0
    client.post(plan, {"act": "draw", "letters": "20", "percent": "20", "favoured": ["Quay"]})
    wave = InvitationWave.objects.get()
    assert wave.invited.filter(area="Quay").count() == 6
    words = {"language": "en", "sender_name": "City", "sender_lines": "Hall", "subject": "S", "body": "B"}
    client.post(url("wave_print", assembly, 1), words)
    wave.refresh_from_db()
    assert (wave.subject, wave.print_wanted_at is not None) == ("S", True)
    assert "0 of 20 letters" in client.get(url("wave", assembly, 1)).content.decode()
    assert "HX-Refresh" not in client.get(url("wave_progress", assembly, 1)).headers
    listed = client.post(url("wave_list", assembly, 1)).content.decode("utf-8-sig").splitlines()
    assert listed[0] == "Letter,Address,Area,Code,Link"
    assert shown_code(code_of(wave.token, 1)) in client.post(url("wave_list", assembly, 1)).content.decode()
    assert client.post(url("wave_letters", assembly, 1)).status_code == 404
    assert AuditEvent.objects.filter(type="wave.list_exported").count() == 2


def test_a_printed_wave_is_posted_and_closed(assembly, organiser, client_of):
    wave_at(assembly, "printed")
    client, move = client_of(organiser), url("wave_move", assembly, 1)
    assert client.post(url("wave_letters", assembly, 1))["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.get(type="wave.letters_exported").details["letters"] == 3
    early = {"act": "post", "posted_on": "2026-03-10", "answer_by": "2026-03-09"}
    assert client.post(move, early).status_code == 422
    client.post(move, {**early, "answer_by": "2026-03-30"})
    assert InvitationWave.objects.get().state == "posted"
    client.post(move, {"act": "land"})
    assert InvitationWave.objects.get().state == "landed"
    refused = client.post(move, {"act": "cancel"}, follow=True)
    assert "is not possible from" in refused.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"letters": ""}, "Write how many letters there are to be."),
        ({"letters": "3"}, "fewer than 3 letters"),
        ({"letters": "1", "percent": "20"}, "Tick the groups that get this part of the letters."),
    ],
)
def test_sizes_that_are_not_possible_are_said(assembly, organiser, client_of, data, said):
    page = url("wave_plan", assembly, address_file(assembly).pk)
    client = client_of(organiser)
    assert said in client.get(page, data).content.decode()
    assert said in client.post(page, {"act": "draw", **data}, follow=True).content.decode()
    assert InvitationWave.objects.count() == 0


def test_columns_are_matched_on_the_page(assembly, organiser, client_of):
    source = address_file(assembly)
    page, client = url("wave_plan", assembly, source.pk), client_of(organiser)
    assert client.post(page, {"act": "columns", "street": ""}).status_code == 422
    client.post(page, {"act": "columns", "street": "⟪Street⟫", "area": "⟪Ward⟫"})
    source.refresh_from_db()
    assert (source.columns["area"], source.columns["strata"]) == ("⟪Ward⟫", [])


def test_a_file_of_another_assembly_is_not_found(assembly, organiser, client_of):
    strange = address_file(wave_at_elsewhere := make_wave_elsewhere())
    assert strange.assembly == wave_at_elsewhere
    assert client_of(organiser).get(url("wave_plan", assembly, strange.pk)).status_code == 404
    assert client_of(organiser).get(url("wave", assembly, 1)).status_code == 404


def make_wave_elsewhere():
    from tests.factories import AssemblyFactory

    other = AssemblyFactory()
    make_wave(other)
    return other


def test_an_observer_sees_figures_and_no_downloads(assembly, observer, client_of):
    wave_at(assembly, "posted")
    shown = client_of(observer).get(url("wave", assembly, 1)).content.decode()
    assert "Answers by area" in shown
    assert url("wave_list", assembly, 1) not in shown
    assert client_of(observer).post(url("wave_list", assembly, 1)).status_code == 403


def test_the_list_says_how_many_answered_another_way(assembly, observer, client_of):
    wave = wave_at(assembly, "posted")
    people = [RespondentFactory(assembly=assembly) for _each in range(3)]
    RespondentFactory(assembly=assembly, is_test=True)
    shown = client_of(observer).get(url("waves", assembly)).content.decode()
    assert "3 more people answered without a code of these letters" in shown
    WaveResponse.objects.create(wave=wave, respondent=people[0], area="North")
    shown = client_of(observer).get(url("waves", assembly)).content.decode()
    assert "2 more people answered without a code of these letters" in shown


@pytest.mark.parametrize("name", ["wave_letters", "wave_list"])
def test_whoever_signed_in_long_ago_is_asked_again_before_addresses_leave(
    assembly, organiser, client_of, name
):
    wave_at(assembly, "printed")
    client = client_of(organiser)
    sign_in_recently(client, organiser, ago=24 * 3600)
    answer = client.post(url(name, assembly, 1))
    assert (answer.status_code, "/reauthenticate/" in answer["Location"]) == (302, True)
    assert not AuditEvent.objects.filter(type__endswith="_exported").exists()


@pytest.mark.parametrize("name", ["waves", "wave"])
def test_pages_ask_the_database_as_often_for_many_as_for_few(assembly, organiser, client_of, name):
    wave_at(assembly, "posted")
    client, args = client_of(organiser), [1] if name == "wave" else []
    client.get(url(name, assembly, *args))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url(name, assembly, *args))
        counts.append(len(asked))
        for _each in range(2):
            wave_at(assembly, "posted")
        for person in Respondent.objects.filter(wave_response__wave__number__gt=1):
            WaveResponse.objects.filter(respondent=person).update(wave=InvitationWave.objects.get(number=1))
        client.get(url(name, assembly, *args))
    assert counts[0] == counts[1]


@pytest.fixture
def letter(assembly, organiser):
    """The code of a letter that was posted, and its wave."""
    make_registration_page(assembly)
    source = address_file(assembly)
    wave = draw_wave(
        source=source,
        letters=2,
        favoured=[],
        favoured_share=Fraction(0),
        actor=organiser,
        now=NOON,
        chance=random.Random(3),
    )
    today = timezone.localdate()
    InvitationWave.objects.update(state="posted", posted_on=today, answer_by=today + timedelta(days=9))
    wave.refresh_from_db()
    return wave, code_of(wave.token, 1)


def test_the_link_of_a_letter_carries_its_code_into_the_form(assembly, letter):
    wave, code = letter
    client = Client()
    page = assembly.registration_page
    answer = client.get(reverse("register_letter", args=[page.code, code]))
    assert answer["Location"] == f"{reverse('register', args=[assembly.slug])}?code={code}"
    assert f'value="{code}"' in client.get(answer["Location"]).content.decode()
    client.post(reverse("register", args=[assembly.slug]), filled_in(assembly, code=shown_code(code)))
    assert WaveResponse.objects.get().wave == wave


def test_a_wrong_code_loses_nothing_that_was_typed(assembly, letter):
    _wave, code = letter
    page = reverse("register", args=[assembly.slug])
    wrong = Client().post(page, filled_in(assembly, code="wrong"))
    assert wrong.status_code == 422
    assert "No letter has this code." in wrong.content.decode()
    assert 'value="Ada"' in wrong.content.decode()
    InvitationWave.objects.update(answer_by=timezone.localdate() - timedelta(days=1), posted_on=NOON.date())
    over = Client().post(page, filled_in(assembly, code=code))
    assert "Thank you for wanting to take part. This letter could be answered until" in over.content.decode()
    assert Respondent.objects.count() == 0


def test_whoever_phones_reads_their_code_out(assembly, organiser, client_of, letter):
    wave, code = letter
    page, client = url("pool_person_new", assembly), client_of(organiser)
    told = {"channel": "phone", "first_name": "Grace", "code": "nonsense"}
    assert "No letter has this code." in client.post(page, told).content.decode()
    client.post(page, {**told, "code": code.upper()})
    assert WaveResponse.objects.get().respondent.channel == "phone"
    assert code_digest(code) in wave.invited.values_list("code_digest", flat=True)


def test_a_code_that_comes_later_is_noted_on_the_persons_page(assembly, organiser, client_of, letter):
    """From a card, say; once it is counted the page says so instead of asking."""
    wave, code = letter
    person, client = RespondentFactory(assembly=assembly), client_of(organiser)
    page, note = url("pool_person", assembly, person.pk), url("pool_person_letter", assembly, person.pk)
    assert "Add the code of their letter" in client.get(page).content.decode()
    assert "No letter has this code." in client.post(note, {"code": "x"}, follow=True).content.decode()
    shown = client.post(note, {"code": shown_code(code)}, follow=True).content.decode()
    assert "Counted for wave 1." in shown
    assert "Add the code of their letter" not in shown
    assert AuditEvent.objects.get(type="respondent.letter_noted").details == {"wave": wave.number}


def value(name, people, minimum, share, pool_share):
    return ValueInPool("Age", name, people, 0, minimum, share, pool_share, None)


def test_the_forecast_counts_who_would_still_be_missing():
    """30 needed, 10 there; of 1,000 letters at 4 % 40 answer, a quarter of them young."""
    values = [
        value("young", 10, 10, 0.4, 0.25),
        value("old", 60, 10, 0.6, 0.75),
        value("free", 1, None, 0.1, 0.1),
    ]
    young, old = forecast(values, letters=1000, rates=(0.03, 0.04, 0.05), in_pool=70)
    assert (young.value, young.needed, young.missing) == ("young", 30, (13, 10, 8))
    assert (old.missing, old.letters_at(0.04)) == ((0, 0, 0), 0)
    assert young.letters_at(0.04) == 2000
    few, _old = forecast(values, letters=1000, rates=(0.04,), in_pool=49)
    assert few.missing == (4,)


def test_the_advice_names_letters_values_and_areas():
    values = [value("young", 10, 10, 0.4, 0.25), value("none", 0, 1, None, 0.0)]
    found = forecast(values, letters=100, rates=(0.04,), in_pool=70)
    areas = [Response("Quay", 1000, 10), Response("Hill", 1000, 50), Response("Isle", 20, 0)]
    assert advice(found, areas, 0.04) == [
        "If 4 % answer, 2000 more letters bring enough people of every value; “young” (Age) needs the most.",
        "Nobody of “none” (Age) has answered yet: letters alone may not reach them.",
        "Fewer people than elsewhere answer in: Quay (1.0 %). Keep a part of the letters for these areas.",
    ]
    assert advice(forecast([value("x", 9, 1, 0.5, 0.5)], letters=1, rates=(0.04,), in_pool=9), [], 0.04) == [
        "There are enough people of every value. No further wave is needed for the targets."
    ]
    assert (observed_rate([]), observed_rate(areas[:2])) == (None, 0.03)


def test_areas_are_counted_over_all_waves_the_lowest_response_first(assembly):
    wave_at(assembly, "posted")
    wave_at(assembly, "landed")
    found = areas_of(list(waves_of(assembly)))
    assert [(each.name, each.letters, each.answers) for each in found] == [
        ("⟪south⟫", 2, 0),
        ("⟪north⟫", 4, 2),
    ]


def test_rejected_addresses_are_downloaded_with_their_reason_and_recorded(assembly, organiser, client_of):
    """To be put right and uploaded again; nothing is lost of the row."""
    source = address_file(assembly)
    answer = client_of(organiser).post(reverse("wave_rejected", args=[assembly.slug, source.pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines == ["Reason,⟪Street⟫,⟪Ward⟫", "No street.,,⟪Quay⟫"]
    event = AuditEvent.objects.get(type="wave.rejected_exported")
    assert (event.details["rows"], event.actor) == (1, organiser)
