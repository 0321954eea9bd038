"""People see where they are signed in, and end what they do not know."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
PAGE = "/accounts/sessions/"


def signed_in(user, browser=FIREFOX):
    client = Client(headers={"user-agent": browser})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_each_browser_is_named_and_one_is_ended():
    """The other is signed out at once; this one stays."""
    user = UserFactory()
    here, there = signed_in(user), signed_in(user, PHONE)
    page = here.get(PAGE).content.decode()
    assert "Firefox on Windows" in page
    assert "Chrome on Android" in page
    other = next(each for each, _browser in here.get(PAGE).context["rows"] if each.user_agent == PHONE)
    assert "One session was ended." in here.post(PAGE, {"session": other.pk}, follow=True).content.decode()
    assert there.get("/")["Location"] == "/accounts/login/?next=/"
    assert "Chrome on Android" not in here.get(PAGE).content.decode()


def test_all_others_are_ended_at_once():
    """A second time there is nothing to end."""
    user = UserFactory()
    here, *others = [signed_in(user) for _number in range(3)]
    assert "2 sessions were ended." in here.post(PAGE, {"session": "others"}, follow=True).content.decode()
    assert {client.get("/").status_code for client in others} == {302}
    assert "signed in nowhere else" in here.post(PAGE, {"session": "others"}, follow=True).content.decode()
    assert here.get("/").status_code == 200


@pytest.mark.parametrize("session", ["", "0", "-1", "x", "²", "9" * 30])
def test_what_is_no_session_of_ones_own_is_not_found(session):
    """Nor is one's present one, which signing out ends."""
    user = UserFactory()
    here = signed_in(user)
    stranger = signed_in(UserFactory())
    theirs = stranger.get(PAGE).context["rows"][0][0]
    own = here.get(PAGE).context["rows"][0][0]
    for value in (session, str(theirs.pk), str(own.pk)):
        assert here.post(PAGE, {"session": value}).status_code == 404
    assert stranger.get("/").status_code == 200


def test_visitors_are_asked_to_sign_in():
    """By each method."""
    for method in ("get", "post"):
        assert getattr(Client(), method)(PAGE)["Location"] == f"{reverse('account_login')}?next={PAGE}"
