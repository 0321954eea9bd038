"""Whole public pages are kept for visitors who are nobody in particular, and never longer than they hold."""

import gzip
import os
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assembly.enums import AssemblyState, Role
from assembly.models import Assembly
from assembly.page_cache import SECONDS, Asked, page_key, remove_old_pages
from assembly.services.record import record_event
from evidence.enums import ItemState
from evidence.models import EvidenceItem
from tests.factories import NOON, AppointmentFactory, RemitVersionFactory
from tests.factories_calls import make_call
from tests.factories_evidence import make_item
from tests.factories_site import make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Keep pages as in production, in a folder of the test's own; other tests do without."""
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "pages"),
        }
    }
    return tmp_path / "pages"


@pytest.fixture
def known(assembly):
    """An assembly that the public knows of, with a question and evidence."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    make_statement(assembly)
    make_item(assembly, state="published")
    return assembly


def at(assembly, name="public_about", *arguments):
    return reverse(name, args=[assembly.slug, *arguments])


def ask(address, client=None, **headers):
    """Return the answer, and how many questions it cost."""
    with CaptureQueriesContext(connection) as asked:
        answer = (client or Client()).get(address, headers=headers)
    return answer, len(asked)


def kept():
    return len(caches["pages"]._list_cache_files())


@pytest.mark.parametrize("name", ["public_about", "public_evidence", "privacy_notice", "public_feed"])
def test_the_second_visitor_costs_two_questions(known, name):
    """Which assembly it is, and how far its record has come."""
    first, cost = ask(at(known, name))
    second, cheap = ask(at(known, name))
    assert cost > cheap == 2
    assert (second.content, second.status_code) == (first.content, 200)
    for header in ("Content-Type", "ETag", "Cache-Control", "Vary", "Content-Language"):
        assert second[header] == first[header], header


def test_what_is_withdrawn_is_gone_at_once(known, organiser, now):
    listed, item = at(known, "public_evidence"), at(known, "public_item", 1)
    for address in (listed, item):
        for _ in range(2):
            assert "⟪The air is better" in ask(address)[0].content.decode()
    found = EvidenceItem.objects.get(assembly=known)
    EvidenceItem.objects.filter(pk=found.pk).update(
        state=ItemState.WITHDRAWN, withdrawn_reason="⟪The figures are another city’s⟫"
    )
    record_event("evidence.withdraw", obj=found, assembly=known, actor=organiser, now=now, details={})
    for address in (listed, item):
        shown = ask(address)[0].content.decode()
        assert "⟪The air is better" not in shown
        assert "⟪The figures are another city’s⟫" in shown


def test_whoever_is_signed_in_neither_fills_the_cache_nor_reads_from_it(known, client_of):
    for role in (Role.ORGANISER, Role.MEMBER):
        answer, _cost = ask(at(known), client_of(AppointmentFactory(assembly=known, role=role).user))
        assert answer["Cache-Control"] == "no-store"
    assert kept() == 0
    ask(at(known))
    assert kept() == 1
    _answer, cost = ask(at(known), client_of(AppointmentFactory(assembly=known, role=Role.MEMBER).user))
    assert cost > 2


@pytest.mark.parametrize("name", ["public_about", "public_evidence", "public_questions", "public_register"])
def test_a_page_that_is_kept_sets_no_cookie(known, name):
    for _ in range(2):
        answer, _cost = ask(at(known, name))
        assert not answer.cookies
        assert "csrf" not in answer.content.decode().lower()
        assert answer["Cache-Control"] == "no-cache"
        assert {"Cookie", "Accept-Language"} <= {each.strip() for each in answer["Vary"].split(",")}


def test_a_page_with_a_form_that_is_sent_is_kept_nowhere(known):
    make_call(known, state="open")
    tokens = set()
    for name in ("public_call", "public_propose_witness"):
        for _ in range(2):
            answer, _cost = ask(at(known, name))
            assert answer.status_code == 200
            tokens.add(answer.content.decode().partition('name="csrfmiddlewaretoken" value="')[2][:64])
    assert len(tokens) == 4
    assert kept() == 0


def test_a_visitor_who_has_the_page_is_told_that_nothing_changed(known, organiser, now):
    """Also when it was not kept here; a change in the record gives another mark only where the page changed."""
    first, _cost = ask(at(known))
    again, _cost = ask(at(known), **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    record_event("record.tested", obj=known, assembly=known, actor=organiser, now=now, details={})
    again, _cost = ask(at(known), **{"if-none-match": first["ETag"]})
    assert again.status_code == 304
    make_statement(known, why="⟪Otherwise⟫")
    again, _cost = ask(at(known), **{"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "⟪Otherwise⟫" in again.content.decode()


def test_each_language_has_its_own_page(known):
    for _ in range(2):
        assert '<html lang="en"' in ask(at(known))[0].content.decode()
        assert '<html lang="fr"' in ask(at(known), **{"accept-language": "fr"})[0].content.decode()
        assert '<html lang="fr"' in ask(at(known) + "?language=fr")[0].content.decode()


def test_the_choice_of_a_language_is_noted_for_each_who_makes_it(known):
    """The page comes from the cache, the cookie does not."""
    for _ in range(2):
        answer, _cost = ask(at(known) + "?language=fr")
        assert answer.cookies["django_language"].value == "fr"
    assert not ask(at(known), **{"accept-language": "fr"})[0].cookies


def test_a_refusal_is_not_kept(known):
    assert ask(at(known, "public_item", 99))[0].status_code == 404
    assert kept() == 0


def test_unknown_parameters_do_not_fill_the_cache(known):
    for number in range(5):
        ask(at(known, "public_evidence") + f"?nonsense={number}")
    assert kept() == 1


def test_the_key_holds_all_that_a_page_depends_on(known, organiser, now):
    """Each in turn: another one gives another key, the same gives the same."""
    asked = Asked("http://a", "/about/x/", "page=2", "en")
    today = NOON.date()
    key = page_key(known, asked, today)
    others = [
        page_key(known, Asked("http://b", "/about/x/", "page=2", "en"), today),
        page_key(known, Asked("http://a", "/about/y/", "page=2", "en"), today),
        page_key(known, Asked("http://a", "/about/x/", "page=3", "en"), today),
        page_key(known, Asked("http://a", "/about/x/", "page=2", "fr"), today),
        page_key(known, asked, today + timedelta(days=1)),
    ]
    assert page_key(known, asked, today) == key
    record_event("record.tested", obj=known, assembly=known, actor=organiser, now=now, details={})
    others.append(page_key(known, asked, today))
    assert len({key, *others}) == len(others) + 1


def test_a_kept_page_is_packed_for_browsers_that_unpack_it(known):
    """Both are the same page, the first time too; whoever has it already is told so in either case."""
    first, _questions = ask(at(known), **{"accept-encoding": "gzip, br"})
    plain, _questions = ask(at(known))
    packed, _questions = ask(at(known), **{"accept-encoding": "gzip, br"})
    assert (first.content, dict(first.items()).keys()) == (packed.content, dict(packed.items()).keys())
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed["Vary"]
    again, _questions = ask(at(known), **{"accept-encoding": "gzip", "if-none-match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not ask(at(known))[0].has_header("Content-Encoding")


def test_what_was_kept_is_removed_when_its_time_is_over(known, folder, now):
    """By the clock, and by whoever keeps the next one."""
    ask(at(known))
    assert remove_old_pages() == 0
    assert kept() == 1
    assert remove_old_pages(timezone.now() + timedelta(seconds=SECONDS + 1)) == 1
    assert kept() == 0
    ask(at(known))
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    ask(at(known, "public_evidence"))
    assert kept() == 1
    assert not old.exists()


def test_a_page_whose_file_was_cut_off_is_made_anew(known, folder):
    whole, _questions = ask(at(known))
    (file,) = folder.iterdir()
    for length in (0, 5, 40):
        file.write_bytes(file.read_bytes()[:length])
        again, _questions = ask(at(known))
        assert (again.status_code, again.content) == (200, whole.content)
        _answer, cheap = ask(at(known))
        assert cheap == 2


def test_a_page_is_shown_where_none_can_be_kept(known, settings, tmp_path):
    (tmp_path / "a file").write_text("no folder can be made below it")
    settings.CACHES = settings.CACHES | {
        "pages": settings.CACHES["pages"] | {"LOCATION": str(tmp_path / "a file" / "pages")}
    }
    for _ in range(2):
        assert ask(at(known))[0].status_code == 200
