"""Every page in a made-up language: whatever is not marked as a message or as data never went through gettext."""

from datetime import date
from functools import lru_cache

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import trans_real

from assembly.enums import Role
from assembly.services.invitations import digest_of
from tests.factories import (
    NOON,
    AppointmentFactory,
    AssemblyFactory,
    InvitationFactory,
    RemitVersionFactory,
)
from tests.factories_offers import make_attempt, make_link, make_offer, make_policy
from tests.factories_pool import RespondentFactory
from tests.pages import pages_below_an_assembly
from tests.pseudo_language import LANGUAGE, MarkingTranslations, untranslated

PAGES = pages_below_an_assembly()


@pytest.fixture(autouse=True, scope="module")
def _made_up_language():
    """Let the site speak the marking language only, also while it makes what pages show."""
    speaking = override_settings(LANGUAGES=[(LANGUAGE, "Marked")], LANGUAGE_CODE=LANGUAGE)
    with speaking, pytest.MonkeyPatch.context() as monkeypatch:
        # Changing the settings has emptied Django's own store of translations; no other language is ever read.
        monkeypatch.setitem(trans_real._translations, LANGUAGE, MarkingTranslations())
        monkeypatch.setattr(trans_real, "_default", trans_real._translations[LANGUAGE])
        monkeypatch.setattr(trans_real, "check_for_language", lru_cache(lambda code: code == LANGUAGE))
        yield
        trans_real.deactivate()


@pytest.fixture(autouse=True)
def _no_language_is_left():
    """Let no test find the language in which the one before it ended."""
    yield
    trans_real.deactivate()


def _pages(method):
    return [pytest.param(page, id=page.name) for page in PAGES if page.has(method)]


def _check(answer):
    if answer.streaming:
        # Read to its end, so that the file is closed.
        list(answer)
    if answer.headers["Content-Type"].startswith("text/html") and not answer.streaming:
        html = answer.content.decode()
        assert "⟦" in html or not html.strip()
        assert untranslated(html) == []


def test_the_reader_finds_what_is_not_translated():
    """Also in attributes, also when a mark spans elements; names, data and code pass."""
    html = (
        "<p>⟦Hello <b>⟪Ada⟫</b> you⟧ <i>plain</i> Assembly a@b.org <code>x</code></p>"
        '<input type="submit" value="Go"><a aria-label="⟦fine⟧" title="bad">⟦x⟧</a>'
    )
    assert untranslated(html) == ["plain", "input: Go", "a: bad"]


@pytest.mark.one_in(6)
@pytest.mark.parametrize("page", _pages("get"), scope="module")
def test_every_page_of_an_assembly_is_translatable(page, shown, assembly, organiser, client_of):
    """Shown to an organiser, with an example of what it shows."""
    _check(client_of(organiser).get(shown.address, follow=True))


@pytest.mark.one_in(6)
@pytest.mark.parametrize("page", _pages("post"), scope="module")
def test_every_answer_to_an_empty_form_is_translatable(page, shown, assembly, organiser, client_of):
    """An empty form makes most pages answer with their errors, the others with a message."""
    _check(client_of(organiser).post(shown.address, {}, follow=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "home",
        "permissions",
        "assembly_new",
        "account_change_password",
        "account_logout",
        "mfa_index",
        "account_sessions",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ],
)
def test_personal_pages_are_translatable(name, administrator, client_of):
    """Of somebody who has an assembly."""
    AppointmentFactory(user=administrator)
    _check(client_of(administrator).get(reverse(name)))


