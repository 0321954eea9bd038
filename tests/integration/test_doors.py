"""How long somebody stays in, who can put them out, and what the log of doors says."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import time

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from assembly.accounts import HouseAccountAdapter
from assembly.log import line_formatter
from assembly.models import AuditEvent
from assembly.session_lifetime import BEGAN, SEEN
from tests.conftest import sign_in_recently
from tests.factories import PASSWORD, UserFactory
from tests.integration.test_second_factor import code, password_given

pytestmark = pytest.mark.django_db
HOUR = 3600


def aged(client, **seconds):
    """Make a session older: when it began, when it last showed a sign of life."""
    session = client.session
    for key, ago in seconds.items():
        session[{"began": BEGAN, "seen": SEEN}[key]] = int(time.time()) - ago
    session.save()
    return client


@pytest.fixture
def lines():
    """What the log of doors says, line by line, as an installation writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(line_formatter())
    log = logging.getLogger("assembly.security")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    log.removeHandler(handler)


@pytest.mark.parametrize(
    ("began", "seen", "is_in"),
    [(11 * HOUR, HOUR, True), (12 * HOUR, 5, False), (3 * HOUR, 119 * 60, True), (3 * HOUR, 2 * HOUR, False)],
)
def test_a_session_ends_after_two_silent_hours_and_after_twelve(organiser, client_of, began, seen, is_in):
    """Whoever comes back is told so, and no way leads back in."""
    client = aged(client_of(organiser), began=began, seen=seen)
    assert client.get("/").status_code == (200 if is_in else 302)
    if not is_in:
        assert "You were signed out" in client.get("/accounts/login/").content.decode()
        assert client.get("/").status_code == 302


def test_a_sign_of_life_is_written_down_once_a_minute(organiser, client_of, django_assert_num_queries):
    client = aged(client_of(organiser), seen=61)
    client.get("/permissions/")
    noted = client.session[SEEN]
    assert time.time() - noted < 30
    before = client.session[BEGAN]
    client.get("/permissions/")
    assert (client.session[SEEN], client.session[BEGAN]) == (noted, before)


def test_a_session_from_before_there_was_a_limit_begins_now(organiser, client_of):
    client = client_of(organiser)
    session = client.session
    del session[BEGAN], session[SEEN]
    session.save()
    assert client.get("/").status_code == 200
    assert time.time() - client.session[BEGAN] < 30


def test_signing_in_and_showing_it_again_draw_a_new_session(organiser):
    """Nobody goes on in a session that another could have known before."""
    client, _answer = password_given(organiser)
    first = client.session.session_key
    client.post(reverse("mfa_authenticate"), {"code": code()})
    second = client.session.session_key
    sign_in_recently(client, organiser, ago=HOUR)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    third = client.session.session_key
    assert len({first, second, third}) == 3
    assert all(len(key) == 32 for key in (first, second, third)), "Django draws them from `secrets`"
    for old in (first, second):
        thief = Client()
        thief.cookies["sessionid"] = old
        assert thief.get("/").status_code == 302


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(client_of):
    """Except the one in which it was changed."""
    user = UserFactory()
    here, elsewhere = client_of(user), client_of(user)
    new = {"password1": "seven blue kettles", "password2": "seven blue kettles"}
    refused = here.post(reverse("account_change_password"), {"oldpassword": "wrong", **new})
    assert "current password" in refused.content.decode()
    assert elsewhere.get("/").status_code == 200
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert [client.get("/").status_code for client in (here, elsewhere)] == [200, 302]


