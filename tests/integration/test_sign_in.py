"""Signing in and out, the pages around it, and the pages of errors, all in the house's look."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.test.utils import override_settings

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def _looks_like_the_house(html):
    return 'href="/static/assembly/app.css"' in html and 'class="wordmark"' in html and "style=" not in html


def test_signing_in_leads_to_where_one_wanted_to_go():
    """And signing out leads back."""
    user = UserFactory()
    client = Client()
    answer = client.post("/accounts/login/?next=/permissions/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/permissions/"
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_said_without_telling_whether_the_account_exists():
    """The same words for both."""
    user = UserFactory()
    answers = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        for email in (user.email, "nobody@example.org")
    ]
    said = [re.search(r"<li>(.*?)</li>", answer)[1] for answer in answers]
    assert said[0] == said[1] != ""


def test_a_forgotten_password_is_replaced_by_a_link():
    """The message is plain and short; the link works once."""
    user = UserFactory()
    client = Client()
    page = client.post("/accounts/password/reset/", {"email": user.email}, follow=True).content.decode()
    assert "Look into your mailbox" in page
    assert mail.outbox[0].subject == "Choose a new password"
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.content.decode()
    secret = "a brand new secret"
    client.post(form.request["PATH_INFO"], {"password1": secret, "password2": secret}, follow=True)
    user.refresh_from_db()
    assert user.check_password(secret)
    assert "This link is no longer valid" in Client().get(link, follow=True).content.decode()


def test_a_reset_for_an_unknown_address_says_the_same_on_the_page():
    """Only the mailbox learns that there is no account."""
    page = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "Look into your mailbox" in page.content.decode()
    assert [message.subject for message in mail.outbox] == ["No account with this address"]


def test_nobody_signs_up_by_themselves():
    """The page says how accounts are made."""
    assert "Accounts are made by invitation" in Client().get("/accounts/signup/").content.decode()
    Client().post("/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD})
    assert UserFactory._meta.model.objects.count() == 0


@pytest.mark.parametrize("url", ["email/", "confirm-email/", "confirm-email/abc/", "password/set/"])
def test_account_pages_that_are_not_offered_do_not_exist(url, client_of):
    """For visitors and for people with an account."""
    assert Client().get(f"/accounts/{url}").status_code == 404
    assert client_of(UserFactory()).post(f"/accounts/{url}").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "login/",
        "login/code/",
        "signup/",
        "inactive/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-abc/",
    ],
)
def test_pages_before_signing_in_have_the_houses_look(url):
    """No page of the sign-in package shows its stock template."""
    assert _looks_like_the_house(Client().get(f"/accounts/{url}").content.decode())


@pytest.mark.parametrize("url", ["logout/", "password/change/", "reauthenticate/"])
def test_account_pages_have_the_houses_look(url):
    """Of somebody who has signed in with a password."""
    user = UserFactory()
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert _looks_like_the_house(client.get(f"/accounts/{url}", follow=True).content.decode())


def test_errors_have_the_houses_look(assembly, observer, client_of):
    """404, 403, a form out of date."""
    missing = client_of(observer).get("/nowhere/")
    refused = client_of(observer).get(f"/assemblies/{assembly.slug}/move/")
    stale = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert [missing.status_code, refused.status_code, stale.status_code] == [404, 403, 403]
    assert "The form was out of date" in stale.content.decode()
    for answer in (missing, refused, stale):
        assert _looks_like_the_house(answer.content.decode())


@override_settings(ROOT_URLCONF="tests.integration.test_sign_in")
def test_a_fault_of_ours_is_shown_without_the_database(django_assert_num_queries):
    """Sessions and users may be what failed."""
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = client.get("/fault/")
    assert answer.status_code == 500
    assert _looks_like_the_house(answer.content.decode())


def test_nothing_inline_is_allowed_by_the_policy():
    """The browser runs and styles only what comes from this host's files."""
    policy = Client().get("/accounts/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def _fault(request):
    message = "a fault"
    raise RuntimeError(message)


def _urlpatterns():
    from django.urls import path

    return [path("fault/", _fault)]


urlpatterns = _urlpatterns()
handler500 = "assembly.views.errors.server_error"


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/"])
def test_labels_of_account_pages_are_the_houses_and_stand_once(url, client):
    """A placeholder would repeat the label, and vanish while one types."""
    page = client.get(url).content.decode()
    assert "E-mail address" in page
    assert "placeholder" not in page
