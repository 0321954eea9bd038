"""Pages for people who take part and for the public, in every language: no sentence of theirs is left in English."""

import re
from datetime import date
from gettext import NullTranslations

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as django_settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import trans_real

from assembly.enums import AssemblyState, Role
from assembly.models import Assembly, Person
from assembly.outcomes.models import Official
from assembly.page_languages import pages_in_languages
from assembly.services.invitations import digest_of
from evidence.models import Witness
from tests.factories import NOON, AppointmentFactory, InvitationFactory
from tests.factories_offers import make_link, make_offer, make_policy
from tests.factories_people import make_members
from tests.factories_pool import RespondentFactory
from tests.pages import pages_below_an_assembly
from tests.spoken import catalogue, catalogues, said_by_page, said_by_templates, unknown_to

LANGUAGES = [code for code, _name in django_settings.LANGUAGES if code != django_settings.LANGUAGE_CODE]
PAGES = [page for page in pages_below_an_assembly() if page.name in pages_in_languages()]
PLACEHOLDERS = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%%")


class Recording(NullTranslations):
    """A language that remembers what it was asked for and does not know."""

    def __init__(self, real):
        super().__init__()
        self.real, self.unknown = real, set()

    def language(self):
        return self.real.language()

    def to_language(self):
        return self.real.to_language()

    def _note(self, message):
        plain = self.real._catalog.get(message) is not None
        if not plain and self.real._catalog.get((message, 0)) is None:
            self.unknown.add(message)

    def gettext(self, message):
        self._note(message)
        return self.real.gettext(message)

    def ngettext(self, msgid1, msgid2, n):
        self._note(msgid1)
        return self.real.ngettext(msgid1, msgid2, n)

    def pgettext(self, context, message):
        self._note(f"{context}\x04{message}")
        return self.real.pgettext(context, message)

    def npgettext(self, context, msgid1, msgid2, n):
        self._note(f"{context}\x04{msgid1}")
        return self.real.npgettext(context, msgid1, msgid2, n)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def recording(language, monkeypatch):
    """The language as it is, with a memory."""
    recorder = Recording(trans_real.translation(language))
    monkeypatch.setitem(trans_real._translations, language, recorder)
    return recorder


def _check(answer, language, recording):
    """The page says in which language it is; nothing was asked for that is not known, and no template holds more."""
    if not answer.headers["Content-Type"].startswith("text/html") or answer.streaming:
        return
    content = answer.content.decode()
    # A part that is put into a page has the page's language.
    assert f'<html lang="{language}"' in content or "<html" not in content
    assert unknown_to(recording.real, said_by_templates(answer.templates)) == []
    assert sorted(recording.unknown) == []


def _in_language(client, language):
    client.cookies["django_language"] = language
    return client


def _client(language):
    return _in_language(Client(), language)


def _taking_part(client_of, assembly, language, role):
    user = AppointmentFactory(assembly=assembly, role=role).user
    witness = Witness.objects.filter(person__isnull=False).first() if role == Role.WITNESS else None
    person = witness.person if witness else make_members(assembly, 1)[0]
    Person.objects.filter(pk=person.pk).update(user=user)
    return _in_language(client_of(user), language)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_every_page_of_those_who_take_part_is_translated(page, assembly, client_of, language, recording):
    """Shown to whom its example belongs and to each who may open it, and answered with an empty form."""
    address = page.address(assembly)
    owners = [person.user for person in Person.objects.filter(assembly=assembly, user__isnull=False)]
    owners += [official.user for official in Official.objects.filter(body__assembly=assembly)]
    clients = [_in_language(client_of(owner), language) for owner in owners] + [
        _taking_part(client_of, assembly, language, role)
        for role in (Role.MEMBER, Role.WITNESS, Role.OFFICIAL, Role.ADVISORY_GROUP)
    ]
    shown = []
    for client in clients:
        answers = [client.get(address), *([client.post(address, {})] if page.has("post") else [])]
        for answer in answers:
            if answer.status_code not in (403, 302, 405):
                _check(answer, language, recording)
                shown.append(answer.status_code)
    assert shown


def _addresses(assembly):
    """Return address → form of public pages that need an example, in several states."""
    make_policy(assembly)
    InvitationFactory(
        assembly=assembly,
        role=Role.MEMBER,
        token_digest=digest_of("token"),
        expires_at=NOON.replace(year=2100),
    )
    offer = make_offer(person=RespondentFactory(assembly=assembly, born_on=date(1957, 1, 1)))
    answer = reverse("answer", args=[make_link(offer).token])
    return [
        (reverse("invitation", args=["token"]), {}),
        (answer, {}),
        (answer, {"answer": "yes", "proof": "1900"}),
        (answer, {"answer": "yes", "proof": "1957"}),
        (reverse("answer", args=["nowhere"]), {}),
        (reverse("account_login"), {"login": "x", "password": "y"}),
        (reverse("account_request_login_code"), {}),
        (reverse("sign_in_by_letter"), {}),
    ]


@pytest.mark.django_db
def test_public_pages_are_translated_in_their_states(assembly, language, recording):
    for address, form in _addresses(assembly):
        _check(_client(language).get(address, follow=True), language, recording)
        _check(_client(language).post(address, form, follow=True), language, recording)


@pytest.mark.django_db
def test_public_pages_without_an_example_are_translated(assembly, language, recording):
    """All that take the assembly's slug, or nothing; of an assembly that the public knows of."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.RECRUITING)
    for name in sorted(pages_in_languages() - {page.name for page in PAGES}):
        for arguments in ([], [assembly.slug]):
            try:
                address = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            answer = _client(language).get(address)
            if answer.status_code == 200:
                _check(answer, language, recording)


@pytest.mark.parametrize("name", sorted(pages_in_languages()))
def test_whatever_a_page_may_say_is_translated(name, language):
    """Also refusals that no example meets, and templates of states in which no example is."""
    assert unknown_to(trans_real.translation(language), said_by_page(name)) == []


def test_translations_keep_the_places_of_what_is_put_in(language):
    """Of each form by number; a singular may leave the number out."""
    for sentence, translation in catalogue(language).items():
        wanted = _places(sentence.message) | _places(sentence.plural or "")
        for form in translation if isinstance(translation, tuple) else (translation,):
            assert form.strip(), sentence
            assert _places(form) <= wanted, sentence
            assert sentence.plural or _places(form) == wanted, sentence


def _places(words):
    return {name for pair in PLACEHOLDERS.findall(words) for name in pair if name}


def test_what_is_served_is_made_of_what_is_written(language, tmp_path):
    for folder in catalogues(language):
        with (folder / "django.po").open("rb") as written:
            read = read_po(written, locale=language)
        with (tmp_path / "django.mo").open("wb") as made:
            write_mo(made, read)
        assert (tmp_path / "django.mo").read_bytes() == (folder / "django.mo").read_bytes(), folder


@pytest.mark.django_db
def test_pages_of_the_team_stay_in_one_language(assembly, organiser, client_of, language):
    client = client_of(organiser)
    client.cookies["django_language"] = language
    page = client.get(reverse("overview", args=[assembly.slug]))
    assert '<html lang="en"' in page.content.decode()
    assert reverse("set_language") not in page.content.decode()


@pytest.mark.django_db
def test_a_reader_chooses_a_language_and_keeps_it(language):
    client = Client()
    page = client.get(reverse("account_login"), headers={"accept-language": language})
    assert f'<html lang="{language}"' in page.content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    page = client.get(reverse("account_login"), headers={"accept-language": language})
    assert '<html lang="en"' in page.content.decode()