def test_a_closed_account_is_out_at_once(organiser, client_of):
    client = client_of(organiser)
    type(organiser).objects.filter(pk=organiser.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert password_given(organiser)[1].headers.get("Location") == reverse("account_inactive")


def test_ending_sessions_asks_who_it_is(organiser, client_of):
    """And goes on with what was asked for."""
    here, elsewhere = client_of(organiser), client_of(organiser)
    here.get(reverse("account_sessions"))
    UserSession.objects.create(
        user=organiser, session_key=elsewhere.session.session_key, ip="192.0.2.7", user_agent="⟪…⟫"
    )
    sign_in_recently(here, organiser, ago=HOUR)
    asked = here.post(reverse("account_sessions"), {"session": "others"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert elsewhere.get("/").status_code == 200
    here.post(asked["Location"], {"password": PASSWORD})
    assert elsewhere.get("/").status_code == 302


def test_an_administrator_signs_one_account_out_or_everybody(organiser, observer, client_of, capsys):
    one, other = client_of(organiser), client_of(observer)
    call_command("sign_out", organiser.email, reason="Left on 24 November")
    assert [client.get("/").status_code for client in (one, other)] == [302, 200]
    call_command("sign_out", everybody=True, reason="A laptop was stolen")
    assert other.get("/").status_code == 302
    assert capsys.readouterr().out.splitlines() == ["1 session ended.", "1 session ended."]
    events = AuditEvent.objects.filter(type__endswith="signed_out").order_by("pk")
    assert [event.type for event in events] == ["account.signed_out", "platform.everybody_signed_out"]
    for wrong in ({"email": "nobody@example.org", "reason": "x"}, {"everybody": True, "reason": " "}):
        with pytest.raises(CommandError):
            call_command("sign_out", *([wrong.pop("email")] if "email" in wrong else []), **wrong)


def test_signing_out_tells_the_browser_to_forget(organiser, client_of):
    """No way back shows what was there; other answers do not touch what a browser keeps."""
    client = client_of(organiser)
    assert "Clear-Site-Data" not in client.get("/")
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_a_code_of_the_app_works_once(organiser):
    """Somebody who read it over a shoulder has nothing."""
    shown = code()
    first, _answer = password_given(organiser)
    assert first.post(reverse("mfa_authenticate"), {"code": shown})["Location"] == "/"
    second, _answer = password_given(organiser)
    assert "Incorrect code" in second.post(reverse("mfa_authenticate"), {"code": shown}).content.decode()


def test_a_new_password_by_link_does_not_go_around_the_second_factor(organiser):
    """Whoever reads the mailbox has one of two keys."""
    client = Client()
    client.post("/accounts/password/reset/", {"email": organiser.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "seven blue kettles", "password2": "seven blue kettles"}
    client.post(form.request["PATH_INFO"], new, follow=True)
    assert client.get("/").status_code == 302
    answer = client.post("/accounts/login/", {"login": organiser.email, "password": new["password1"]})
    assert answer["Location"] == reverse("mfa_authenticate")


def test_a_password_is_compared_as_it_was_typed():
    """A blank at its end, a capital, the hundredth character."""
    password = "Seven blue kettles " + "x" * 80 + " "
    user = UserFactory()
    user.set_password(password)
    user.save()
    for typed, is_in in (
        (password.strip(), False),
        (password.lower(), False),
        (password[:72], False),
        (password, True),
    ):
        answer = Client().post("/accounts/login/", {"login": user.email, "password": typed})
        assert (answer.status_code == 302) is is_in


def test_behind_a_trusted_proxy_one_persons_failures_lock_nobody_else(settings, rf):
    """Attempts are counted by the connection that the proxy names; what a client writes before it is not believed."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    user = UserFactory()
    wrong = {"login": "nobody@example.org", "password": "wrong"}
    for each in range(12):
        Client(headers={"X-Forwarded-For": f"203.0.113.{each}, 192.0.2.1"}).post("/accounts/login/", wrong)
    right = {"login": user.email, "password": PASSWORD}
    locked = Client(headers={"X-Forwarded-For": "192.0.2.1"}).post("/accounts/login/", right)
    free = Client(headers={"X-Forwarded-For": "192.0.2.2"}).post("/accounts/login/", right)
    assert (locked.status_code, free.status_code) == (200, 302)
    settings.SECURE_PROXY_SSL_HEADER = None
    request = rf.get("/", headers={"X-Forwarded-For": "192.0.2.1"})
    assert HouseAccountAdapter().get_client_ip(request) == "127.0.0.1"


def test_the_log_tells_who_came_in_by_what_and_names_nobody(organiser, lines):
    """Failure, both steps, entry, exit: by number, with time in UTC and the number of the request."""
    Client().post("/accounts/login/", {"login": organiser.email, "password": "wrong-⟪secret⟫"})
    client, _answer = password_given(organiser)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code()})
    client.post("/accounts/logout/")
    said = [(line["event"], line["account"], line.get("by")) for line in lines()]
    assert said == [
        ("sign_in_failed", None, "password"),
        ("showed_who_they_are", organiser.pk, "password"),
        ("second_factor_failed", organiser.pk, None),
        ("showed_who_they_are", organiser.pk, "totp"),
        ("signed_in", organiser.pk, None),
        ("signed_out", organiser.pk, None),
    ]
    for line in lines():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line["timestamp"])
        assert re.fullmatch(r"[0-9a-f]{16}", line["request"])
        assert re.fullmatch(r"[0-9a-f]{16}", line["connection"])
    text = json.dumps(lines())
    for secret in (organiser.email, organiser.name, "⟪secret⟫", PASSWORD, "127.0.0.1"):
        assert secret not in text


def test_the_log_tells_what_was_refused_by_the_name_of_the_page(
    assembly, observer, outsider, client_of, lines
):
    """No right, no such assembly for a stranger, a refused form, too often; an address may hold a secret."""
    client_of(observer).get(reverse("assembly_move", args=[assembly.slug]))
    client_of(outsider).get(reverse("overview", args=[assembly.slug]))
    Client().get("/nowhere/")
    Client().post(reverse("sign_in_by_letter"), {"reference": "", "code": ""})
    said = [(line["event"], line["account"], line["page"]) for line in lines() if "page" in line]
    assert said == [
        ("not_permitted", observer.pk, "assembly_move"),
        ("not_found", outsider.pk, "overview"),
        ("input_refused", None, "sign_in_by_letter"),
    ]


def test_of_voting_and_of_surveys_the_log_says_nothing_and_no_number_goes_out(lines):
    for address in ("/vote/", "/survey/", "/survey/nothing/"):
        answer = Client().post(address, {})
        assert "X-Request-ID" not in answer
    assert lines() == []


def test_nothing_typed_can_make_a_line_of_its_own(lines, organiser):
    """Line ends stay inside the JSON of one line, and a number that a client sends is not taken over."""
    forged = {"login": 'x\n{"event": "signed_in"}', "password": "y\r\n"}
    answer = Client(headers={"X-Request-ID": "forged\n"}).post("/accounts/login/", forged)
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])
    assert [line["event"] for line in lines()] in (["sign_in_failed"], [])


def test_cookies_of_an_installation_are_bound_to_its_host():
    """As a process with HTTPS sets them: this host alone, secure, out of reach of scripts, from this site."""
    script = """
import django; django.setup()
from django.conf import settings
from django.test import Client
answer = Client(enforce_csrf_checks=False).get("/accounts/login/", secure=True, headers={"host": "localhost"})
chosen = Client().post("/language/", {"language": "fr", "next": "/"}, secure=True, headers={"host": "localhost"})
for each in (*answer.cookies.values(), *chosen.cookies.values()):
    print(each.key, each["secure"], each["httponly"], each["samesite"], each["path"], repr(each["domain"]))
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
      settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN)
print(answer["Strict-Transport-Security"])
plain = Client().get("/api/v1/", headers={"host": "localhost"})
print(plain.status_code, Client().get("/", headers={"host": "localhost"})["Location"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "BEHIND_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "__Host-csrftoken True True Lax / ''",
        "__Host-language True True Lax / ''",
        "__Host-sessionid True True Lax / None",
        "max-age=31536000; includeSubDomains; preload",
        "403 https://localhost/",
    ], done.stderr
