"""The demonstration: its doors, its mailbox, its files, and the story that it tells."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from django.urls import reverse

from assembly.demo.calendar import Calendar
from assembly.demo.mailbox import sent_messages
from assembly.demo.personas import BY_KEY, PERSONAS
from assembly.demo.story import build
from assembly.models import Assembly, User
from sortition.models import Respondent, Seat, SelectionRun
from sortition.quota_files import read_targets
from sortition.reading.files import read_file
from sortition.selectors.membership import support_needs
from sortition.services.runs_panel import adoption_blockers
from tests.factories import AppointmentFactory

PATHS = ["/demo/", "/demo/mailbox/", "/demo/as/amara/", "/demo/files/pool.csv"]


@pytest.fixture
def demo(settings, tmp_path, db):
    """Demo mode with the personas' accounts."""
    settings.DEMO = True
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "assembly.demo"]
    settings.ROOT_URLCONF = "tests.integration.urls_demo"
    settings.EMAIL_FILE_PATH = tmp_path
    for persona in PERSONAS:
        User.objects.create_user(persona.email, name=persona.name)
    return tmp_path


def test_one_click_signs_in(demo):
    """The button of a persona is all it takes."""
    client = Client()
    answer = client.post("/demo/as/mei/")
    assert answer.status_code == 302
    assert User.objects.get(pk=client.session["_auth_user_id"]).name == "Mei Tran"


@pytest.mark.parametrize(("key", "lands_on"), [("mei", "overview"), ("grace", "own_home")])
def test_a_persona_lands_on_a_page_that_opens(demo, key, lands_on):
    """Whoever takes part on the page about their part, whoever runs the assembly on its overview."""
    user = User.objects.get(email=BY_KEY[key].email)
    assembly = AppointmentFactory(user=user, role=BY_KEY[key].role).assembly
    client = Client()
    there = client.post(f"/demo/as/{key}/")["Location"]
    assert there == reverse(lands_on, args=[assembly.slug])
    assert client.get(there).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_nothing_opens_without_demo_mode(demo, settings, path):
    """Even if the addresses were there by mistake."""
    settings.DEMO = False
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("address", ["192.0.2.7", ""])
def test_nothing_opens_to_other_machines(demo, path, address):
    """Only the loopback is answered; a header that claims it does not help."""
    client = Client(REMOTE_ADDR=address, headers={"x-forwarded-for": "127.0.0.1"})
    assert client.get(path).status_code == 404


def test_an_unknown_persona_is_not_found(demo):
    """Nobody is signed in."""
    client = Client()
    assert client.get("/demo/as/nobody/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_mailbox_shows_every_message_newest_first(demo):
    """Read back from the files that Django's backend writes, umlauts and all."""
    backend = EmailBackend(file_path=str(demo))
    for day, subject in enumerate(["First", "Zweite – für Sie"], start=1):
        headers = {"Date": f"Mon, 0{day} Mar 2026 10:00:00 +0000"}
        backend.send_messages(
            [EmailMessage(subject, "Grüße\n" + "-" * 20, "a@x.org", ["b@x.org"], headers=headers)]
        )
    backend.close()
    found = sent_messages(demo)
    assert [(each.subject, each.recipients) for each in found] == [
        ("Zweite – für Sie", "b@x.org"),
        ("First", "b@x.org"),
    ]
    assert found[0].body == "Grüße\n" + "-" * 20
    assert "Zweite – für Sie" in Client().get("/demo/mailbox/").content.decode()


def test_the_files_to_try_can_be_read_by_the_imports(demo):
    """Targets without a fault; 340 volunteers and four rows to reject, the same in both forms."""
    targets = read_targets(Client().get("/demo/files/targets.csv").content)
    assert (len(targets.rows), targets.faults) == (22, ())
    as_csv, as_xlsx = (
        read_file(Client().get(f"/demo/files/pool.{kind}").content) for kind in ("csv", "xlsx")
    )
    assert len(as_csv.records) == 344
    assert as_csv.records == as_xlsx.records


def test_the_story_is_told_by_the_real_services(transactional_db):
    """523 volunteers and two callers; 505 can be drawn; a test run, a proven lottery, a panel, all in the past."""
    today = date(2026, 11, 23)
    build(calendar=Calendar.until(today), say=lambda _line: None)
    assembly = Assembly.objects.get(slug="riverbend-citizens-assembly-on-clean-air")
    test, real, replacement = SelectionRun.objects.filter(assembly=assembly).order_by("number")
    assert (test.is_test, test.state, test.objective) == (True, "completed", "maximin")
    assert (real.is_binding, real.state, real.objective, real.pool_size) == (
        True,
        "completed",
        "leximin",
        505,
    )
    assert real.summary["status"] == "proven"
    people = Respondent.objects.filter(assembly=assembly)
    assert people.count() == 525
    assert people.exclude(channel="web").count() == 74
    assert (replacement.is_replacement, replacement.is_binding, replacement.state) == (
        True,
        True,
        "completed",
    )
    seats = Counter(Seat.objects.filter(assembly=assembly).values_list("state", flat=True))
    assert seats == {"confirmed": 21, "contacting": 5, "declined": 2, "filled": 3, "offered": 22}
    assert adoption_blockers(real) != []
    assert [need.is_overdue for need in support_needs(assembly, today)] == [True, *[False] * 8]
    assert max(event.at.date() for event in assembly.audit_events.all()) < today


@pytest.mark.parametrize("day", [date(2026, 4, 20), date(2026, 4, 26), date(2026, 11, 23), date(2031, 1, 1)])
def test_the_story_has_always_just_happened(day):
    """Its present lies within the last week, on the same weekday as in the telling."""
    told = Calendar.until(day).day(2026, 4, 20)
    assert told.weekday() == 0
    assert timedelta(0) <= day - told < timedelta(weeks=1)
