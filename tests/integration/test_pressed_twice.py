"""A form that is sent a second time, because the answer to the first was lost, does nothing a second time."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from assembly.accounts import HouseAccountAdapter
from assembly.models import AuditEvent, Mailing
from assembly.views.errors import server_error
from scheduling.models import Session
from tests.factories_messages import make_template
from tests.factories_pool import RespondentFactory
from tests.load.pages import form_with

SESSION = {
    "title": "⟪The air⟫",
    "phase": "learning",
    "day": "2026-06-06",
    "begins": "9:30",
    "ends": "16:30",
}


def filled(client, address, field, **values):
    """Open a page, and return what its form sends with these values."""
    return dict(form_with(client.get(address).content.decode(), field).filled(**values))


def test_a_session_is_planned_once_however_often_the_form_is_sent(assembly, organiser, client_of):
    """Both presses lead to the same session; there is one entry in the record."""
    client, address = client_of(organiser), reverse("session_new", args=[assembly.slug])
    sent = filled(client, address, "title", **SESSION)
    answers = [client.post(address, sent) for _press in range(2)]
    assert [answer.url for answer in answers] == [reverse("session", args=[assembly.slug, 1])] * 2
    assert Session.objects.count() == 1
    assert AuditEvent.objects.filter(type="session.add").count() == 1


def test_the_same_session_can_be_planned_again_from_a_new_form(assembly, organiser, client_of):
    """Somebody who opens the form once more means another session."""
    client, address = client_of(organiser), reverse("session_new", args=[assembly.slug])
    for _time in range(2):
        client.post(address, filled(client, address, "title", **SESSION))
    assert [session.number for session in Session.objects.order_by("number")] == [1, 2]


def test_a_mailing_is_written_once_however_often_the_form_is_sent(assembly, organiser, client_of):
    """Nobody gets two messages because a button was pressed twice."""
    RespondentFactory(assembly=assembly)
    template = make_template(assembly)
    client, address = client_of(organiser), reverse("mailing_new", args=[assembly.slug])
    sent = filled(client, address, "template", template=template.pk, part="pool", channel="email")
    answers = [client.post(address, sent) for _press in range(2)]
    assert [answer.url for answer in answers] == [reverse("mailing", args=[assembly.slug, 1])] * 2
    assert Mailing.objects.count() == 1


def test_the_same_mailing_can_be_written_again_from_a_new_form(assembly, organiser, client_of):
    """Whoever opens the form once more means another mailing."""
    RespondentFactory(assembly=assembly)
    template = make_template(assembly)
    client, address = client_of(organiser), reverse("mailing_new", args=[assembly.slug])
    for _time in range(2):
        client.post(
            address, filled(client, address, "template", template=template.pk, part="pool", channel="email")
        )
    assert Mailing.objects.count() == 2


@pytest.mark.parametrize(("is_behind_proxy", "counted"), [(True, "198.51.100.7"), (False, "127.0.0.1")])
def test_limits_on_signing_in_count_visitors_and_not_the_proxy(rf, settings, is_behind_proxy, counted):
    """Behind a trusted proxy a full hall is not one visitor; without one, nobody chooses what they are counted as."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_behind_proxy else None
    request = rf.get("/accounts/login/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})
    assert HouseAccountAdapter(request).get_client_ip(request) == counted


def test_sixty_people_behind_one_proxy_can_ask_for_a_code(db, settings):
    """Each has an address of their own, so the limit of twenty a minute for one address stops none of them."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    address = reverse("account_request_login_code")
    answers = [
        Client(headers={"x-forwarded-for": f"198.51.100.{n}"}).post(address, {"email": f"p{n}@example.org"})
        for n in range(60)
    ]
    assert {answer.status_code for answer in answers} == {302}


@pytest.mark.parametrize(
    ("fault", "status", "retry"), [(OperationalError("gone"), 503, "10"), (ValueError("wrong"), 500, None)]
)
def test_whoever_asks_while_the_database_is_away_is_told_to_ask_again(rf, fault, status, retry):
    """A fault of ours stays one; that the database starts again is none that asking later would not mend."""
    try:
        raise fault
    except type(fault):
        answer = server_error(rf.get("/"))
    assert (answer.status_code, answer.get("Retry-After")) == (status, retry)
    assert "saved whole or not at all" in answer.content.decode()
