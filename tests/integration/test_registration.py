"""People register by themselves: once, with what the organiser asks for, and not when the page is closed."""

import random
import threading
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assembly.limits import connection_of, is_over_limit
from assembly.models import AuditEvent
from sortition.enums import RespondentState
from sortition.errors import RegistrationClosed
from sortition.forms.registration import RegistrationPageForm
from sortition.models import Answer, Category, Derivation, Registration, RegistrationPage, Respondent
from sortition.selectors.pool import pool_for_lottery
from sortition.services.registration import close_page, open_page, prepare_page, register
from tests.factories import NOON, AssemblyFactory
from tests.factories_registration import WORDS, filled_in, make_registration_page
from tests.factories_targets import make_targets


@pytest.fixture(autouse=True)
def _no_limits_from_before(db):
    cache.clear()


@pytest.fixture
def page(assembly):
    return make_registration_page(assembly)


def address(assembly, rest=""):
    return f"/register/{assembly.slug}/{rest}"


def test_somebody_registers_without_an_account(assembly, page, client):
    """They are in the pool, can be drawn, and keep a number."""
    shown = client.get(address(assembly)).content.decode()
    assert WORDS["introduction"].strip("⟪⟫") in shown
    assert "⟪16 to 29⟫" in shown
    answer = client.post(address(assembly), filled_in(assembly), follow=True)
    assert "Thank you. You are registered." in answer.content.decode()
    assert "W-1" in answer.content.decode()
    person = Respondent.objects.get()
    assert (person.reference, str(person), person.channel, person.state) == (
        "W-1",
        "Ada Quill",
        "web",
        "pool",
    )
    assert (person.consents, person.is_eligible, person.can_attend) == (True, True, True)
    assert person.registered_on is not None
    assert Answer.objects.get(respondent=person).value.name == "⟪16 to 29⟫"
    assert list(pool_for_lottery(assembly)) == [person]
    event = AuditEvent.objects.get(type="respondent.add")
    assert (event.actor, event.details["channel"]) == (None, "web")
    assert "Ada" not in str(event.details)


