"""Automatic placement: a worker proposes, one act takes it over, and a changed programme is left alone."""

import random
from datetime import timedelta

import pytest
from django.urls import reverse

from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.models import AuditEvent
from scheduling.clash_words import CLASHES
from scheduling.enums import ItemKind, PlacementState, SessionState
from scheduling.errors import PlanRefused
from scheduling.models import AgendaItem, PersonTime, PlacementJob, PlanChange
from scheduling.planning.clash_rules import ClashCode
from scheduling.reason_words import RULES
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.plan_programme import plan_of
from scheduling.services.plan import item_to_tray
from scheduling.services.plan_jobs import apply_placement, start_placement, stop_placement
from scheduling.services.plan_undo import undo_change
from scheduling.services.plan_worker import claim_job, do_placement, fail_silent_placements
from tests.factories import NOON
from tests.factories_people import make_person
from tests.factories_plan import make_placement
from tests.factories_sessions import make_item, make_person_time, make_session

pytestmark = pytest.mark.django_db


def start(assembly, organiser, **wanted):
    keys = list(AgendaItem.objects.filter(session=None).values_list("pk", flat=True))
    given = {"items": keys, "may_move": False, "seconds": 10, "source": random.Random(1), **wanted}
    return start_placement(assembly=assembly, actor=organiser, now=NOON, **given)


def test_a_proposal_keeps_peoples_times_is_taken_over_once_and_undone(assembly, organiser, client_of):
    """The witness is free in the second session only; a day that has begun gets nothing; what cannot be is told why."""
    over = make_session(assembly, state=SessionState.CLOSED)
    busy, free = make_session(assembly), make_session(assembly)
    begun = make_session(assembly, starts_at=NOON - timedelta(hours=1))
    witness = make_person(assembly)
    make_person_time(witness, busy)
    talk = make_item(assembly=assembly, people=(witness,), position="for")
    endless = make_item(assembly=assembly, minutes=600)
    job = start(assembly, organiser)
    assert start(assembly, organiser) == job
    assert do_placement(job.pk, clock=lambda: NOON) is True
    assert do_placement(job.pk, clock=lambda: NOON) is False
    page = client_of(organiser).get(reverse("placement", args=[assembly.slug, job.number]))
    assert [(item, where[:9]) for item, _was, where in page.context["places"]] == [(talk, "Session 3")]
    assert page.context["unplaced"] == [(endless, ["No session has 600 minutes and a room for it."])]
    assert page.context["balance"] == [(free, [1, 0, 0])]
    assert AgendaItem.objects.filter(session__isnull=False).count() == 0
    job.refresh_from_db()
    change = apply_placement(job=job, actor=organiser, now=NOON)
    talk.refresh_from_db()
    assert talk.session == free
    assert told_clashes(plan_of(assembly)) == []
    with pytest.raises(IllegalMove):
        apply_placement(job=job, actor=organiser, now=NOON)
    undo_change(assembly=assembly, number=change.number, actor=organiser, now=NOON)
    talk.refresh_from_db()
    assert (talk.session, over.items.count(), begun.items.count()) == (None, 0, 0)


