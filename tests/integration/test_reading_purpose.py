"""What people's data are read for: asked once an hour, in place, and written beside each reading."""

import pytest
from django.test import Client
from django.urls import reverse

from assembly.enums import Role
from assembly.models import AuditEvent
from assembly.record import sentence_of
from sortition.models import Respondent
from tests.factories import AppointmentFactory
from tests.factories_draws import make_panel
from tests.factories_pool import RespondentFactory
from tests.factories_waves import wave_at

pytestmark = pytest.mark.django_db
SAID = "To check and correct entries"


@pytest.fixture
def ada(assembly):
    return RespondentFactory(
        assembly=assembly,
        first_name="Ada",
        last_name="Quill",
        email="ada@quill.example",
        phone="0117 4960963",
    )


@pytest.fixture
def fresh(client_of):
    """A browser in which nothing was said yet."""

    def make(user) -> Client:
        client = client_of(user)
        session = client.session
        session.pop("reading_purpose")
        session.save()
        return client

    return make


def page_of(person):
    return reverse("pool_person", args=[person.assembly.slug, person.pk])


def say(client, address, purpose="check", **more):
    return client.post(address, {"purpose_for": "reading", "purpose": purpose, **more})


def test_a_volunteers_page_shows_nothing_before_it_is_said_what_for(ada, organiser, fresh):
    client = fresh(organiser)
    asked = client.get(page_of(ada)).content.decode()
    assert "What do you need these data for?" in asked
    assert not any(text in asked for text in ("Ada", "Quill", "ada@quill.example", "4960963"))
    assert not AuditEvent.objects.filter(type="respondent.read").exists()


def test_the_page_opens_once_it_is_said_and_each_person_is_recorded_once(ada, assembly, organiser, fresh):
    client, ben = fresh(organiser), RespondentFactory(assembly=assembly)
    assert say(client, page_of(ada))["Location"] == page_of(ada)
    for person in (ada, ada, ben):
        assert client.get(page_of(person)).status_code == 200
    assert "ada@quill.example" in client.get(page_of(ada)).content.decode()
    read = AuditEvent.objects.filter(type="respondent.read").order_by("pk")
    assert [(each.object_id, each.actor, each.details) for each in read] == [
        (str(person.pk), organiser, {"purpose": SAID}) for person in (ada, ben)
    ]
    assert SAID in sentence_of(read[0])


def test_a_purpose_of_ones_own_needs_words(ada, organiser, fresh):
    client = fresh(organiser)
    assert say(client, page_of(ada), "other").status_code == 422
    assert say(client, page_of(ada), "nonsense").status_code == 422
    assert say(client, page_of(ada), "other", words=" A lost wheelchair ").status_code == 302
    client.get(page_of(ada))
    assert AuditEvent.objects.get(type="respondent.read").details == {"purpose": "A lost wheelchair"}


def test_it_is_asked_again_after_an_hour(ada, organiser, fresh, settings):
    settings.PURPOSE_MINUTES = 0
    client = fresh(organiser)
    say(client, page_of(ada))
    assert "ada@quill.example" not in client.get(page_of(ada)).content.decode()