def test_the_same_form_sent_twice_is_one_person(assembly, page, client):
    """A double press, or a lost answer and a second try."""
    sent = filled_in(assembly)
    assert client.post(address(assembly), sent).url == client.post(address(assembly), sent).url
    assert Respondent.objects.count() == 1
    client.post(address(assembly), filled_in(assembly))
    assert sorted(Respondent.objects.values_list("reference", flat=True)) == ["W-1", "W-2"]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_is_one_person(assembly):
    """The second waits for the first and finds its entry."""
    page = make_registration_page(assembly)
    token, barrier, found = uuid.uuid4(), threading.Barrier(3), []

    def send():
        barrier.wait()
        person = register(
            page=page,
            token=token,
            fields={"first_name": "Ada", "channel": "web"},
            answers={},
            language="en",
            is_test=False,
            now=NOON,
        )
        found.append(person.pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1
    assert Respondent.objects.count() == 1


@pytest.mark.parametrize(
    "missing", ["first_name", "last_name", "consents", "is_eligible", "can_attend", "category"]
)
def test_what_is_missing_is_named_and_what_was_typed_is_kept(assembly, page, client, missing):
    """Nothing is stored."""
    sent = filled_in(assembly)
    name = next(key for key in sent if key.startswith(missing))
    del sent[name]
    answer = client.post(address(assembly), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert "ada@quill.example" in answer.content.decode()
    assert not Respondent.objects.exists()


def test_somebody_who_cannot_come_is_kept_and_never_drawn(assembly, page, client):
    """They said so themselves."""
    client.post(address(assembly), filled_in(assembly, can_attend="no"))
    assert Respondent.objects.get().can_attend is False
    assert list(pool_for_lottery(assembly)) == []


def test_contact_fields_are_asked_as_the_organiser_decided(assembly, client):
    """Required, optional or not at all."""
    page = make_registration_page(assembly, asks={"email": "no", "phone": "required", "postcode": "optional"})
    fields = client.get(address(assembly)).context["form"].fields
    assert "email" not in fields
    assert (fields["phone"].required, fields["postcode"].required) == (True, False)
    assert client.post(address(assembly), filled_in(assembly, phone="")).status_code == 422
    client.post(address(assembly), filled_in(assembly))
    assert Respondent.objects.get().email == ""
    assert page.asked("born_on") == "optional"


def test_a_band_is_worked_out_from_the_birth_date(assembly, page, client):
    """The date is asked for instead of the band, and nobody has to know which band it is."""
    category = Category.objects.get()
    Derivation.objects.create(category=category, kind="age", on=date(2026, 3, 6))
    category.values.filter(name="⟪16 to 29⟫").update(name="16-29")
    category.values.filter(name="⟪30 and over⟫").update(name="30+")
    form = client.get(address(assembly)).context["form"]
    assert f"category_{category.pk}" not in form.fields
    assert form.fields["born_on"].required
    client.post(address(assembly), filled_in(assembly, born_on="1996-03-07"))
    client.post(address(assembly), filled_in(assembly, born_on="1996-03-06"))
    names = Answer.objects.order_by("pk").values_list("value__name", flat=True)
    assert list(names) == ["16-29", "30+"]
    child = client.post(address(assembly), filled_in(assembly, born_on="2015-01-01"))
    assert child.status_code == 422
    assert "At this age nobody can be drawn" in child.content.decode()


def test_a_region_is_worked_out_from_the_postcode(assembly, page, client):
    """A postcode from elsewhere is refused in words."""
    area = Category.objects.get()
    north = area.values.first()
    Derivation.objects.create(category=area, kind="prefix", prefixes={"RB1": north.pk})
    client.post(address(assembly), filled_in(assembly, postcode="rb1 2bb"))
    assert Answer.objects.get().value == north
    elsewhere = client.post(address(assembly), filled_in(assembly, postcode="XX9 9XX"))
    assert "outside the area" in elsewhere.content.decode()


@pytest.mark.parametrize("born_on", ["1899-12-31", "2999-01-01", "yesterday"])
def test_impossible_birth_dates_are_refused(assembly, page, client, born_on):
    assert client.post(address(assembly), filled_in(assembly, born_on=born_on)).status_code == 422


def test_a_programme_that_fills_in_everything_is_thanked_and_forgotten(assembly, page, client):
    """It learns nothing from the answer."""
    answer = client.post(address(assembly), filled_in(assembly, homepage="https://spam.example"), follow=True)
    assert "Thank you" in answer.content.decode()
    assert not Respondent.objects.exists()


def test_a_flood_from_one_connection_is_stopped_and_says_what_to_do(assembly, page, client, monkeypatch):
    """Other connections go on."""
    monkeypatch.setattr("sortition.views.register.MOST_PER_CONNECTION", 2)
    for _ in range(2):
        assert client.post(address(assembly), filled_in(assembly)).status_code == 302
    stopped = client.post(address(assembly), filled_in(assembly))
    assert stopped.status_code == 429
    assert "register by phone or letter" in stopped.content.decode()
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert other.post(address(assembly), filled_in(assembly)).status_code == 302
    assert Respondent.objects.count() == 3


def test_limits_count_each_name_and_each_caller(db):
    """And begin anew when their time is over."""
    assert [is_over_limit("a", "x", most=2, seconds=60) for _ in range(3)] == [False, False, True]
    assert not is_over_limit("b", "x", most=2, seconds=60)
    assert not is_over_limit("a", "y", most=2, seconds=60)


def test_only_a_trusted_proxy_names_the_connection(rf, settings):
    """What a client writes into the header is not believed."""
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}, REMOTE_ADDR="10.0.0.1")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert connection_of(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert connection_of(request) == "198.51.100.7"


def test_a_page_that_was_never_opened_is_not_there(assembly, client):
    """Nor is one of an assembly without a page."""
    make_registration_page(assembly, opened_at=None)
    assert client.get(address(assembly)).status_code == 404
    assert client.post(address(assembly), filled_in(assembly)).status_code == 404
    assert client.get(address(AssemblyFactory())).status_code == 404


@pytest.mark.parametrize("over", [{"closed_at": NOON}, {"closes_at": NOON}])
def test_a_closed_page_says_so_and_takes_nobody_in(assembly, client, over):
    """Whether it was closed by hand or by the date; the other ways stay on it."""
    page = make_registration_page(assembly, **over)
    text = client.get(address(assembly)).content.decode()
    assert "Registration is closed" in text
    assert WORDS["other_ways"].strip("⟪⟫") in text
    assert client.post(address(assembly), filled_in(assembly)).status_code == 409
    assert not Respondent.objects.exists()
    with pytest.raises(RegistrationClosed):
        register(page=page, token=uuid.uuid4(), fields={}, answers={}, language="en", is_test=False, now=NOON)


def test_tests_never_reach_the_pool(assembly, organiser, observer, client_of, client):
    """Organisers try the page before it is open; their entries are quarantined for good."""
    make_registration_page(assembly, opened_at=None)
    url = address(assembly, "test/")
    assert client.get(url).status_code == 404
    assert client_of(observer).get(url).status_code == 404
    tester = client_of(organiser)
    assert "never reaches the pool" in tester.get(url).content.decode()
    thanks = tester.post(url, filled_in(assembly), follow=True).content.decode()
    assert "This was a test" in thanks
    person = Respondent.objects.get()
    assert (person.is_test, person.reference, person.state) == (True, "TEST-1", RespondentState.POOL)
    assert list(pool_for_lottery(assembly)) == []


def test_the_short_link_leads_to_the_page(assembly, page, client):
    """In whatever capitals it was typed."""
    assert client.get(f"/r/{page.code.upper()}/").url == address(assembly)
    assert client.get("/r/nowhere/").status_code == 404


def test_codes_are_easy_to_type_and_kept(assembly):
    """No letter that looks like another; asking again gives the same page."""
    page = prepare_page(assembly=assembly, source=random.Random(1))
    assert len(page.code) == 6
    assert not set(page.code) & set("01ilo")
    assert prepare_page(assembly=assembly, source=random.Random(2)).code == page.code
    other = prepare_page(assembly=AssemblyFactory(), source=random.Random(1))
    assert other.code != page.code


def settings_of(**changes):
    asked = {f"asks_{name}": "optional" for name in ("email", "phone", "address", "postcode", "born_on")}
    return {"language": "en", **WORDS, "closes_on": "", **asked, **changes}


def test_an_organiser_writes_tries_opens_and_closes_the_page(assembly, organiser, client_of, client):
    """Step by step, with what is missing named."""
    make_targets(assembly, Age={"young": (1, 2), "old": (1, 2)})
    mine, url = client_of(organiser), f"/assemblies/{assembly.slug}/pool/registration/"
    assert "Save the page" in mine.get(url).content.decode()
    wrong = mine.post(url, settings_of(thanks="", language="xx"))
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"thanks", "language"}
    saved = mine.post(url, settings_of(asks_email="required", closes_on="2999-12-31"), follow=True)
    assert "Try it before you open it." in saved.content.decode()
    page = RegistrationPage.objects.get()
    assert page.asks["email"] == "required"
    assert f"/r/{page.code}/" in saved.content.decode()
    assert client.get(address(assembly)).status_code == 404
    opened = mine.post(f"{url}open/", {"act": "open"}, follow=True)
    assert "People can register now." in opened.content.decode()
    assert client.get(address(assembly)).status_code == 200
    mine.post(f"{url}open/", {"act": "close"})
    assert "Registration is closed" in client.get(address(assembly)).content.decode()
    assert "not open" in mine.post(f"{url}open/", {"act": "close"}, follow=True).content.decode()
    types = AuditEvent.objects.filter(type__startswith="pool.").order_by("pk").values_list("type", flat=True)
    assert list(types) == [
        "pool.registration_changed",
        "pool.registration_opened",
        "pool.registration_closed",
    ]


