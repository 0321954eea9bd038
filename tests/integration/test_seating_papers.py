"""Papers of a seating plan, read back: 160 people with long names, nothing lost, nothing private."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assembly.models import AuditEvent
from scheduling.documents.seating import PAPERS
from scheduling.selectors.seating import rounds_of
from tests.factories import NOON
from tests.factories_people import make_members
from tests.factories_tables import make_plan

pytestmark = pytest.mark.django_db
LONG = "Maximiliane-Alexandra Freifrau von und zu Oberniederhausen-Württemberg"


def pages_of(content):
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture
def plan(assembly):
    """Twenty tables of eight."""
    members = make_members(assembly, 160)
    for number, person in enumerate(members):
        person.name = f"{LONG} {number}" if number % 10 == 0 else f"Member {number}"
        person.called = "Donaudampfschifffahrtsgesellschaftskapitänin" if number == 5 else f"Called {number}"
        person.values = {"⟪Age⟫": "SECRET-VALUE"}
        person.save(update_fields=["name", "called", "values"])
    return make_plan(assembly=assembly, tables=20, rounds=2)


def paper(plan, kind, **options):
    return PAPERS[kind](plan, page_url="https://assembly.example/tables/", now=NOON, **options)


def test_everybody_stands_once_in_each_round_of_the_plan_and_in_the_list(plan):
    text = " ".join(pages_of(paper(plan, "plan")))
    listed = " ".join(pages_of(paper(plan, "list")))
    for number in range(160):
        name = f"{LONG} {number}" if number % 10 == 0 else f"Member {number}"
        pattern = re.escape(name).replace(r"\-", r"-\s?").replace(r"\ ", r"\s") + r"(?!\d)"
        assert len(re.findall(pattern, text)) == 2, name
        assert len(re.findall(pattern, listed)) == 1, name
    assert "SECRET-VALUE" not in text + listed


def test_the_list_says_the_tables_of_the_plan(plan):
    listed = " ".join(pages_of(paper(plan, "list")))
    rounds = rounds_of(plan)
    person = next(
        seat.person for seat in plan.seats.select_related("person") if seat.person.name == "Member 7"
    )
    first, second = (seats[person.pk] for seats in rounds)
    assert re.search(rf"Member 7 {first} {second}\b", listed)


def test_a_card_for_everybody_names_them_on_both_sides(plan):
    pages = pages_of(paper(plan, "cards"))
    assert len(pages) == 160
    assert sum(page.count("Called 7 ") + page.endswith("Called 7") for page in pages) == 2
    assert len(pages_of(paper(plan, "signs"))) == 20


def test_facilitators_get_the_names_on_the_badges_and_nothing_else(plan):
    text = " ".join(pages_of(paper(plan, "facilitators")))
    assert text.count("Called 7 ") == 2
    assert "Member 7 " not in text
    assert "SECRET-VALUE" not in text


def test_taking_a_paper_stands_in_the_record(plan, organiser, client_of):
    address = [plan.session.assembly.slug, plan.session.number, plan.number]
    answer = client_of(organiser).get(reverse("seating_paper", args=[*address, "signs"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert AuditEvent.objects.filter(type="seating_plan.paper", actor=organiser).count() == 1
    assert client_of(organiser).get(reverse("seating_paper", args=[*address, "gossip"])).status_code == 404