def test_a_download_asks_and_goes_on_with_what_the_form_carried(ada, assembly, organiser, fresh):
    client, address = fresh(organiser), reverse("pool_export", args=[assembly.slug]) + "?search=quill"
    asked = client.post(address, {"format": "csv", "chosen": [str(ada.pk), "7"]}).content.decode()
    assert asked.count('name="chosen"') == 2
    assert 'name="format" value="csv"' in asked
    file = client.post(address, {"format": "csv", "purpose_for": "act", "purpose": "check"})
    assert file["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.get(type="pool.exported").details["purpose"] == SAID


@pytest.mark.parametrize("name", ["wave_letters", "wave_list"])
def test_letters_and_addresses_of_a_wave_are_downloaded_with_a_purpose(name, assembly, organiser, fresh):
    wave_at(assembly, "printed")
    client, address = fresh(organiser), reverse(name, args=[assembly.slug, 1])
    assert "What do you need these data for?" in client.post(address).content.decode()
    client.post(address, {"purpose_for": "act", "purpose": "reach"})
    event = AuditEvent.objects.get(type__startswith="wave.", type__endswith="_exported")
    assert event.details["purpose"] == "To reach people by phone, by post or by e-mail"


@pytest.mark.parametrize("form", ["", "json/"])
def test_everything_about_one_person_is_shown_and_copied_with_a_purpose(
    form, ada, assembly, organiser, fresh
):
    client = fresh(organiser)
    address = f"/assemblies/{assembly.slug}/privacy/respondent/{ada.pk}/{form}"
    assert "quill" not in client.get(address).content.decode()
    assert say(client, address, "asked")["Location"] == address
    assert "quill" in client.get(address).content.decode()
    event = AuditEvent.objects.get(type__startswith="privacy.")
    assert event.details == {"purpose": "Because somebody asked about their data"}


def test_comparing_two_entries_reads_both(assembly, organiser, client_of):
    from tests.pages import EXAMPLES

    pair = EXAMPLES["pool_match"](assembly)
    client_of(organiser).get(reverse("pool_match", kwargs={"slug": assembly.slug, **pair}))
    read = AuditEvent.objects.filter(type="respondent.read").values_list("object_id", flat=True)
    assert sorted(read) == sorted(map(str, pair.values()))


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.SESSION_STAFF])
def test_the_panel_shortens_addresses_and_numbers_until_they_are_asked_for(role, assembly, fresh):
    make_panel(assembly)
    person = Respondent.objects.filter(assembly=assembly, state="selected").first()
    Respondent.objects.filter(pk=person.pk).update(email="ada@quill.example", phone="0117 4960963")
    client = fresh(AppointmentFactory(assembly=assembly, role=role).user)
    panel = client.get(reverse("panel", args=[assembly.slug])).content.decode()
    assert ("ada@quill.example" in panel, "4960963" in panel, "a…@…" in panel) == (False, False, True)
    contacts = reverse("panel_contacts", args=[assembly.slug])
    assert "ada@quill.example" not in client.get(contacts).content.decode()
    say(client, contacts, "sessions")
    shown = client.get(contacts).content.decode()
    assert ("ada@quill.example" in shown, "0117 4960963" in shown) == (True, True)
    client.get(contacts)
    assert AuditEvent.objects.filter(type="panel.read").count() == 1


def test_permission_comes_before_the_question(ada, assembly, observer, outsider, fresh):
    assert fresh(observer).get(page_of(ada)).status_code == 403
    assert fresh(outsider).get(page_of(ada)).status_code == 404
    assert say(fresh(observer), page_of(ada)).status_code == 403


@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_saying_a_purpose_never_writes_anything_else(is_rehearsal, ada, assembly, organiser, fresh):
    """Whoever says it on a page that takes forms gets that page, and the form is not taken."""
    type(assembly).objects.filter(pk=assembly.pk).update(is_rehearsal=is_rehearsal)
    address = reverse("pool_person_withdraw", args=[assembly.slug, ada.pk])
    answer = say(fresh(organiser), address, reason="gone")
    ada.refresh_from_db()
    assert (answer.status_code, answer["Location"], ada.state) == (302, address, "pool")


def test_a_rehearsal_asks_nothing(ada, assembly, organiser, fresh):
    type(assembly).objects.filter(pk=assembly.pk).update(is_rehearsal=True)
    assert "ada@quill.example" in fresh(organiser).get(page_of(ada)).content.decode()


def test_the_session_holds_no_name(ada, organiser, fresh):
    client = fresh(organiser)
    say(client, page_of(ada))
    client.get(page_of(ada))
    kept = client.session["reading_purpose"]
    assert (kept["words"], kept["read"]) == (SAID, [f"respondent:{ada.pk}"])


def test_reading_a_list_of_people_is_recorded_once_an_hour_without_a_question(assembly, organiser, observer):
    """Also where no purpose was said; whoever sees no names has read nothing."""
    make_panel(assembly)
    client, watcher = Client(), Client()
    for browser, user in ((client, organiser), (watcher, observer)):
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for _again in range(2):
        for name in ("pool", "panel"):
            for browser in (client, watcher):
                assert browser.get(reverse(name, args=[assembly.slug])).status_code == 200
    read = AuditEvent.objects.filter(assembly=assembly, type__endswith=".list_read").order_by("pk")
    assert [(event.type, event.actor, event.details) for event in read] == [
        ("pool.list_read", organiser, {"purpose": "To work with the list"}),
        ("panel.list_read", organiser, {"purpose": "To work with the list"}),
    ]