def test_a_page_without_categories_or_with_a_past_date_is_not_opened(assembly, organiser, client_of):
    """The reasons stand on the organiser's page."""
    page = make_registration_page(assembly, opened_at=None, closes_at=NOON)
    Category.objects.all().delete()
    mine, url = client_of(organiser), f"/assemblies/{assembly.slug}/pool/registration/"
    text = mine.get(url).content.decode()
    assert "Enter the categories under Targets" in text
    assert "Choose a closing time that is not over." in text
    mine.post(f"{url}open/", {"act": "open"})
    page.refresh_from_db()
    assert page.opened_at is None


def test_the_last_day_is_open_until_midnight_of_the_installation(settings):
    """The form shows the day again that was chosen."""
    settings.TIME_ZONE = "Europe/London"
    form = RegistrationPageForm(settings_of(closes_on="2026-03-29"))
    assert form.is_valid()
    closes = form.closes_at()
    assert closes.isoformat() == "2026-03-30T00:00:00+01:00"
    page = RegistrationPage(closes_at=closes, opened_at=NOON)
    assert page.is_open(closes - timedelta(seconds=1))
    assert not page.is_open(closes)
    assert RegistrationPageForm.of(page, "en", None).initial["closes_on"] == date(2026, 3, 29)


def test_the_qr_code_is_of_the_short_link(assembly, page, observer, client_of):
    """As a picture for printing and one for the screen."""
    url = f"/assemblies/{assembly.slug}/pool/registration/code"
    svg = client_of(observer).get(f"{url}.svg")
    assert svg["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert svg.content.startswith(b"<?xml")
    png = client_of(observer).get(f"{url}.png")
    assert png.content.startswith(b"\x89PNG")
    assert client_of(observer).get(f"{url}.exe").status_code == 404


def test_opening_again_after_closing_keeps_who_registered(assembly, page, organiser, client):
    """The closing is taken back, nothing else."""
    client.post(address(assembly), filled_in(assembly))
    close_page(page=page, actor=organiser, now=NOON)
    open_page(page=page, actor=organiser, now=NOON)
    assert client.post(address(assembly), filled_in(assembly)).status_code == 302
    assert Registration.objects.count() == 2


def test_forgery_from_another_site_is_refused(assembly, page):
    """The form carries a token of its own."""
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(assembly), filled_in(assembly)).status_code == 403


