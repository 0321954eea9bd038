"""Members, witnesses and officials sign in by a code that is sent to them; nobody learns who has an account."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import Role
from tests.factories import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db
REQUEST, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def member():
    return AppointmentFactory(role=Role.MEMBER).user


def asked(email):
    """A browser in which a code was asked for, and the page that followed."""
    client = Client()
    return client, client.post(REQUEST, {"email": email}, follow=True)


def code_sent():
    return re.search(r"^(\S+)$", mail.outbox[-1].body.split("\n\n")[1], re.MULTILINE)[1]


def test_a_member_signs_in_by_the_code_in_their_mailbox(member):
    """Without a password and without a second factor; the code works once, in that browser."""
    client, page = asked(member.email)
    assert "Look into your mailbox" in page.content.decode()
    assert [message.subject for message in mail.outbox] == ["Your code to sign in"]
    code = code_sent()
    assert client.post(CONFIRM, {"code": code})["Location"] == "/"
    assert client.get("/").status_code == 200
    other, _page = asked(member.email)
    assert "Incorrect code" in other.post(CONFIRM, {"code": code}).content.decode()
    assert Client().post(CONFIRM, {"code": code_sent()})["Location"] == REQUEST


def test_staff_are_asked_for_their_second_factor_also_after_a_code(organiser):
    """A mailbox alone opens nothing that concerns others."""
    client, _page = asked(organiser.email)
    assert client.post(CONFIRM, {"code": code_sent()})["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize("attempts", [2, 5])
def test_wrong_codes_lock_as_configured(member, settings, attempts):
    """After the last the code is void: the right one is refused too, and a new one must be asked for."""
    settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = attempts
    client, _page = asked(member.email)
    for _attempt in range(attempts - 1):
        assert "Incorrect code" in client.post(CONFIRM, {"code": "wrong"}).content.decode()
    assert client.post(CONFIRM, {"code": "wrong"})["Location"] == reverse("account_request_login_code")
    assert client.post(CONFIRM, {"code": code_sent()}).status_code == 302
    assert client.get("/").status_code == 302
    again, _page = asked(member.email)
    assert again.post(CONFIRM, {"code": code_sent()})["Location"] == "/"


def test_a_code_runs_out(member, settings):
    """After a quarter of an hour, as configured."""
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client, _page = asked(member.email)
    assert client.post(CONFIRM, {"code": code_sent()})["Location"] != "/"
    assert client.get("/").status_code == 302


def test_nobody_learns_whether_there_is_an_account(member):
    """The same answer to the character, one message in both cases, wrong codes refused alike, no more work."""
    asked(member.email)  # what is loaded only once is loaded
    cache.clear()
    mail.outbox.clear()
    seen, work = [], []
    for email in (member.email, "nobody-at-all@example.org"):
        client = Client()
        with CaptureQueriesContext(connection) as questions:
            page = client.post(REQUEST, {"email": email}, follow=True)
        wrong = client.post(CONFIRM, {"code": "wrong"})
        texts = [re.sub(r'value="[^"]{40,}"', "", each.content.decode()) for each in (page, wrong)]
        texts = [re.sub(r'\{"X-CSRFToken": "[^"]*"\}', "", text).replace(email, "…") for text in texts]
        work.append(len(questions))
        seen.append((page.redirect_chain, wrong.status_code, texts, len(mail.outbox)))
        mail.outbox.clear()
    assert seen[0] == seen[1]
    # Neither asks much more of the database than the other, and neither hashes a password.
    assert abs(work[0] - work[1]) <= 3, work


def test_too_many_requests_for_one_address_are_refused():
    """Whether it has an account or not."""
    for email in (UserFactory().email, "nobody@example.org"):
        answers = [Client().post(REQUEST, {"email": email}) for _request in range(4)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
        assert "Too many" in answers[-1].content.decode()
    assert len(mail.outbox) == 6


def test_the_code_comes_in_the_language_of_the_page_on_which_it_was_asked_for(member):
    client = Client(headers={"accept-language": "fr"})
    client.post(REQUEST, {"email": member.email}, follow=True)
    assert [message.subject for message in mail.outbox] == ["Votre code de connexion"]
    assert mail.outbox[0].body.startswith(
        "Saisissez ce code sur la page ouverte dans votre navigateur\u202f:"
    )
