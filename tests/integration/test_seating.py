"""Seating plans: made, changed by hand, repaired, undone, taken into use; who sees what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assembly.enums import PersonKind, Role
from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.models import AuditEvent, Person
from scheduling import known_absences
from scheduling.enums import ItemKind
from scheduling.enums_tables import JobState, PlanState, RuleKind
from scheduling.errors import SeatingRefused
from scheduling.models import FixedSeat, PlanSeat, SeatingJob, SeatingPlan
from scheduling.selectors.round_hours import rounds_away
from scheduling.selectors.seating import acquaintance_of, facilitators_of, meetings, rounds_of, tables_of
from scheduling.selectors.seating_problem import PlanSettings, TableWanted, problem_of
from scheduling.services.seating_jobs import ask_for_plan, do_seating, fail_silent_jobs, stop_seating
from scheduling.services.seating_moves import change_plan, move_of, swap_of, undo_move
from scheduling.services.seating_use import set_plan_aside, use_plan
from scheduling.stage_tables import tables_status
from scheduling.where_people_sit import tables_at
from tests.factories import NOON, AppointmentFactory
from tests.factories_people import make_members, make_person
from tests.factories_sessions import make_duty, make_item, make_person_time, make_session
from tests.factories_tables import make_fixed, make_job, make_plan, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(assembly):
    """Six members at two tables in two rounds."""
    return make_plan(assembly=assembly)


def url_of(plan, name="seating_move"):
    return reverse(name, args=[plan.session.assembly.slug, plan.session.number, plan.number])


def wanted_for(members, *, tables=2, rounds=2, capacity=3, **fields):
    stands = {
        "rounds": rounds,
        "categories": ("⟪Sex⟫",),
        "tables": tuple(TableWanted(number, capacity, 1) for number in range(1, tables + 1)),
        "expected": tuple(person.pk for person in members),
        "facilitators": (),
        "seed": 1,
    }
    return PlanSettings(**{**stands, **fields})


def test_a_small_plan_is_made_while_the_page_waits(assembly, organiser, client_of):
    members = make_members(assembly, 8)
    session = make_session(assembly)
    answer = client_of(organiser).post(
        reverse("seating_new", args=[assembly.slug, session.number]),
        {"rounds": 3, "tables": 2, "expected": [each.pk for each in members], "category_0": "⟪Sex⟫"},
    )
    plan = SeatingPlan.objects.get()
    address = reverse("session_tables", args=[assembly.slug, session.number])
    assert answer["Location"] == f"{address}?plan=1&round=1"
    assert [sorted(seats) for seats in rounds_of(plan)] == [sorted(each.pk for each in members)] * 3
    assert (plan.state, plan.categories, plan.measures["imbalance"]) == (PlanState.DRAFT, ["⟪Sex⟫"], 0)
    assert SeatingJob.objects.get().state == JobState.COMPLETED


def test_a_large_plan_is_queued_once(assembly, organiser, queued):
    members = make_members(assembly, 61)
    session = make_session(assembly)
    wanted = wanted_for(members, tables=8, capacity=8)
    first, second = (
        ask_for_plan(session=session, wanted=wanted, may_leave_out=False, actor=organiser, now=NOON)
        for _press in range(2)
    )
    assert first == second
    assert queued() == [("scheduling.tasks_tables.seat_session", [first.pk])]
    stop_seating(session=session, actor=organiser, now=NOON)
    assert do_seating(first.pk, clock=lambda: NOON) is False
    assert not SeatingPlan.objects.exists()


def test_a_computation_without_a_worker_is_found_and_marked_failed(assembly):
    job = make_job(make_session(assembly))
    assert fail_silent_jobs(NOON + timedelta(minutes=1)) == 0
    assert fail_silent_jobs(NOON + timedelta(minutes=3)) == 1
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", {"code": "worker_stopped"})


def test_rules_that_cannot_be_kept_are_named_before_anything_is_computed(assembly, organiser, client_of):
    """And left out, by name, where somebody says to go on."""
    members = make_members(assembly, 6)
    session = make_session(assembly)
    make_rule(*members[:3], kind=RuleKind.APART)
    make_rule(*members[4:], kind=RuleKind.TOGETHER)
    form = {"rounds": 1, "tables": 2, "expected": [each.pk for each in members]}
    address = reverse("seating_new", args=[assembly.slug, session.number])
    client = client_of(organiser)
    refused = client.post(address, form)
    said = "⟪Member 1⟫, ⟪Member 2⟫, ⟪Member 3⟫ cannot all sit apart: there are only 2 tables."
    assert (refused.status_code, said in refused.content.decode()) == (409, True)
    client.post(address, {**form, "go_on": "on"})
    plan = SeatingPlan.objects.get()
    assert len(plan.left_out) == 1
    page = client.get(reverse("session_tables", args=[assembly.slug, session.number])).content.decode()
    assert said in page


def test_the_problem_knows_rules_fixed_places_and_who_met_in_earlier_sessions(assembly):
    before = make_plan(assembly=assembly, state=PlanState.IN_USE)
    make_plan(before.session, state=PlanState.SUPERSEDED)
    later = make_session(assembly)
    members = [seat.person for seat in before.seats.filter(round=1).select_related("person")]
    make_rule(*members[:2])
    make_rule(*members[2:4], kind=RuleKind.APART, until=before.session)
    make_fixed(later, members[5], 2)
    problem = problem_of(later, wanted_for(members)).problem
    assert problem.together == (frozenset({members[0].pk, members[1].pk}),)
    assert problem.apart == ()
    assert problem.fixed == {(0, members[5].pk): 2, (1, members[5].pk): 2}
    assert problem.met == meetings(SeatingPlan.objects.filter(pk=before.pk))


def test_moving_and_swapping_can_be_undone_step_by_step(plan, organiser):
    start = rounds_of(plan)
    first = next(key for key, table in start[0].items() if table == 1)
    second = next(key for key, table in start[1].items() if table != start[1][first])
    moved = change_plan(
        plan=plan, verb="move", changes=move_of(start, 1, first, 2), version=1, actor=organiser, now=NOON
    )
    swapped = change_plan(
        plan=plan,
        verb="swap",
        changes=swap_of(rounds_of(plan), 2, first, second),
        version=2,
        actor=organiser,
        now=NOON,
    )
    assert rounds_of(plan)[0][first] == 2
    for made in (swapped, moved):
        undo_move(plan=plan, move=made.number, actor=organiser, now=NOON)
    assert rounds_of(plan) == start
    with pytest.raises(ChangedMeanwhile):
        undo_move(plan=plan, move=moved.number, actor=organiser, now=NOON)
    plan.refresh_from_db()
    assert plan.version == 5
    kinds = AuditEvent.objects.filter(type__startswith="seating_plan.").order_by("pk")
    assert [event.type.partition(".")[2] for event in kinds] == ["move", "swap", "undo", "undo"]


def test_a_full_table_takes_nobody_more(plan, organiser):
    plan.tables.update(capacity=3)
    person = next(key for key, table in rounds_of(plan)[0].items() if table == 1)
    changes = move_of(rounds_of(plan), 1, person, 2)
    with pytest.raises(SeatingRefused, match="Table 2 has no place left in round 1"):
        change_plan(plan=plan, verb="move", changes=changes, version=1, actor=organiser, now=NOON)


def test_form_and_drag_do_the_same_and_a_stale_one_is_refused_with_the_plan_as_it_stands(
    plan, session_staff, client_of
):
    person = next(key for key, table in rounds_of(plan)[0].items() if table == 1)
    client = client_of(session_staff)
    drag = {"HX-Request": "true"}
    preview = client.get(url_of(plan), {"round": 1, "person": person, "table": 2}, headers=drag)
    assert "<li>" in preview.content.decode()
    assert "<main" not in preview.content.decode()
    data = {"round": 1, "person": person, "table": 2, "version": 1}
    moved = client.post(url_of(plan), data, headers=drag).content.decode()
    assert 'data-version="2"' in moved
    assert rounds_of(plan)[0][person] == 2
    stale = client.post(url_of(plan), {**data, "table": 1}, headers=drag).content.decode()
    assert "Somebody else has changed this plan meanwhile" in stale
    assert client.post(url_of(plan), {**data, "table": 1}).status_code == 409
    answer = client.post(url_of(plan), {**data, "table": 1, "version": 2})
    assert (answer.status_code, rounds_of(plan)[0][person]) == (302, 1)


def test_late_absences_are_repaired_in_one_step_and_come_back_by_undo(plan, session_staff, client_of):
    start = rounds_of(plan)
    plan.tables.update(minimum=2)
    missing = [key for key, table in start[0].items() if table == 1][:2]
    client = client_of(session_staff)
    address = url_of(plan, "seating_missing")
    shown = client.get(address, {"missing": missing, "from_round": 1}).content.decode()
    assert "2 people leave the plan." in shown
    assert rounds_of(plan) == start
    client.post(address, {"missing": missing, "from_round": 1, "version": 1})
    rounds = rounds_of(plan)
    assert not {key for seats in rounds for key in seats} & set(missing)
    assert all(list(seats.values()).count(table) >= 2 for seats in rounds for table in (1, 2))
    assert client.post(address, {"missing": missing, "from_round": 1, "version": 1}).status_code in (409, 422)
    client.post(url_of(plan, "seating_undo"), {"move": 1, "round": 1})
    assert rounds_of(plan) == start


def test_a_facilitator_who_is_not_free_gets_no_table_of_a_new_plan(assembly, organiser, client_of):
    members, session = make_members(assembly, 6), make_session(assembly)
    here, away = (make_person(assembly, kind=PersonKind.FACILITATOR, name=name) for name in ("⟪Ada⟫", "⟪Bo⟫"))
    for person in (here, away):
        make_duty(session, person)
    make_person_time(away, session)
    address = reverse("seating_new", args=[assembly.slug, session.number])
    client = client_of(organiser)
    form = client.get(address).context["form"]
    assert form["facilitators"].initial == [here.pk]
    assert [str(label) for _key, label in form.fields["facilitators"].choices] == [
        "⟪Ada⟫",
        "⟪Bo⟫ (not free then)",
    ]
    wanted = {"expected": [each.pk for each in members], "facilitators": [here.pk, away.pk]}
    client.post(address, {"rounds": 2, "tables": 2, **wanted})
    hosts = facilitators_of(SeatingPlan.objects.get())
    assert [list(each.values()) for each in hosts] == [[here.pk], [here.pk]]


def test_the_tables_of_a_facilitator_who_is_away_go_to_somebody_on_duty_and_come_back_by_undo(
    plan, organiser, client_of
):
    """Where nobody is left, the page names the table."""
    away = Person.objects.get(kind=PersonKind.FACILITATOR)
    client, address = client_of(organiser), url_of(plan, "seating_missing")
    make_person_time(away, plan.session)
    tables = reverse("session_tables", args=[plan.session.assembly.slug, plan.session.number])
    assert [str(each) for each in client.get(tables).context["hosts_away"]] == [
        "⟪Fay Helper⟫ is not free in round 1, and has table 1.",
        "⟪Fay Helper⟫ is not free in round 2, and has table 1.",
    ]
    assert client.get(address).context["hosts"] == [(away, True, False)]
    asked = {"away": [away.pk], "from_round": 2}
    assert client.get(address, asked).context["host_moves"] == [
        "Round 2, table 1: nobody is left who could stand in for ⟪Fay Helper⟫."
    ]
    other = make_person(plan.session.assembly, kind=PersonKind.FACILITATOR, name="⟪Ben⟫")
    make_duty(plan.session, other)
    assert client.get(address, asked).context["host_moves"] == [
        "Round 2, table 1: ⟪Ben⟫ instead of ⟪Fay Helper⟫."
    ]
    seats, hosts = rounds_of(plan), facilitators_of(plan)
    client.post(address, {**asked, "version": 1})
    assert (rounds_of(plan), facilitators_of(plan)) == (seats, ({1: away.pk}, {1: other.pk}))
    assert client.post(address, {**asked, "version": 1}).status_code == 409
    client.post(url_of(plan, "seating_undo"), {"move": 1, "round": 1})
    assert facilitators_of(plan) == hosts


def test_a_facilitator_away_in_one_round_is_named_replaced_and_left_out_of_new_plans_in_that_round_alone(
    plan, organiser, client_of
):
    """Their other rounds stay theirs; without table work in the programme nobody can tell which round they miss."""
    session, away = plan.session, Person.objects.get(kind=PersonKind.FACILITATOR)
    time = make_person_time(away, session)
    time.starts_at = session.starts_at + timedelta(minutes=100)
    time.save(update_fields=["starts_at"])
    client, address = client_of(organiser), url_of(plan, "seating_missing")
    tables = reverse("session_tables", args=[session.assembly.slug, session.number])
    told = "⟪Fay Helper⟫ is free for a part of the day only. The programme does not say when the rounds are."
    assert client.get(tables).context["hosts_away"] == [told]
    assert client.get(address).context["hosts_in_part"] == []
    for at in (60, 120):
        make_item(session, at=at, kind=ItemKind.TABLE_WORK, minutes=40)
    assert client.get(tables).context["hosts_away"] == [
        "⟪Fay Helper⟫ is not free in round 2, and has table 1."
    ]
    page = client.get(address)
    assert page.context["hosts"] == [(away, False, True)]
    assert page.context["hosts_in_part"] == [(away, True, "round 2")]
    other = make_person(session.assembly, kind=PersonKind.FACILITATOR, name="⟪Ben⟫")
    make_duty(session, other)
    asked = {"away_in_part": [away.pk], "from_round": 1}
    moves = client.get(address, asked).context["host_moves"]
    assert moves == ["Round 2, table 1: ⟪Ben⟫ instead of ⟪Fay Helper⟫."]
    client.post(address, {**asked, "version": 1})
    assert facilitators_of(plan) == ({1: away.pk}, {1: other.pk})
    expected = list(rounds_of(plan)[0])
    client.post(
        reverse("seating_new", args=[session.assembly.slug, session.number]),
        {"rounds": 2, "tables": 2, "expected": expected, "facilitators": [away.pk, other.pk]},
    )
    hosts = facilitators_of(SeatingPlan.objects.get(number=2))
    assert [sorted(each.values()) for each in hosts] == [sorted([away.pk, other.pk]), [other.pk]]


@pytest.mark.parametrize(
    ("works", "rounds", "numbers"),
    [
        pytest.param((), 2, [], id="no table work"),
        pytest.param(((0, 60), (120, 60)), 2, [1], id="an item for each round"),
        pytest.param(((0, 60), (0, 60), (120, 60)), 2, [1], id="items side by side"),
        pytest.param(((120, 60),), 2, [0, 1], id="all rounds in one item"),
        pytest.param(((0, 60), (120, 60)), 3, [1, 2], id="the middle round in either item"),
        pytest.param(((0, 30), (60, 30), (120, 30)), 2, [1], id="one item for something else"),
    ],
)
def test_who_leaves_after_two_hours_is_away_in_the_rounds_that_may_come_later(
    assembly, works, rounds, numbers
):
    session, person = make_session(assembly), make_person(assembly, kind=PersonKind.FACILITATOR)
    time = make_person_time(person, session)
    time.starts_at = session.starts_at + timedelta(minutes=120)
    time.save(update_fields=["starts_at"])
    for at, minutes in works:
        make_item(session, at=at, kind=ItemKind.TABLE_WORK, minutes=minutes)
    assert rounds_away(session, [person.pk], rounds) == ({person.pk: frozenset(numbers)} if numbers else {})


def test_one_plan_is_in_use_and_members_see_their_own_table_alone(assembly, organiser, client_of):
    first = make_plan(assembly=assembly)
    second = make_plan(first.session)
    for each in (first, second):
        use_plan(plan=each, actor=organiser, now=NOON)
    assert list(SeatingPlan.objects.order_by("number").values_list("state", flat=True)) == [
        "superseded",
        "in_use",
    ]
    member = PlanSeat.objects.filter(plan=second, round=1).first().person
    member.user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    member.save(update_fields=["user"])
    page = client_of(member.user).get(reverse("my_tables", args=[assembly.slug])).content.decode()
    number = rounds_of(second)[0][member.pk]
    assert f"Round 1: table {number}" in page
    assert tables_at(first.session)[member.pk] == f"Table {number}"
    others = {seat.person.name for seat in second.seats.select_related("person")} - {member.name}
    assert not any(name in page for name in others)
    set_plan_aside(plan=second, actor=organiser, now=NOON)
    assert tables_of(member) == []
    second.refresh_from_db()
    with pytest.raises(IllegalMove):
        set_plan_aside(plan=second, actor=organiser, now=NOON)


def test_facilitators_read_plans_without_values_rules_and_reasons(assembly, organiser, client_of):
    plan = make_plan(assembly=assembly)
    people = [seat.person for seat in plan.seats.filter(round=1).select_related("person")]
    make_rule(*people, kind=RuleKind.APART, reason="⟪They were married⟫")
    facilitator = AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user
    for user, sees in ((facilitator, False), (organiser, True)):
        client = client_of(user)
        tables = client.get(reverse("tables", args=[assembly.slug])).content.decode()
        page = client.get(
            reverse("session_tables", args=[assembly.slug, plan.session.number])
        ).content.decode()
        assert ("⟪They were married⟫" in tables, "⟪16–29⟫" in page) == (sees, sees)
        assert people[0].name in page


def test_a_place_is_fixed_from_the_page_and_freed_again(plan, organiser, client_of):
    person, table = next(iter(rounds_of(plan)[0].items()))
    client = client_of(organiser)
    for verb in ("fix_all", "fix_all"):
        client.post(url_of(plan, "seating_fix"), {"round": 1, "person": person, "verb": verb})
    assert list(FixedSeat.objects.values_list("person", "table_number", "round")) == [(person, table, None)]
    client.post(url_of(plan, "seating_fix"), {"round": 1, "person": person, "verb": "free"})
    assert not FixedSeat.objects.exists()


def test_the_stage_asks_for_a_plan_shortly_before_a_session_and_for_a_repair_when_somebody_cannot_come(
    assembly, monkeypatch
):
    session = make_session(assembly)
    make_item(session, kind=ItemKind.TABLE_WORK)
    soon = session.starts_at - timedelta(days=3)
    monkeypatch.setattr("scheduling.stage_tables.timezone.now", lambda: soon - timedelta(days=9))
    assert tables_status(assembly).actions == ()
    monkeypatch.setattr("scheduling.stage_tables.timezone.now", lambda: soon)
    assert [str(action.title) for action in tables_status(assembly).actions] == [
        "Make the tables of session 1"
    ]
    plan = make_plan(session, state=PlanState.IN_USE)
    assert tables_status(assembly).actions == ()
    absent = plan.seats.first().person_id
    monkeypatch.setitem(known_absences._registered, "tests", lambda _session: [absent])
    assert [str(action.title) for action in tables_status(assembly).actions] == [
        "Repair the tables of session 1: one person will not come"
    ]
    make_person_time(Person.objects.get(kind=PersonKind.FACILITATOR), session)
    assert [str(action.title) for action in tables_status(assembly).actions] == [
        "Repair the tables of session 1: 2 people will not come"
    ]


def test_the_share_of_pairs_who_have_met_stays_below_its_bound(assembly):
    make_plan(assembly=assembly, state=PlanState.IN_USE)
    known = acquaintance_of(assembly)
    assert (known.people, known.pairs, known.bound) == (6, 15, 13)
    assert 0 < known.met <= known.bound


@pytest.mark.parametrize("name", ["tables", "session_tables", "seating_missing"])
def test_the_number_of_queries_does_not_grow_with_the_number_of_people(
    name, assembly, organiser, client_of, django_assert_max_num_queries
):
    counts = []
    for members in (6, 12):
        make_members(assembly, members)
        session = make_session(assembly)
        plan = make_plan(session, tables=members // 3)
        arguments = {"tables": [], "session_tables": [session.number]}.get(
            name, [session.number, plan.number]
        )
        address = reverse(name, args=[assembly.slug, *arguments])
        client = client_of(organiser)
        client.get(address)
        with django_assert_max_num_queries(80) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