def test_a_proposal_for_a_programme_that_changed_is_refused(assembly, organiser):
    make_item(assembly=assembly)
    standing = make_item(make_session(assembly))
    job = make_placement(assembly, "proposed")
    item_to_tray(item=standing, version=1, actor=organiser, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        apply_placement(job=job, actor=organiser, now=NOON)
    job.refresh_from_db()
    assert (job.state, PlanChange.objects.count()) == (PlacementState.PROPOSED, 1)


def test_a_search_is_stopped_while_it_waits_and_one_without_a_worker_fails(assembly, organiser):
    make_item(assembly=assembly)
    job = start(assembly, organiser)
    assert stop_placement(job=job, actor=organiser, now=NOON).state == PlacementState.CANCELLED
    with pytest.raises(PlanRefused):
        stop_placement(job=job, actor=organiser, now=NOON)
    assert claim_job(job.pk, now=NOON) is None
    second = start(assembly, organiser)
    assert claim_job(second.pk, now=NOON) == second
    assert fail_silent_placements(NOON + timedelta(minutes=2)) == 0
    assert fail_silent_placements(NOON + timedelta(minutes=4)) == 1
    assert PlacementJob.objects.get(pk=second.pk).state == PlacementState.FAILED
    types = AuditEvent.objects.filter(type__startswith="placement.").order_by("number")
    assert [event.type.partition(".")[2] for event in types] == ["start", "cancel", "start", "claim", "fail"]


def test_nothing_to_place_is_said_on_the_form(assembly, organiser, client_of):
    make_session(assembly)
    item = make_item(assembly=assembly)
    answer = client_of(organiser).post(reverse("placement_new", args=[assembly.slug]), {"seconds": 10})
    assert (answer.status_code, "items" in answer.context["form"].errors) == (422, True)
    with pytest.raises(PlanRefused):
        start(assembly, organiser, items=[item.pk + 1])


def test_every_clash_has_words():
    assert {*CLASHES, "feature_missing"} == {code.value for code in ClashCode}
    assert set(RULES) == {code.value for code in ClashCode}


def test_every_reason_that_a_crowded_programme_gives_is_told_on_the_page(assembly, organiser, client_of):
    """Whatever the search answers is shown as it comes back from the database."""
    session = make_session(assembly)
    people = [make_person(assembly) for _each in range(2)]
    for person, half in zip(people, ("first", "second"), strict=True):
        middle = session.second_half_at
        span = (session.starts_at, middle) if half == "first" else (middle, session.ends_at)
        PersonTime.objects.create(person=person, openness="taken", starts_at=span[0], ends_at=span[1])
    make_item(session, kind=ItemKind.PLENARY, minutes=60, at=60)
    make_item(assembly=assembly, people=tuple(people))
    make_item(assembly=assembly, kind=ItemKind.PLENARY, minutes=400)
    make_item(assembly=assembly, minutes=600)
    job = start(assembly, organiser)
    do_placement(job.pk, clock=lambda: NOON)
    page = client_of(organiser).get(reverse("placement", args=[assembly.slug, job.number]))
    told = {str(item): reasons for item, reasons in page.context["unplaced"]}
    assert told["⟪Talk 2⟫"][0] == (
        "At every time and in every room somebody is not free, not always for the same cause: "
        "⟪Dr Witness 1⟫, ⟪Dr Witness 2⟫."
    )
    assert told["⟪Talk 4⟫"] == ["No session has 600 minutes and a room for it."]


def test_the_page_says_what_the_order_of_phases_has_held_back(assembly, organiser, client_of):
    session, later = make_session(assembly), make_session(assembly, phase="decision")
    make_item(later, phase="learning", title="⟪Late talk⟫")
    vote = make_item(assembly=assembly, phase="decision", title="⟪Vote⟫")
    job = start(assembly, organiser)
    do_placement(job.pk, clock=lambda: NOON)
    page = client_of(organiser).get(reverse("placement", args=[assembly.slug, job.number]))
    assert [item for item, _was, _where in page.context["places"]] == [vote]
    assert [(str(line.label), line.count) for line in page.context["phases"]] == [
        ("Learning", 1),
        ("Decision", 1),
    ]
    [said] = page.context["held_back"]
    assert said == (
        "“⟪Vote⟫” would fit earlier, at Session 1, ⟪Room 1⟫, 09:30, but these come before it by their phase: "
        "“⟪Late talk⟫”."
    )
    assert session.items.count() == 0


def test_a_place_with_the_least_in_the_way_is_told_with_what_and_whom_it_is_about(
    assembly, organiser, client_of
):
    make_session(assembly)
    make_item(assembly=assembly)
    job = make_placement(assembly, "proposed")
    page = client_of(organiser).get(reverse("placement", args=[assembly.slug, job.number]))
    [(_item, reasons)] = page.context["unplaced"]
    assert reasons[-1] == (
        "The place with the least in the way is in the tray: there would be no rest for more than two hours, "
        "the order of items is not kept. It is about “…”."
    )