def test_thanks_for_an_unknown_token_show_no_number(assembly, page, client):
    """Nothing can be found out by guessing."""
    text = client.get(address(assembly, f"thanks/{uuid.uuid4()}/")).content.decode()
    assert "Thank you" in text
    assert "Your number" not in text


@given(
    sent=st.dictionaries(
        st.sampled_from(["token", "first_name", "email", "born_on", "can_attend"]), st.text()
    )
)
def test_whatever_is_sent_gives_a_page(sent):
    """Never a server error."""
    assembly = AssemblyFactory()
    make_registration_page(assembly)
    answer = Client().post(address(assembly), filled_in(assembly, **sent))
    assert answer.status_code in {302, 422, 429}


def test_the_organisers_page_costs_the_same_for_one_and_three(
    page, organiser, client, client_of, django_assert_max_num_queries
):
    assembly = page.assembly
    mine, url = client_of(organiser), f"/assemblies/{assembly.slug}/pool/registration/"
    client.post(address(assembly), filled_in(assembly))
    with django_assert_max_num_queries(60) as one:
        mine.get(url)
    for _ in range(2):
        client.post(address(assembly), filled_in(assembly))
    with django_assert_max_num_queries(60) as three:
        text = mine.get(url).content.decode()
    assert len(one) == len(three)
    assert ">3<" in text
