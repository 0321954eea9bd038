"""The overview says where the process stands; the record tells what happened in sentences."""

from datetime import timedelta

import pytest

from assembly.enums import AssemblyState, StageState
from assembly.models import AuditEvent
from assembly.record import _sentences as sentences
from assembly.record import register_event_sentences, sentence_of
from assembly.selectors import route_of
from assembly.services.move_assembly import move_assembly
from assembly.stages import Figure, NextAction, Stage, StageStatus, register_stage
from assembly.stages import _stages as stages
from tests.factories import NOON, AssemblyFactory, AuditEventFactory, RemitVersionFactory, StateEntryFactory


def _event(assembly, actor, type_, minutes=0, **details):
    at = NOON + timedelta(minutes=minutes)
    return AuditEventFactory(assembly=assembly, actor=actor, type=type_, at=at, details=details)


def _shapes(assembly):
    return [(stop.key, stop.state, stop.is_current) for stop in route_of(assembly) if stop.state != "todo"]


@pytest.mark.django_db
def test_the_route_shows_what_is_done_and_when():
    """With the dates on which a state was entered and left."""
    assembly = AssemblyFactory(state="recruiting")
    for days, state in enumerate(["draft", "announced", "recruiting"]):
        StateEntryFactory(assembly=assembly, state=state, entered_at=NOON + timedelta(days=days))
    assert _shapes(assembly) == [("announced", "done", False), ("recruiting", "active", True)]
    announced, recruiting = route_of(assembly)[:2]
    assert (announced.begun_at, announced.left_at) == (NOON + timedelta(days=1), NOON + timedelta(days=2))
    assert (recruiting.begun_at, recruiting.left_at) == (NOON + timedelta(days=2), None)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_an_assembly_that_stands_still_stands_where_it_was(state):
    """Pausing is no stop of its own."""
    assembly = AssemblyFactory(state=state, paused_from="announced" if state == "paused" else "")
    for each in ("draft", "announced", state):
        StateEntryFactory(assembly=assembly, state=each)
    assert _shapes(assembly) == [("announced", "vacant", True)]


@pytest.mark.django_db
def test_a_draft_has_not_begun_and_a_closed_assembly_is_done():
    """Both ends of the route."""
    assert _shapes(AssemblyFactory()) == []
    closed = route_of(AssemblyFactory(state=AssemblyState.CLOSED))
    assert {stop.state for stop in closed} == {"done"}


def test_the_overview_gathers_what_the_stages_answer(assembly, organiser, client_of, monkeypatch):
    """Figures, actions (what blocks first), sentences: also of stages that this floor has never heard of."""
    monkeypatch.setattr("assembly.stages._stages", dict(stages))
    action = NextAction(
        title="Ring the bell", why="It is time.", url="/bell/", button="Ring", is_blocking=True
    )
    status = StageStatus(StageState.ACTIVE, "The bell waits.", (action,), (Figure("Bells", 7, "of bronze"),))
    register_stage(Stage("bell", "Bell", -5, "overview", "assembly.view_workspace", lambda _assembly: status))
    answer = client_of(organiser).get(f"/assemblies/{assembly.slug}/")
    html = answer.content.decode()
    assert answer.context["actions"][0] == action
    assert answer.context["figures"][0].value == 7
    assert "The bell waits." in html
    assert "of bronze" in html


def test_only_those_who_may_act_are_asked_to(assembly, organiser, observer, client_of):
    """Others read what the stage waits for, without a link that would refuse them."""
    mine = client_of(organiser).get(f"/assemblies/{assembly.slug}/")
    theirs = client_of(observer).get(f"/assemblies/{assembly.slug}/")
    asked = {str(action.title) for action in mine.context["actions"]}
    assert asked == {"Complete the remit", "Import the volunteers", "Enter targets", "Plan the first session"}
    assert theirs.context["actions"] == []
    assert [status.attention for _, status in theirs.context["rail"]] == [0] * len(theirs.context["rail"])
    html = theirs.content.decode()
    assert "4 things wait for somebody else." in html
    assert "Somebody else: Import the volunteers" in html
    assert 'class="todo"' not in html


def test_when_nothing_waits_the_overview_offers_the_way_on(
    assembly, organiser, observer, client_of, monkeypatch
):
    """To those who may move the assembly."""
    calm = {key: stage for key, stage in stages.items() if key in ("overview", "team", "record")}
    monkeypatch.setattr("assembly.stages._stages", calm)
    url = f"/assemblies/{assembly.slug}/"
    assert "Next on the way: Announced" in client_of(organiser).get(url).content.decode()
    assert "Next on the way" not in client_of(observer).get(url).content.decode()


