"""Staff sign in with more than a password; nothing is shown to those who have not set it up."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from assembly.enums import Role
from assembly.models import AuditEvent
from assembly.second_factor import BY_CODE_ALONE, lacks_second_factor
from tests.conftest import sign_in_recently
from tests.factories import PASSWORD, TOTP_SECRET, AppointmentFactory, UserFactory, add_second_factor

pytestmark = pytest.mark.django_db


def code(secret=TOTP_SECRET):
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def without_factor(role=Role.ORGANISER):
    """Somebody with a role and only a password."""
    return AppointmentFactory(role=role, second_factor=False)


def password_given(user):
    """A browser in which the right password was typed."""
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client, answer


def test_a_password_alone_signs_no_organiser_in(assembly, organiser):
    """The second step asks for a code; a wrong one is refused, the right one leads home."""
    client, answer = password_given(organiser)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("overview", args=[assembly.slug])).status_code == 302
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in refused.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == "/"
    assert client.get(reverse("overview", args=[assembly.slug])).status_code == 200


def test_five_wrong_codes_lock_the_second_step(organiser):
    """Also the right code is refused then, in this and in any other browser."""
    client, _answer = password_given(organiser)
    for _attempt in range(5):
        assert (
            "Incorrect code" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
        )
    locked = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert locked.status_code == 200
    assert "Too many" in locked.content.decode()
    other, _answer = password_given(organiser)
    assert "Too many" in other.post(reverse("mfa_authenticate"), {"code": code()}).content.decode()
    cache.clear()
    assert other.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == "/"


def test_other_pages_are_closed_too_until_it_is_set_up(client_of):
    """Home, permissions, the platform's administration; signing out is possible. For others see test_every_role.py."""
    client = client_of(without_factor().user)
    for address in ("/", "/permissions/", "/platform/"):
        assert client.get(address)["Location"] == reverse("mfa_index")
    assert client.post("/accounts/logout/").status_code == 302


@pytest.mark.parametrize("role", Role)
def test_who_needs_a_second_factor(role):
    """Everybody but members, witnesses and officials, who sign in by code."""
    assert lacks_second_factor(without_factor(role).user) is (role not in BY_CODE_ALONE)


def test_administrators_need_one_and_people_without_a_role_do_not(administrator):
    """An administrator without a role in any assembly sees everything all the same."""
    assert not lacks_second_factor(administrator)
    Authenticator.objects.all().delete()
    assert lacks_second_factor(administrator)
    assert not lacks_second_factor(UserFactory())


def test_an_app_is_set_up_and_recovery_codes_are_shown(client_of, django_capture_on_commit_callbacks):
    """From nothing to the first page, without being asked for the password that was just typed; each step recorded."""
    user = without_factor().user
    client = client_of(user)
    assert "Set up a second factor" in client.get(reverse("mfa_index")).content.decode()
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]
    assert 'src="data:image/svg+xml;base64,' in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert "Recovery codes" in answer.content.decode()
    codes = re.findall(r"<li><code>(\d+)</code>", answer.content.decode())
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    assert secret not in json.dumps([each.data for each in Authenticator.objects.all()])
    events = AuditEvent.objects.filter(type="account.second_factor_added").order_by("pk")
    assert [json.loads(event.kept.text) for event in events] == [{"kind": "totp"}, {"kind": "recovery_codes"}]
    fresh, _answer = password_given(user)
    assert fresh.post(reverse("mfa_authenticate"), {"code": codes[0]})["Location"] == "/"
    again, _answer = password_given(user)
    assert "Incorrect code" in again.post(reverse("mfa_authenticate"), {"code": codes[0]}).content.decode()


def test_whoever_has_one_is_asked_who_they_are_before_it_is_changed(organiser, client_of):
    """A browser left open does not give the account away."""
    client = client_of(organiser)
    sign_in_recently(client, organiser, ago=11 * 60)
    answer = client.get(reverse("mfa_deactivate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_the_pages_of_passkeys_keep_the_strict_policy(organiser, client_of):
    """Scripts come from files; data stands in blocks that no browser runs."""
    client = client_of(organiser)
    for name in ("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        assert "unsafe" not in answer["Content-Security-Policy"]
        page = answer.content.decode()
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in each or 'type="application/json"' in each for each in scripts)
        assert "style=" not in page
        assert 'class="wordmark"' in page


def test_an_administrator_lets_somebody_start_again(organiser):
    """Signed out everywhere, asked to set up a new one, and it stands in the record why."""
    client, _answer = password_given(organiser)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.get("/").status_code == 200
    call_command("reset_second_factor", organiser.email.upper(), reason="Lost the telephone")
    assert client.get("/")["Location"] == "/accounts/login/?next=/"
    assert lacks_second_factor(organiser)
    event = AuditEvent.objects.get(type="account.second_factor_reset")
    assert "Lost the telephone" in event.kept.text
    for email, reason in (("nobody@example.org", "x"), (organiser.email, " ")):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", email, reason=reason)


def test_an_export_asks_again_who_signed_in_long_ago(assembly, organiser, client_of):
    """And goes on with what was asked for once the password is typed, although that was a form."""
    client = client_of(organiser)
    sign_in_recently(client, organiser, ago=11 * 60)
    address = reverse("pool_export", args=[assembly.slug])
    answer = client.post(address, {"format": "csv"})
    assert answer["Location"] == f"{reverse('account_reauthenticate')}?next={address.replace('/', '%2F')}"
    wrong = client.post(answer["Location"], {"password": "wrong", "next": address})
    assert wrong.status_code == 200
    file = client.post(answer["Location"], {"password": PASSWORD, "next": address})
    assert file["Content-Disposition"].startswith("attachment")
    assert client.post(address, {"format": "csv"}).status_code == 200


def test_a_download_by_link_asks_too(assembly, organiser, client_of):
    """Where the page takes no forms, opening it is the act."""
    client = client_of(organiser)
    sign_in_recently(client, organiser, ago=3600)
    answer = client.get(reverse("panel_export", args=[assembly.slug]))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_looking_at_a_page_does_not_ask(assembly, organiser, client_of):
    """Only the act itself does."""
    client = client_of(organiser)
    sign_in_recently(client, organiser, ago=3600)
    assert client.get(reverse("pool", args=[assembly.slug])).status_code == 200


def test_a_secret_survives_a_change_of_the_installations_key(organiser, settings):
    """While the old key is named among those that are still read."""
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [old]
    client, _answer = password_given(organiser)
    assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == "/"
    assert add_second_factor(organiser) == TOTP_SECRET
