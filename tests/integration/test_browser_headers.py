"""What every answer tells browsers, where nobody is led astray, and what names no machine."""

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from assembly.browser_headers import PERMISSIONS
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
    "object-src 'none'",
}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/accounts/login/", HTTPStatus.OK),
        ("/static/assembly/app.css", HTTPStatus.OK),
        ("/health/", HTTPStatus.OK),
        ("/about/", HTTPStatus.OK),
        ("/favicon.ico", HTTPStatus.FOUND),
        ("/", HTTPStatus.FOUND),
        ("/nowhere/", HTTPStatus.NOT_FOUND),
        ("/.git/config", HTTPStatus.NOT_FOUND),
        ("/static/", HTTPStatus.NOT_FOUND),
        ("/static/../manage.py", HTTPStatus.NOT_FOUND),
        ("/static/%2e%2e/%2e%2e/manage.py", HTTPStatus.NOT_FOUND),
    ],
)
def test_every_answer_says_what_a_browser_may_do(address, status):
    """Pages, files, what is not there, and no list of a folder, no source."""
    answer = Client().get(address)
    answer.close()
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers)


def test_a_refused_host_and_a_stale_form_say_it_too():
    for answer in (
        Client(headers={"host": "evil.example"}).get("/accounts/login/"),
        Client(enforce_csrf_checks=True).post("/accounts/login/", {}),
        Client().trace("/accounts/login/"),
    ):
        assert answer.status_code in (400, 403, 405)
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
        assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in_or_choosing_a_language(after):
    user = UserFactory()
    signed_in = Client().post(
        f"{reverse('account_login')}?next={after}", {"login": user.email, "password": PASSWORD, "next": after}
    )
    chosen = Client().post(reverse("set_language"), {"language": "fr", "next": after})
    assert [answer["Location"] for answer in (signed_in, chosen)] == ["/", "/"]


def test_a_method_in_a_field_or_a_header_is_not_taken_for_the_method(organiser, client_of):
    """What is asked for by GET changes nothing, whatever it says beside."""
    client = client_of(organiser)
    client.get(reverse("account_logout"), {"_method": "POST"}, headers={"X-HTTP-Method-Override": "POST"})
    assert client.get("/").status_code == 200


def test_a_field_of_the_address_is_not_taken_for_one_of_the_form():
    """Of two of one name in a form the last counts, everywhere alike; one in the address counts for nothing."""
    user = UserFactory()
    fields = f"?login={user.email}&password={PASSWORD}"
    assert Client().post(reverse("account_login") + fields, {"login": "", "password": ""}).status_code == 200
    twice = Client().post(
        reverse("account_login"), {"login": ["nobody@example.org", user.email], "password": ["x", PASSWORD]}
    )
    assert twice.status_code == 302


@pytest.mark.parametrize("contact", ["mailto:security@example.org", "https://example.org/weakness"])
def test_security_txt_names_the_contact_and_runs_out_within_a_year(settings, contact):
    settings.SECURITY_CONTACT = contact
    answer = Client().get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines.pop("Expires").endswith("T00:00:00Z")
    assert lines == {
        "Contact": contact,
        "Preferred-Languages": "en, fr",
        "Canonical": "http://testserver/.well-known/security.txt",
    }


def test_without_a_contact_there_is_no_security_txt(settings):
    settings.SECURITY_CONTACT = ""
    assert Client().get("/.well-known/security.txt").status_code == 404
    assert Client().post("/.well-known/security.txt").status_code == 405


@pytest.mark.parametrize(
    "address", ["/health/", "/health/ready/", "/accounts/login/", "/about/", "/static/assembly/icon.svg"]
)
def test_what_is_text_says_in_which_letters_it_is_written(address):
    answer = Client().get(address)
    answer.close()  # the file, where it is one
    assert answer["Content-Type"].endswith("; charset=utf-8")


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/change/"])
def test_a_field_for_a_password_hides_it_and_takes_what_a_manager_or_the_clipboard_gives(address):
    user, client = UserFactory(), Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    page = (client if "change" in address else Client()).get(address).content.decode()
    fields = re.findall(r"<input[^>]*password[^>]*>", page)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field
        assert "maxlength" not in field


def test_a_number_that_no_database_holds_is_a_page_that_is_not_there(assembly, organiser, client_of):
    client = client_of(organiser)
    for number in (2**31, 2**63, 10**40):
        assert client.get(f"/assemblies/{assembly.slug}/venues/{number}/").status_code == 404
