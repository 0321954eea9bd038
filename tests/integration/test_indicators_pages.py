"""The pages of the behaviours: who sees what, what is hidden, remarks, files; nowhere a blend."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.enums import AssemblyState, Role
from assembly.evaluation.behaviours import Behaviour
from assembly.evaluation.indicator_sources import sources_of
from assembly.evaluation.models import IndicatorRemark
from assembly.evaluation.public_sections import sections_of
from assembly.evaluation.selectors.behaviours import behaviours_of
from assembly.evaluation.services.indicators import remark_on_indicator
from assembly.models import Assembly, AuditEvent
from assembly.record import sentence_of
from scheduling.enums import SessionState
from scheduling.models import Session
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_attendance import make_open_session, note
from tests.factories_indicators import make_edition, make_remark, make_voted
from tests.factories_outcomes import WORDS
from tests.spoken import views_of

pytestmark = pytest.mark.django_db
BLENDS = re.compile(r"\b(scores?|index|overall|grades?|average)\b", re.IGNORECASE)


@pytest.fixture
def known(assembly):
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.LEARNING)
    assembly.refresh_from_db()
    return assembly


def _public(name, assembly):
    answer = Client().get(reverse(name, args=[assembly.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def _came(assembly, members, came):
    session, people = make_open_session(assembly, members)
    for person in people[:came]:
        note(session, person)
    for person in people[came:]:
        note(session, person, "absent")
    Session.objects.filter(pk=session.pk).update(state=SessionState.CLOSED)


def test_organisers_see_all_and_remark_observers_read_members_and_strangers_do_not(
    known, organiser, observer, outsider, client_of
):
    address = reverse("evaluation_behaviours", args=[known.slug])
    remark = reverse("indicator_remark", args=[known.slug, "present"])
    page = client_of(organiser).get(address).content.decode()
    for behaviour in Behaviour:
        assert str(behaviour.label) in page
        for source in sources_of(behaviour):
            assert f'id="{source.key}"' in page
    assert remark in page
    seen = client_of(observer).get(address)
    assert (seen.status_code, remark in seen.content.decode()) == (200, False)
    assert client_of(observer).post(remark, {"text": "x"}).status_code == 403
    member = AppointmentFactory(assembly=known, role=Role.MEMBER).user
    assert client_of(member).get(address).status_code == 403
    assert client_of(outsider).get(address).status_code == 404
    assert IndicatorRemark.objects.count() == 0


def test_the_public_reads_of_an_assembly_that_it_knows_of(known):
    assert "Not measurable yet." in _public("public_behaviours", known)
    Assembly.objects.filter(pk=known.pk).update(state=AssemblyState.DRAFT)
    for name in ("public_behaviours", "public_behaviours_csv", "public_behaviours_json"):
        assert Client().get(reverse(name, args=[known.slug])).status_code == 404


@pytest.mark.parametrize(
    ("members", "came", "said", "hidden"),
    [
        (4, 3, "Too few people to say", "3 of 4"),
        (12, 2, "fewer than 5 of 12", "2 of 12"),
        (12, 10, "at least 8 of 12", "10 of 12"),
        (12, 6, "6 of 12 (50 %)", "Too few"),
    ],
)
def test_numbers_of_few_people_are_hidden_from_the_public(known, members, came, said, hidden):
    _came(known, members, came)
    told = "".join(
        _public(name, known)
        for name in ("public_behaviours", "public_behaviours_csv", "public_behaviours_json")
    )
    assert said in told
    assert hidden not in told


def test_numbers_of_few_people_are_shown_to_the_team(known, organiser, client_of):
    _came(known, 4, 3)
    team = client_of(organiser).get(reverse("evaluation_behaviours", args=[known.slug]))
    assert "3 of 4 (75 %)" in team.content.decode()


def _everything(assembly, client):
    return [
        *(
            _public(name, assembly)
            for name in ("public_behaviours", "public_behaviours_csv", "public_behaviours_json")
        ),
        *(
            client.get(reverse(name, args=[assembly.slug])).content.decode()
            for name in (
                "evaluation_behaviours",
                "evaluation_behaviours_csv",
                "evaluation_behaviours_json",
            )
        ),
    ]


def test_nothing_is_blended_on_any_page_or_in_any_file(known, organiser, client_of):
    """No such word; and every number of the data stands in a line of an indicator."""
    _came(known, 12, 6)
    make_edition(known, [{"draft_number": make_voted(known).number, **WORDS}])
    for content in _everything(known, client_of(organiser)):
        main = content.partition("<main")[2].partition("</main>")[0] or content
        assert BLENDS.findall(re.sub(r"<[^>]*>", " ", main)) == []
    told = json.loads(_public("public_behaviours_json", known))
    lines = [
        line
        for behaviour in told["behaviours"]
        for each in behaviour["indicators"]
        for line in each.pop("lines")
    ]
    assert len(lines) >= 3

    def numbers(value):
        if isinstance(value, dict):
            return [found for each in value.values() for found in numbers(each)]
        if isinstance(value, list):
            return [found for each in value for found in numbers(each)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert numbers(told) == []


def test_files_say_in_each_row_what_was_counted_and_from_where(known):
    make_edition(known, [{"draft_number": make_voted(known).number, **WORDS}])
    make_remark(known, text="=SUM(A1)")
    rows = list(csv.DictReader(io.StringIO(_public("public_behaviours_csv", known).lstrip("\ufeff"))))
    assert len(rows) == sum(len(sources_of(behaviour)) for behaviour in Behaviour)
    for row in rows:
        assert all(
            row[name] for name in ("behaviour", "indicator", "name", "counted", "of", "source", "cannot_show")
        )
        assert bool(row["value"]) != bool(row["not_measured"])
    (kept,) = [row for row in rows if row["indicator"] == "wording_kept"]
    assert (kept["part"], kept["whole"], kept["share"], kept["n"]) == ("1", "1", "1", "1")
    assert kept["remark"] == "'=SUM(A1)"


def test_a_remark_is_read_by_everybody_and_taken_back_by_an_empty_one(known, organiser, client_of):
    client, address = client_of(organiser), reverse("indicator_remark", args=[known.slug, "present"])
    assert client.post(address, {"text": "⟪It snowed⟫"}).status_code == 302
    assert "⟪It snowed⟫" in _public("public_behaviours", known)
    client.post(address, {"text": "⟪It snowed⟫"})
    assert "⟪It snowed⟫" in client.get(address).content.decode()
    client.post(address, {"text": " "})
    assert "⟪It snowed⟫" not in _public("public_behaviours", known)
    kept = IndicatorRemark.objects.filter(assembly=known).order_by("number")
    assert list(kept.values_list("number", "text")) == [(1, "⟪It snowed⟫"), (2, "")]
    events = AuditEvent.objects.filter(type__startswith="indicator_remark.").order_by("number")
    assert [each.type for each in events] == ["indicator_remark.write", "indicator_remark.take_back"]
    assert all("present" in sentence_of(each) for each in events)


def test_a_remark_that_is_too_long_keeps_what_was_written(known, organiser, client_of):
    answer = client_of(organiser).post(
        reverse("indicator_remark", args=[known.slug, "present"]), {"text": "⟪long⟫" * 400}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "⟪long⟫" in page
    assert 'href="#id_text"' in page


def test_no_remark_on_what_is_no_indicator(known, organiser, client_of):
    address = reverse("indicator_remark", args=[known.slug, "nonsense"])
    assert client_of(organiser).get(address).status_code == 404


def test_nothing_is_written_where_nothing_is_taken_back(known):
    assert (
        remark_on_indicator(assembly=known, indicator="present", text="", actor=UserFactory(), now=NOON)
        is None
    )


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_remark(known, act):
    make_remark(known)
    rows = IndicatorRemark.objects.filter(assembly=known)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(text="x") if act == "update" else rows.delete()


def test_the_page_of_the_evaluation_shows_what_is_measured_alone(known):
    ours = "evaluation/public_section_behaviours.html"
    assert ours not in [each.template for each in sections_of(known, NOON)]
    _came(known, 12, 6)
    (section,) = [each for each in sections_of(known, NOON) if each.template == ours]
    shown = [each.key for behaviour in section.context["behaviours"] for each in behaviour.measured]
    assert shown == ["present", "authority_heard"]
    drawn = render_to_string(section.template, {"assembly": known, **section.context})
    assert drawn.startswith("<section")
    assert "6 of 12 (50 %)" in drawn


@pytest.mark.parametrize("behaviour", Behaviour)
def test_the_team_is_led_to_pages_that_it_may_open(known, behaviour):
    """The page where a number is from asks for the permission that decides whether it is linked."""
    for source in sources_of(behaviour):
        words = source.compute(known, NOON).words
        if words.page:
            assert reverse(words.page, args=[known.slug])
            (view,) = views_of([words.page])
            assert view.permission == words.permission, source.key


def test_a_page_costs_the_same_with_one_thing_and_with_three(known):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            behaviours_of(known, NOON + timedelta(days=1), is_public=True)
        return len(queries)

    make_voted(known)
    make_remark(known)
    once = asked()
    for _each in range(2):
        make_voted(known)
        make_remark(known, "present")
    assert asked() == once
