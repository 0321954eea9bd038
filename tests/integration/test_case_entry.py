"""The case entry: as its schema says, of published things alone, for everybody once the record is published."""

import csv
import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import AssemblyState, Role
from assembly.evaluation import told_elsewhere
from assembly.evaluation.exports_case import COLUMNS
from assembly.evaluation.told_elsewhere import Budget, Recruitment, Satisfaction
from assembly.models import Assembly
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, RemitVersionFactory, UserFactory
from tests.factories_draws import make_draw
from tests.factories_evidence import make_item, make_question
from tests.factories_learning import make_edition, make_entry
from tests.factories_people import make_members
from tests.factories_pool import RespondentFactory
from tests.factories_register import SECRET, make_register
from tests.factories_register import make_entry as make_answered
from tests.factories_seats import make_seat
from tests.factories_sessions import make_session
from tests.factories_votes import make_report
from tests.factories_waves import wave_at
from tests.report_schema import CASE_SCHEMA, faults_against_schema

pytestmark = pytest.mark.django_db


def case_of(assembly, **headers):
    answer = Client().get(reverse("public_case", args=[assembly.slug]), headers=headers)
    assert answer.status_code == 200
    return json.loads(answer.content)


@pytest.fixture
def bare(assembly):
    """An assembly of which nothing but the learning record is published."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.FOLLOW_UP)
    assembly.refresh_from_db()
    make_edition(assembly, has_open_licence=False)
    return assembly


@pytest.fixture
def full():
    """An assembly with published things of every kind, and much that is not."""
    assembly = AssemblyFactory(state=AssemblyState.FOLLOW_UP, name="⟪Riverbend⟫")
    RemitVersionFactory(assembly=assembly, published=True)
    RemitVersionFactory(assembly=assembly, number=2, question=SECRET)
    make_draw(assembly, "published")
    wave_at(assembly, "posted")
    make_register(assembly)
    assembly.refresh_from_db()
    make_answered(assembly, title="⟪Plant trees⟫")
    make_session(assembly, state="closed", title="⟪The first day⟫")
    make_session(assembly, title=SECRET)
    make_item(assembly, state="published")
    make_item(assembly, state="released_to_members", title=SECRET)
    make_question(assembly, state="answered", text=SECRET)
    make_entry(assembly)
    make_entry(assembly, is_public=False, text=SECRET)
    make_members(assembly, 3)
    make_edition(assembly)
    make_entry(assembly, text=SECRET)
    return assembly


def test_a_bare_entry_is_as_the_schema_says_and_what_is_not_known_is_null(bare):
    case = case_of(bare)
    assert faults_against_schema(case, CASE_SCHEMA) == []
    assert (case["funding"], case["licence"], case["purpose"]["question"]) == (None, None, None)
    assert case["participants"]["selection"] == {
        "kind": "stratified_lottery",
        "letters": None,
        "answers": None,
        "pool": None,
        "numbered_panels": None,
        "drawn_on": None,
        "is_public_draw": False,
    }


def test_a_full_entry_is_as_the_schema_says_and_tells_what_is_published(full):
    case = case_of(full)
    assert faults_against_schema(case, CASE_SCHEMA) == []
    assert case["purpose"]["question"] == "⟪How should Riverbend clean up the air we breathe?⟫"
    assert "⟪The first day⟫" in [each["title"] for each in case["time"]["sessions"]]
    assert case["participants"]["selection"]["is_public_draw"] is True
    assert case["participants"]["selection"]["pool"] > 0
    assert case["evidence"]["items"] == 1
    assert [each["in_favour"] for each in case["outcomes"]["recommendations"]] == [41, 41]
    assert case["responses"]["answered"] == 2
    assert case["learning"]["advice"] == "⟪Book the hall early.⟫"
    assert case["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {each["what"] for each in case["links"]} == {"evidence", "report", "answers", "draws", "learning"}


def test_nothing_that_is_not_published_stands_in_an_entry(full):
    text = json.dumps(case_of(full), ensure_ascii=False)
    assert SECRET not in text
    assert [name for name in ("⟪Member", "⟪Adeyemi", "⟪Grace⟫", "@example.org") if name in text] == []
    # Letters and answers are known to the team alone, until the figures are published.
    assert case_of(full)["participants"]["selection"]["letters"] is None


def test_a_count_of_few_people_is_in_no_entry(full):
    """Of people there are seats, members, the pool and votes: totals that are public elsewhere."""
    for place in (1, 2, 3):
        make_seat(
            RespondentFactory(assembly=full),
            number=900 + place,
            state="left_vacant",
            left_as="withdrawn_during",
            left_at=NOON,
        )
    people = case_of(full)["participants"]
    assert set(people) == {"seats", "members", "open_to", "selection"}


def test_what_others_publish_comes_in_through_their_hooks(bare, monkeypatch):
    for name in ("_satisfaction", "_budget", "_recruitment"):
        monkeypatch.setattr(told_elsewhere, name, [])
    told_elsewhere.tell_budget(lambda _pks, _now: {bare.pk: Budget("⟪The city⟫", Decimal(1000), "GBP")})
    told_elsewhere.tell_recruitment(lambda _pks, _now: {bare.pk: Recruitment(12_000, 400)})
    told_elsewhere.tell_satisfaction(
        lambda _pks, _now: {bare.pk: Satisfaction(30, 40, 47, "⟪At the end⟫", NOON.date())}
    )
    case = case_of(bare)
    assert faults_against_schema(case, CASE_SCHEMA) == []
    assert case["funding"] == {"who_pays": "⟪The city⟫", "amount": "1000.00", "currency": "GBP"}
    assert case["participants"]["selection"]["letters"] == 12_000
    assert case["evaluation"]["survey"]["satisfied"] == 30


def test_an_entry_of_a_report_made_by_the_house_tells_its_members():
    assembly = AssemblyFactory(state=AssemblyState.AWAITING_RESPONSE)
    report = make_report(assembly)
    make_edition(assembly)
    case = case_of(assembly)
    assert faults_against_schema(case, CASE_SCHEMA) == []
    assert case["participants"]["members"] == report.content["panel"]["members"]
    assert case["outcomes"]["not_adopted"] == 0
    assert case["method"]["decision_rules"][0]["share"] == "1/2"


def test_one_row_holds_the_main_fields(full):
    answer = Client().get(reverse("public_case_csv", args=[full.slug]))
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    case = case_of(full)
    assert len(rows) == 1
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["seats"] == str(case["participants"]["seats"])
    assert rows[0]["recommendations"] == "2"
    assert rows[0]["is_ongoing"] == "yes"
    assert rows[0]["letters"] == ""
    assert rows[0]["voting"] == "room"


def test_a_text_that_looks_like_a_formula_is_none_in_the_row(bare):
    RemitVersionFactory(assembly=bare, published=True, question="=1+1")
    answer = Client().get(reverse("public_case_csv", args=[bare.slug]))
    assert next(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))["question"] == "'=1+1"


def test_the_team_looks_at_it_first_and_everybody_has_it_once_the_record_is_published(
    assembly, organiser, client_of
):
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.FOLLOW_UP)
    client = client_of(organiser)
    page = client.get(reverse("learning_case", args=[assembly.slug])).content.decode()
    assert "The team alone, until the learning record is published." in page
    file = client.get(reverse("learning_case_file", args=[assembly.slug, "case.json"]))
    assert faults_against_schema(json.loads(file.content), CASE_SCHEMA) == []
    assert client.get(reverse("learning_case_file", args=[assembly.slug, "case.exe"])).status_code == 404
    assert Client().get(reverse("public_case", args=[assembly.slug])).status_code == 404
    assembly.refresh_from_db()
    make_edition(assembly, has_open_licence=False)
    page = client.get(reverse("learning_case", args=[assembly.slug])).content.decode()
    assert "without an open licence" in page
    assert reverse("public_case", args=[assembly.slug]) in page
    assert case_of(assembly)["slug"] == assembly.slug


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.MEMBER, 403), (None, 404)])
def test_the_team_sees_the_preview_and_nobody_else(assembly, client_of, role, status):
    user = AppointmentFactory(assembly=assembly, role=role).user if role else UserFactory()
    assert client_of(user).get(reverse("learning_case", args=[assembly.slug])).status_code == status


def test_an_entry_asks_as_often_for_many_recommendations_as_for_one(bare):
    make_register(bare)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            case_of(bare)
        return len(queries)

    one = asked()
    for _more in range(2):
        make_answered(bare)
    assert asked() == one


def test_the_schema_says_what_every_field_is_and_names_no_field_twice():
    assert CASE_SCHEMA["additionalProperties"] is False
    assert set(CASE_SCHEMA["required"]) == set(CASE_SCHEMA["properties"])
    assert re.fullmatch(r"assembly-case/\d+", CASE_SCHEMA["properties"]["format"]["const"])