@pytest.mark.django_db
def test_empty_lists_and_wrong_answers_are_translatable(administrator, outsider, client_of):
    """The first visit of an administrator and of somebody without a role; a form with everything wrong."""
    _check(client_of(administrator).get("/"))
    _check(client_of(outsider).get("/"))
    _check(client_of(outsider).get("/?search=none"))
    _check(client_of(administrator).post("/assemblies/new/", {}))
    _check(
        client_of(administrator).post(
            "/assemblies/new/",
            {
                "seats": "many",
                "first_session_on": "soon",
                "last_session_on": "later",
                "one_per_household": "?",
            },
        )
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
        "account_reset_password_from_key_done",
    ],
)
def test_pages_before_signing_in_are_translatable(name):
    """Shown, and sent empty."""
    _check(Client().get(reverse(name)))
    if name in ("account_login", "account_reset_password"):
        _check(Client().post(reverse(name), {}))


@pytest.mark.django_db
def test_a_wrong_password_is_told_in_the_readers_language(outsider):
    """allauth's own message."""
    _check(Client().post("/accounts/login/", {"login": outsider.email, "password": "wrong"}))


@pytest.mark.django_db
def test_a_stale_reset_link_is_told_in_the_readers_language():
    """The page of a link that is no longer valid."""
    _check(Client().get("/accounts/password/reset/key/1-abc/"))


@pytest.mark.django_db
def test_error_pages_are_translatable(assembly, observer, client_of):
    """404, 403, a form out of date."""
    _check(client_of(observer).get("/nowhere/"))
    _check(client_of(observer).get(f"/assemblies/{assembly.slug}/move/"))
    strict = Client(enforce_csrf_checks=True)
    _check(strict.post("/accounts/login/", {}))


@pytest.mark.django_db
@pytest.mark.parametrize("fate", [{}, {"accepted_at": NOON}, {"revoked_at": NOON}, {"expires_at": NOON}])
def test_invitations_are_translatable_in_every_state(fate, outsider, client_of, settings):
    """Open for a newcomer and for somebody else's account; used, withdrawn, expired; unknown."""
    later = NOON.replace(year=2100)
    fields = {"token_digest": digest_of("token"), "expires_at": later, **fate}
    InvitationFactory(assembly=AssemblyFactory(), role=Role.OBSERVER, **fields)
    _check(Client().get("/invitations/token/"))
    _check(Client().post("/invitations/token/", {}))
    _check(client_of(outsider).get("/invitations/token/"))
    _check(Client().get("/invitations/unknown/"))


@pytest.mark.django_db
def test_pages_of_those_who_take_part_are_translatable(assembly, client_of):
    """With a question and a promise."""
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    _check(client_of(member).get("/"))
    _check(client_of(member).get(f"/assemblies/{assembly.slug}/home/"))


@pytest.mark.django_db
def test_pages_of_a_personal_link_are_translatable_in_every_state():
    """Shown, sent empty, with a wrong year, answered; a link that does not work."""
    offer = make_offer(person=RespondentFactory(born_on=date(1957, 1, 1)))
    make_policy(offer.seat.assembly)
    address = reverse("answer", args=[make_link(offer).token])
    _check(Client().get(address))
    for form in ({}, {"answer": "yes", "proof": "1900"}, {"answer": "yes", "proof": "1957"}):
        _check(Client().post(address, form))
    _check(Client().post(address, {"answer": "no", "proof": "1957"}))
    _check(Client().get(reverse("answer", args=["nowhere"])))


@pytest.mark.django_db
def test_the_page_of_a_call_is_translatable(assembly, organiser, client_of):
    """With earlier attempts, a wrong form, and an answer that came meanwhile."""
    make_policy(assembly)
    offer = make_offer(assembly)
    make_attempt(offer, note="⟪Evenings⟫")
    client = client_of(organiser)
    client.post(reverse("call_take", args=[assembly.slug, offer.pk]))
    address = reverse("call", args=[assembly.slug, offer.pk])
    _check(client.get(address))
    _check(client.post(address, {}))
    _check(client.post(address, {"outcome": "yes", "seen": "otherwise"}))
    _check(client.post(reverse("calls_who", args=[assembly.slug]), {"who": offer.seat.respondent.last_name}))