def test_the_overview_shows_the_question_as_peoples_words(assembly, observer, client_of):
    """In the serif of the assembly's own voice; the published one before the draft."""
    RemitVersionFactory(assembly=assembly, number=1, published=True, question="Published?")
    RemitVersionFactory(assembly=assembly, number=2, question="Draft?")
    html = client_of(observer).get(f"/assemblies/{assembly.slug}/").content.decode()
    assert '<p class="voice">Published?</p>' in html
    assert "Draft?" not in html


def test_session_staff_see_the_overview_without_the_record(assembly, session_staff, client_of):
    """They have no right to read it."""
    client = client_of(session_staff)
    assert "Recent record" not in client.get(f"/assemblies/{assembly.slug}/").content.decode()
    assert client.get(f"/assemblies/{assembly.slug}/record/").status_code == 403


def test_moves_are_told_with_state_and_reason(assembly, organiser, now):
    """In the words of the glossary."""
    move_assembly(assembly=assembly, verb="pause", actor=organiser, now=now, reason="Elections")
    event = AuditEvent.objects.get()
    assert sentence_of(event) == f"{organiser.name} moved the assembly to “Paused”: Elections"


def test_upper_floors_add_their_sentences(assembly, organiser, monkeypatch):
    """As a text with places or as a function; what an old event did not note leaves a gap, not an error."""
    monkeypatch.setattr("assembly.record._sentences", dict(sentences))
    register_event_sentences(
        {
            "bell.rung": "%(actor)s rang %(bell)s %(times)s times",
            "bell.heard": lambda _: "Everybody heard it",
        }
    )
    assert sentence_of(_event(assembly, organiser, "bell.rung", bell="Old Tom")) == (
        f"{organiser.name} rang Old Tom … times"
    )
    assert sentence_of(_event(assembly, None, "bell.heard")) == "Everybody heard it"
    assert sentence_of(_event(assembly, None, "bell.cracked")) == "The system: bell.cracked"


def test_the_record_is_filtered_by_kind_person_and_text(assembly, organiser, observer, client_of):
    """Newest first."""
    _event(assembly, organiser, "remit.drafted", 1, number=1)
    _event(assembly, organiser, "remit.published", 2, number=1)
    _event(assembly, observer, "team.role_given", 3, role="auditor", person=observer.pk)
    _event(AssemblyFactory(), organiser, "remit.published", 4, number=9)
    client = client_of(organiser)

    def types(query):
        answer = client.get(f"/assemblies/{assembly.slug}/record/{query}")
        return [entry["event"].type for entry in answer.context["entries"]]

    assert types("") == ["team.role_given", "remit.published", "remit.drafted"]
    assert types("?kind=remit") == ["remit.published", "remit.drafted"]
    assert types(f"?person={observer.pk}") == ["team.role_given"]
    assert types("?text=AUDITOR") == ["team.role_given"]
    assert types("?kind=remit&text=published") == ["remit.published"]
    assert types("?person=nobody&page=x") == ["team.role_given", "remit.published", "remit.drafted"]
    nothing = client.get(f"/assemblies/{assembly.slug}/record/?text=zzz")
    assert "No entry matches" in nothing.content.decode()


def test_entries_link_to_their_object_and_show_details(assembly, organiser, client_of):
    """One click away."""
    remit = RemitVersionFactory(assembly=assembly)
    AuditEventFactory(
        assembly=assembly, actor=organiser, type="remit.drafted", obj=remit, details={"number": 1}
    )
    html = client_of(organiser).get(f"/assemblies/{assembly.slug}/record/").content.decode()
    assert f'<a href="/assemblies/{assembly.slug}/remit/versions/1/">' in html
    assert "&quot;number&quot;: 1" in html


def test_the_record_is_paged_and_costs_the_same_for_one_and_for_thirty(
    assembly, organiser, client_of, django_assert_max_num_queries
):
    """Actors and people are read together."""
    client = client_of(organiser)
    url = f"/assemblies/{assembly.slug}/record/"
    _event(assembly, organiser, "team.role_given", role="auditor", person=organiser.pk)
    with django_assert_max_num_queries(40) as first:
        client.get(url)
    for number in range(30):
        _event(assembly, organiser, "team.role_given", number, role="auditor", person=organiser.pk)
    with django_assert_max_num_queries(40) as second:
        html = client.get(url).content.decode()
    assert len(second) == len(first)
    assert "1 to 25 of 31" in html


def test_the_table_of_permissions_is_for_people_to_read(outsider, client_of, client):
    """Everybody with an account may see it."""
    html = client_of(outsider).get("/permissions/").content.decode()
    assert "Read respondents&#x27; names, addresses and answers" in html
    assert client.get("/permissions/").status_code == 302
