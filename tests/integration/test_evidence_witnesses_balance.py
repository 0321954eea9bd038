"""The ledger counts who comes and who is invited apart, by topic and by session, as page, CSV and PDF."""

import csv
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from evidence.selectors.balance import ledger_of
from tests.factories import AppointmentFactory
from tests.factories_evidence import make_topic, make_witness
from tests.factories_people import make_person
from tests.factories_sessions import make_item, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(assembly):
    """Traffic: two in favour come, one against is invited. They speak on day one, twice, beside a stranger."""
    traffic, _stoves = make_topic(assembly, "⟪Traffic⟫"), make_topic(assembly, "⟪Stoves⟫")
    coming = [
        make_witness(assembly, state=state, position="for", gender="man") for state in ("accepted", "heard")
    ]
    invited = make_witness(assembly, state="invited", position="against", kind="lived", gender="woman")
    for witness in (*coming, invited, make_witness(assembly), make_witness(assembly, state="declined")):
        witness.topics.add(traffic)
    session = make_session(assembly)
    stranger = make_person(assembly)
    people = (*(each.person for each in (*coming, invited)), stranger)
    make_item(session, people=people)
    make_item(session, at=60, people=people)
    make_session(assembly)
    return ledger_of(assembly, "Whole assembly")


def test_who_comes_and_who_is_invited_are_counted_apart_each_once_a_session(ledger):
    counts = [
        (each.kind, each.coming.total, each.invited.total, each.without_file) for each in ledger.accounts
    ]
    assert counts == [
        ("assembly", 2, 1, 0),
        ("topic", 2, 1, 0),
        ("topic", 0, 0, 0),
        ("session", 2, 1, 1),
        ("session", 0, 0, 0),
    ]
    traffic = ledger.topics[0]
    assert traffic.coming.of("position", "for") == 2
    assert traffic.invited.of("position", "against") == 1


def test_gaps_of_those_who_come_are_told_in_words(ledger):
    traffic, stoves = ledger.topics
    assert traffic.sentences == [
        "⟪Traffic⟫: nobody speaks against.",
        "⟪Traffic⟫: no person with lived experience among 2.",
    ]
    assert stoves.sentences == ["⟪Stoves⟫: nobody is coming yet."]


def test_an_advisor_reaches_the_balance_from_their_home_and_a_member_does_not(
    ledger, assembly, outsider, client_of
):
    advisor, member = (
        AppointmentFactory(assembly=assembly, role=role).user for role in (Role.ADVISORY_GROUP, Role.MEMBER)
    )
    address = reverse("balance", args=[assembly.slug])
    assert address in client_of(advisor).get(reverse("own_home", args=[assembly.slug])).content.decode()
    page = client_of(advisor).get(address).content.decode()
    assert "⟪Traffic⟫: nobody speaks against." in page
    assert "⟪Dr Hana Osei" not in page
    assert [client_of(user).get(address).status_code for user in (member, outsider)] == [403, 404]


def test_the_files_hold_the_same_counts(ledger, assembly, observer, client_of):
    client = client_of(observer)
    answer = client.get(reverse("balance_csv", args=[assembly.slug]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["Topic", "⟪Traffic⟫", "Where they stand", "In favour", "2", "0"] in rows
    assert ["Topic", "⟪Traffic⟫", "Gender, as they say themselves", "Woman", "0", "1"] in rows
    for size in ("", "?print=large"):
        paper = client.get(reverse("balance_pdf", args=[assembly.slug]) + size)
        words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
        assert "nobody speaks against." in words.replace("\n", " ")
