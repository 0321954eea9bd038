"""The public site of an assembly: its navigation, the page about it, the list of assemblies, the feed, languages."""

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import AssemblyState, Role
from assembly.models import Assembly
from assembly.public_site import public_pages
from tests.factories import AppointmentFactory, AssemblyFactory, RemitVersionFactory
from tests.factories_draws import make_draw
from tests.factories_evidence import make_item
from tests.factories_register import make_entry, make_register
from tests.factories_site import WORDS, make_statement

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def known(assembly):
    """An assembly that the public knows of."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    return assembly


@pytest.fixture
def full(known):
    """One about which there is something on every page."""
    RemitVersionFactory(assembly=known, number=1, published=True)
    make_statement(known)
    make_draw(known, "published")
    make_item(known, state="published")
    make_register(known)
    return known


def at(assembly, name="public_about", *arguments):
    return reverse(name, args=[assembly.slug, *arguments])


def read(address, client=None):
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_mistyped_an_address_is_led_to_what_is_public_and_to_their_own_where_they_are_signed_in(
    organiser, client_of
):
    for client, home in ((Client(), "public_assemblies"), (client_of(organiser), "home")):
        answer = client.get("/about/no-such-assembly/")
        assert answer.status_code == 404
        assert f'class="btn" href="{reverse(home)}"' in answer.content.decode()


def test_a_draft_is_nobodys_business(assembly, organiser, client_of):
    """Also for those who work on it: they read it in the workspace."""
    for name in ("public_about", "public_feed", "privacy_notice", "public_evidence", "public_register"):
        for client in (Client(), client_of(organiser)):
            assert client.get(at(assembly, name)).status_code == 404
    assert assembly.name not in read(reverse("public_assemblies"))


def test_of_a_draft_the_draws_are_public_and_lead_nowhere_else(assembly):
    """An assembly that has committed to a draw may not hide it by staying a draft."""
    make_draw(assembly, "committed")
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.DRAFT)
    shown = read(at(assembly, "public_draws"))
    assert at(assembly) + '"' not in shown
    assert at(assembly, "privacy_notice") not in shown


@pytest.mark.parametrize("role", [None, Role.ORGANISER, Role.MEMBER])
def test_everybody_reads_the_same(full, client_of, role):
    """Signed out, of the team, a member."""
    client = client_of(AppointmentFactory(assembly=full, role=role).user) if role else Client()
    page = client.get(at(full))
    assert page.status_code == 200
    assert page.content == Client().get(at(full)).content


def test_the_page_says_what_people_want_to_know(full):
    shown = read(at(full))
    remit = full.remit_versions.get()
    said = [
        full.name,
        full.commissioning_authority,
        remit.question,
        remit.response_promise,
        WORDS.why,
        WORDS.who_pays,
        "The whole budget is 120,000 GBP.",
        WORDS.oversight,
        WORDS.phone,
        WORDS.email,
        "You need no internet",
        "What the air does to us",
    ]
    assert [words for words in said if words not in shown] == []
    assert '<meta name="description" content="' in shown
    assert f'<link rel="canonical" href="http://testserver{at(full)}">' in shown
    assert f'type="application/atom+xml" href="{at(full, "public_feed")}"' in shown
    assert f'hreflang="fr" href="http://testserver{at(full)}?language=fr"' in shown


def test_without_anything_published_the_page_says_what_comes(known):
    shown = read(at(known))
    for words in ("The question is being written", "number and address will stand here soon"):
        assert words in shown


def test_the_navigation_names_the_pages_on_which_there_is_something(full, known):
    names = [page.key for page in public_pages(full)]
    assert names == sorted(names, key=[page.key for page in public_pages(full)].index)
    assert {"about", "chosen", "evidence", "answers", "privacy"} <= set(names)
    # The report of the factory has no words; test_report.py reads one that has.
    for page in [page for page in public_pages(full) if page.key != "report"]:
        shown = read(at(full, page.url_name))
        assert f'<a href="{at(full, page.url_name)}" aria-current="page">' in shown
        assert shown.count('aria-current="page"') == 1
    other = AssemblyFactory(state=AssemblyState.ANNOUNCED)
    assert [page.key for page in public_pages(other) if page.key in ("evidence", "answers", "calendar")] == []


def test_a_page_below_another_says_where_it_stands(full):
    shown = read(at(full, "public_item", 1))
    assert 'aria-label="You are here"' in shown
    assert f'<a href="{at(full, "public_evidence")}" aria-current="true">' in shown


def _queries(address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(address)
    return len(asked)


def test_the_page_and_the_feed_ask_as_often_for_three_things_as_for_one(full):
    before = [_queries(at(full)), _queries(at(full, "public_feed"))]
    for _ in range(2):
        make_item(full, state="published")
        make_statement(full, why=f"⟪Again {_}⟫")
        make_entry(full)
    assert [_queries(at(full)), _queries(at(full, "public_feed"))] == before


def test_the_navigation_costs_one_query_a_page(full):
    with CaptureQueriesContext(connection) as asked:
        pages = public_pages(full)
    assert len(asked) <= len(pages) + 4


def test_the_list_names_what_the_public_knows_of(known):
    draft = AssemblyFactory(name="⟪Not yet⟫")
    rehearsal = AssemblyFactory(name="⟪Only tried⟫", state=AssemblyState.LEARNING, is_rehearsal=True)
    shown = read(reverse("public_assemblies"))
    assert at(known) in shown
    assert draft.name not in shown
    assert rehearsal.name not in shown
    assert read(reverse("public_assemblies") + "?search=nowhere").count("No assembly matches") == 1


def test_a_rehearsal_says_what_it_is_and_is_not_to_be_found_by_search_engines(known):
    Assembly.objects.filter(pk=known.pk).update(is_rehearsal=True)
    shown = read(at(known))
    assert "Rehearsal: the people and answers here are invented" in shown
    assert '<meta name="robots" content="noindex">' in shown


def test_the_list_is_paged(db):
    AssemblyFactory.create_batch(26, state=AssemblyState.ANNOUNCED)
    address = reverse("public_assemblies")
    assert read(address).count("<h2>") == 25
    assert read(f"{address}?page=2").count("<h2>") == 1
    assert _queries(address) == _queries(f"{address}?page=2")


def test_the_entrance_leads_to_the_list(client):
    assert reverse("public_assemblies") in read(reverse("account_login"), client)


def _feed(assembly, **headers):
    answer = Client().get(at(assembly, "public_feed"), headers=headers)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 (our own)
    return [(entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href")) for entry in entries]


def test_the_feed_tells_everything_that_is_published(full):
    make_statement(full, is_published=False, why="⟪Draft⟫")
    make_item(full, state="approved", title="⟪Not yet⟫")
    titles = [title for title, _link in _feed(full)]
    said = [
        "Version 1 of the remit",
        "About the assembly, version 1",
        "Draw 1 was frozen",
        "⟪What the air does to us⟫",
    ]
    assert [title for title in said if title not in titles] == []
    assert "⟪Not yet⟫" not in titles
    assert "About the assembly, version 2" not in titles
    for link in [link for _title, link in _feed(full) if "/report/" not in link]:
        assert Client().get(link.removeprefix("http://testserver")).status_code == 200


def test_an_entry_of_the_feed_has_an_id_for_good(full):
    """However often it is asked, in whichever language."""

    def ids(**headers):
        answer = Client().get(at(full, "public_feed"), headers=headers)
        found = ET.fromstring(answer.content).iter(f"{ATOM}id")  # noqa: S314 (our own)
        return [each.text for each in found]

    assert ids() == ids(**{"accept-language": "fr"})
    assert len(set(ids())) == len(ids())


def test_a_link_shows_the_page_in_another_language_and_keeps_it(full):
    client = Client()
    answer = client.get(at(full) + "?language=fr")
    shown = answer.content.decode()
    assert '<html lang="fr"' in shown
    assert "À propos" in shown
    assert f'<link rel="canonical" href="http://testserver{at(full)}?language=fr">' in shown
    assert client.cookies["django_language"].value == "fr"
    assert "private" in answer["Cache-Control"]
    assert '<html lang="fr"' in read(at(full, "public_evidence"), client)
    assert '<html lang="en"' in read(at(full, "public_evidence") + "?language=en", client)
    assert '<html lang="en"' in read(at(full), client)


def test_a_language_that_there_is_not_changes_nothing(full):
    client = Client()
    assert '<html lang="en"' in read(at(full) + "?language=xx", client)
    assert "django_language" not in client.cookies


def test_parameters_that_a_page_does_not_read_do_not_go_on_in_its_links(full):
    shown = read(at(full, "public_evidence") + "?kind=paper&utm_source=⟪elsewhere⟫")
    assert "utm_source" not in shown
    assert "kind=paper" in shown
