"""Access tokens: made by organisers, shown once, ended at once, gone by themselves."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.clock import tick
from assembly.connections.access_secrets import PATTERN, digest_of, drawn_secret, is_well_formed
from assembly.connections.attention_tokens import token_actions
from assembly.connections.errors_tokens import TokenRefused
from assembly.connections.models import AccessToken
from assembly.connections.services.tokens import WantedToken, end_token, expire_tokens, make_token, note_use
from assembly.enums import Role
from assembly.errors import IllegalMove
from assembly.log import without_secrets
from assembly.models import Appointment, AuditEvent, EventDetails
from assembly.record import sentence_of
from tests.conftest import sign_in_recently
from tests.factories import AppointmentFactory
from tests.factories_api import make_access, token_at

pytestmark = pytest.mark.django_db


def form(**fields):
    """What an organiser sends."""
    return {
        "purpose": "⟪Council’s website⟫",
        "role": "observer",
        "expires_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
        "form_token": uuid.uuid4(),
        **fields,
    }


def new(assembly):
    return reverse("connections_token_new", args=[assembly.slug])


@pytest.fixture
def recent(organiser, client_of):
    """An organiser who has just signed in."""
    client = client_of(organiser)
    sign_in_recently(client, organiser)
    return client


def test_a_secret_can_be_told_from_everything_else():
    """By its beginning, and by the six at its end."""
    secret = drawn_secret()
    assert PATTERN.fullmatch(secret)
    assert is_well_formed(secret)
    assert not is_well_formed(secret[:-1] + ("0" if secret[-1] != "0" else "1"))
    assert not is_well_formed(secret.replace("asm_", "xyz_"))
    assert drawn_secret() != secret


def test_the_secret_is_shown_once_and_kept_nowhere(assembly, recent):
    made = recent.post(new(assembly), form())
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    secret = PATTERN.search(made.content.decode()).group()
    token = AccessToken.objects.get()
    assert (token.digest, token.last_four, token.role) == (digest_of(secret), secret[-4:], "observer")
    for name, arguments in (("connections_tokens", []), ("connections_token", [token.number])):
        page = recent.get(reverse(name, args=[assembly.slug, *arguments])).content.decode()
        assert not PATTERN.search(page)
        assert secret[-4:] in page
    assert all(secret[4:20] not in text for text in EventDetails.objects.values_list("text", flat=True))


def test_the_same_form_sent_twice_makes_one_token(assembly, recent):
    sent = form()
    recent.post(new(assembly), sent)
    again = recent.post(new(assembly), sent, follow=True)
    assert AccessToken.objects.count() == 1
    assert "made already" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", ""),
        ("role", "member"),
        ("role", ""),
        ("expires_on", ""),
        ("expires_on", "2020-01-01"),
        ("expires_on", "2999-01-01"),
        ("form_token", "x"),
    ],
)
def test_a_form_that_cannot_be_used_says_what_is_wrong(field, value, assembly, recent):
    answer = recent.post(new(assembly), form(**{field: value}))
    assert answer.status_code == 422
    assert AccessToken.objects.count() == 0


def test_whoever_signed_in_long_ago_is_asked_again_before_making_one(assembly, organiser, client_of):
    client = client_of(organiser)
    sign_in_recently(client, organiser, ago=3600)
    answer = client.post(new(assembly), form())
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert AccessToken.objects.count() == 0


@pytest.mark.parametrize("role", [Role.SESSION_STAFF, Role.OBSERVER, Role.AUDITOR])
def test_only_organisers_make_and_end_tokens(role, assembly, client_of):
    """Auditors see the list."""
    made = make_access(assembly)
    client = client_of(AppointmentFactory(assembly=assembly, role=role).user)
    one = reverse("connections_token", args=[assembly.slug, made.token.number])
    assert client.post(new(assembly), form()).status_code == 403
    assert client.post(one, {"reason": "⟪x⟫"}).status_code == 403
    seen = client.get(reverse("connections_tokens", args=[assembly.slug])).status_code
    assert seen == (200 if role == Role.AUDITOR else 403)


def test_a_stranger_finds_no_tokens(assembly, outsider, client_of):
    assert client_of(outsider).get(reverse("connections_tokens", args=[assembly.slug])).status_code == 404


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_service_refuses_days_that_no_form_lets_pass(days, assembly, organiser, now):
    with pytest.raises(TokenRefused):
        make_access(assembly, days=days)


def test_a_role_that_reads_nothing_gets_no_token(assembly, organiser, now):
    wanted = WantedToken("⟪x⟫", Role.MEMBER, timezone.localdate(now) + timedelta(days=5))
    with pytest.raises(TokenRefused):
        make_token(
            assembly=assembly,
            wanted=wanted,
            secret=drawn_secret(),
            form_token=uuid.uuid4(),
            actor=organiser,
            now=now,
        )


def test_ending_says_why_and_is_recorded(assembly, organiser, recent):
    token = make_access(assembly, actor=organiser).token
    one = reverse("connections_token", args=[assembly.slug, token.number])
    assert recent.post(one, {"reason": ""}).status_code == 422
    assert recent.post(one, {"reason": "⟪The website is gone⟫"}).status_code == 302
    token.refresh_from_db()
    assert (token.state, token.ended_by, token.reason) == ("ended", organiser, "⟪The website is gone⟫")
    assert recent.post(one, {"reason": "⟪again⟫"}).status_code == 409
    with pytest.raises(IllegalMove):
        end_token(token=token, reason="⟪x⟫", actor=organiser, now=timezone.now())
    with pytest.raises(TokenRefused):
        end_token(token=token, reason="", actor=organiser, now=timezone.now())
    told = [sentence_of(event) for event in AuditEvent.objects.filter(assembly=assembly).order_by("number")]
    day = token.expires_on.isoformat()
    assert told == [
        f"{organiser} made access token 1, which reads as Organiser until {day}: ⟪Council’s website⟫",
        f"{organiser} ended access token 1: ⟪The website is gone⟫",
    ]


def test_the_clock_notes_that_the_last_day_is_over(assembly):
    token = make_access(assembly, days=1).token
    day = timezone.now() + timedelta(days=1)
    assert expire_tokens(day) == 0
    results = {each.name: each.handled for each in tick(day + timedelta(days=1))}
    assert results["connections.expired_tokens"] == 1
    assert expire_tokens(day + timedelta(days=1)) == 0
    token.refresh_from_db()
    assert (token.state, token.ended_by) == ("expired", None)


def test_organisers_are_told_of_tokens_that_end_soon_or_whose_maker_has_left(assembly):
    """Fourteen days before; a token that is over needs nobody."""
    make_access(assembly, days=15)
    assert list(token_actions(assembly)) == []
    near = make_access(assembly, days=14).token
    left = make_access(assembly).token
    token_at(assembly, "ended")
    token_at(assembly, "expired")
    Appointment.objects.filter(user=left.made_by).delete()
    found = list(token_actions(assembly))
    assert [(each.title, each.due) for each in found] == [
        ("One access token comes to its end", near.expires_on),
        ("One access token was made by somebody who has left the organisers", None),
    ]
    assert {each.permission for each in found} == {"assembly.manage_connections"}


def test_the_day_of_use_never_goes_back(assembly):
    token, today = make_access(assembly).token, timezone.localdate()
    note_use(token=token, today=today)
    note_use(token=token, today=today - timedelta(days=1))
    token.refresh_from_db()
    assert token.last_used_on == today


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(many, assembly, organiser, client_of):
    client = client_of(organiser)
    address = reverse("connections_tokens", args=[assembly.slug])
    make_access(assembly)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _each in range(many - 1):
        make_access(assembly)
    with CaptureQueriesContext(connection) as all_of_them:
        client.get(address)
    assert len(all_of_them) == len(one)


def test_a_secret_never_stands_in_a_log():
    secret = drawn_secret()
    line = json.dumps({"path": f"/api/v1/assemblies?token={secret}", "header": f"Bearer {secret}"})
    assert secret[4:] not in without_secrets(line)
    assert without_secrets(line).count("asm_[hidden]") == 2
