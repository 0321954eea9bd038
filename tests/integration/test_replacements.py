"""Replacement runs: what they freeze, draw, offer and refuse."""

import hashlib
import json

import pytest

from assembly.errors import ChangedMeanwhile, IllegalMove, ReasonMissing
from assembly.models import AuditEvent
from sortition.enums import RespondentState, RunState
from sortition.enums_seats import HELD, SeatOrigin, SeatState
from sortition.errors import ReplacementRefused, RunRefused
from sortition.models import Draw, Respondent, Seat, SelectionRun, Value
from sortition.selectors.replacements import preview_of, replacement_blockers, replacement_seed
from sortition.selectors.runs import binding_run, snapshot_of
from sortition.selectors.seats import chain_of, open_places
from sortition.services.replacements import (
    adopt_replacement,
    leave_vacant,
    relax_replacement,
    start_replacement,
    start_replacement_again,
)
from sortition.services.resets import reset_run
from sortition.services.runs import start_again
from sortition.services.runs_panel import adopt_run
from sortition.services.runs_worker import do_run
from sortition.services.seats import move_seat
from tests.factories import NOON, UserFactory
from tests.factories_draws import make_panel
from tests.factories_replacements import (
    give_up,
    leave_pool,
    make_replacement,
    make_vacancies,
    seat_of,
)
from tests.factories_targets import make_people


def adopt(run):
    """Offer the seats as an organiser would."""
    return adopt_replacement(run=run, actor=UserFactory(), now=NOON)


def counts(assembly):
    """Count the people who hold seats by value."""
    held = Seat.objects.filter(assembly=assembly, state__in=HELD).values("respondent")
    found = {}
    for name in Respondent.objects.filter(pk__in=held).values_list("answers__value__name", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


def test_it_freezes_holders_and_pool_and_who_left_is_withdrawn(assembly, queued):
    """Everybody who can be drawn stands beside those who stay; whoever said no is in neither."""
    (left,) = make_vacancies(assembly)
    run = make_replacement(assembly, RunState.PENDING)
    frozen = snapshot_of(run).instance
    held = set(Seat.objects.filter(state__in=HELD).values_list("respondent_id", flat=True))
    pool = set(Respondent.objects.filter(state="pool").values_list("pk", flat=True))
    assert {int(name) for name in frozen.fixed} == held
    assert {int(person.id) for person in frozen.people} == held | pool
    assert left.respondent_id not in held | pool
    left.refresh_from_db()
    assert (left.state, left.respondent.state) == (SeatState.REPLACEMENT_PENDING, RespondentState.WITHDRAWN)
    assert (frozen.seats, run.seats, run.pool_size, run.is_replacement) == (4, 4, 8, True)
    assert queued()[-1] == ("sortition.tasks.run_lottery", [run.pk])


def test_whoever_is_drawn_gets_the_seat_and_the_quotas_are_met(assembly):
    """The row that was left keeps its history, ends as filled, and points to who filled it."""
    make_vacancies(assembly, (2, 3))
    run = make_replacement(assembly, numbers=(2, 3))
    preview = preview_of(run)
    given = adopt(run)
    assert [(seat.number, seat.respondent_id) for seat in given] == [
        (seat.number, person.pk) for seat, person in preview.seats
    ]
    assert counts(assembly)["⟪young⟫"] == counts(assembly)["⟪old⟫"] == 2
    for number in (2, 3):
        now, before = chain_of(assembly, number)
        assert (before.state, before.left_as, before.filled_by) == (SeatState.FILLED, SeatState.DECLINED, now)
        assert (now.state, now.origin, now.run) == (SeatState.OFFERED, SeatOrigin.REPLACEMENT, run)
        assert now.respondent.state == RespondentState.SELECTED
    assert AuditEvent.objects.get(type="replacement.adopt").details["places"] == "2, 3"
    assert binding_run(assembly).number == 1


def test_the_seed_is_worked_out_from_what_was_public(assembly):
    """The draw's number, hash and panel, the seats, and how often each was filled."""
    make_vacancies(assembly, (1, 2))
    draw = Draw.objects.get(assembly=assembly)
    text = json.dumps(
        {
            "from": {"draw": 1, "hash": draw.frozen_hash, "panel": draw.panel_number},
            "places": [[1, 0], [2, 0]],
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    expected = int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10**12
    assert make_replacement(assembly, RunState.PENDING, numbers=(1, 2)).seed == expected
    assert replacement_seed(assembly, [2, 1]) == expected
    assert replacement_seed(assembly, [1]) != expected


def test_starting_again_gives_the_same_seed_and_a_second_time_another(assembly):
    """Nobody can start again until somebody pleases them; a seat that was filled once is drawn for with a new seed."""
    failed = make_replacement(assembly, RunState.FAILED)
    again = start_replacement_again(run=failed, actor=UserFactory(), now=NOON)
    assert (again.seed, again.number) == (failed.seed, failed.number + 1)
    do_run(again.pk, clock=lambda: NOON)
    again.refresh_from_db()
    adopt(again)
    assert replacement_seed(assembly, [1]) != failed.seed
    with pytest.raises(ReplacementRefused):
        start_replacement_again(run=again, actor=UserFactory(), now=NOON)


def test_pressing_twice_starts_one_run(assembly):
    """While it waits or works."""
    first = make_replacement(assembly, RunState.PENDING)
    seats = [seat.pk for seat in first.vacancies.all()]
    second = start_replacement(assembly=assembly, seats=seats, actor=UserFactory(), now=NOON)
    assert second == first
    assert AuditEvent.objects.filter(type="replacement.start").count() == 1


def test_a_seat_that_is_held_or_was_filled_is_not_put_up(assembly):
    """All or none."""
    make_vacancies(assembly)
    seats = [seat_of(assembly, 1).pk, seat_of(assembly, 2).pk]
    with pytest.raises(ReplacementRefused) as refused:
        start_replacement(assembly=assembly, seats=seats, actor=UserFactory(), now=NOON)
    assert refused.value.code == "not_open"
    assert seat_of(assembly, 1).state == SeatState.DECLINED
    with pytest.raises(ReplacementRefused) as refused:
        start_replacement(assembly=assembly, seats=[], actor=UserFactory(), now=NOON)
    assert refused.value.code == "no_seats"
    old = seat_of(assembly, 1).pk
    adopt(make_replacement(assembly))
    with pytest.raises(ReplacementRefused):
        start_replacement(assembly=assembly, seats=[old], actor=UserFactory(), now=NOON)


def changed_quota(assembly):
    """Let a quota change as only the database could."""
    Value.objects.filter(name="⟪north⟫").update(maximum=2)


def somebody_joins(assembly):
    """Let the pool grow."""
    make_people(assembly, 1, *Value.objects.filter(name__in=["⟪young⟫", "⟪north⟫"]))


def somebody_leaves_the_pool(assembly):
    """Let it shrink."""
    leave_pool(Respondent.objects.filter(state="pool").first())


def somebody_leaves_a_seat(assembly):
    """Let there be another vacancy."""
    leave_pool(seat_of(assembly, 4).respondent)


def the_seat_is_left_vacant(assembly):
    """Let somebody decide otherwise meanwhile."""
    leave_vacant(seat=seat_of(assembly, 1), reason="⟪too late⟫", actor=UserFactory(), now=NOON)


@pytest.mark.parametrize(
    "change",
    [
        changed_quota,
        somebody_joins,
        somebody_leaves_the_pool,
        somebody_leaves_a_seat,
        the_seat_is_left_vacant,
    ],
)
def test_whatever_changes_meanwhile_stops_the_adoption(change, assembly):
    """In words, and nothing is written."""
    run = make_replacement(assembly)
    assert replacement_blockers(run) == []
    change(assembly)
    before = list(Seat.objects.order_by("pk").values_list("pk", "state"))
    assert len(replacement_blockers(run)) == 1
    with pytest.raises(ReplacementRefused):
        adopt(run)
    assert list(Seat.objects.order_by("pk").values_list("pk", "state")) == before


def test_a_confirmed_seat_changes_nothing_for_a_replacement(assembly):
    """Whoever says yes holds the same seat as before."""
    run = make_replacement(assembly)
    move_seat(seat=seat_of(assembly, 2), verb="confirm", actor=UserFactory(), now=NOON)
    assert replacement_blockers(run) == []


def test_it_is_carried_out_once(assembly):
    """A second press is refused."""
    run = make_replacement(assembly)
    adopt(run)
    with pytest.raises(ReplacementRefused):
        adopt(run)


def test_a_replacement_run_is_neither_adopted_as_a_panel_nor_started_again_as_one(assembly):
    """It has its own ways."""
    run = make_replacement(assembly)
    with pytest.raises(RunRefused):
        adopt_run(run=run, actor=UserFactory(), now=NOON)
    with pytest.raises(RunRefused):
        start_again(
            run=make_replacement(assembly, RunState.FAILED), actor=UserFactory(), now=NOON, source=None
        )
    with pytest.raises(ReplacementRefused):
        adopt(binding_run(assembly))


def test_one_of_two_open_seats_leaves_room_for_the_other(assembly):
    """A batch is drawn by lot from a panel that fills every open place, so that the rest can be filled later."""
    make_panel(assembly)
    assembly.refresh_from_db()
    held = Seat.objects.order_by("number")
    young, old = (held.filter(respondent__answers__value__name=name)[0] for name in ("⟪young⟫", "⟪old⟫"))
    for seat in (young, old):
        leave_pool(seat.respondent)
    run = make_replacement(assembly, numbers=(old.number,))
    assert preview_of(run).others_open == 1
    assert [seat.number for seat in adopt(run)] == [old.number]
    adopt(make_replacement(assembly, numbers=(young.number,)))
    assert counts(assembly)["⟪young⟫"] == counts(assembly)["⟪old⟫"] == 2


def test_whoever_may_still_change_their_mind_keeps_their_place_in_the_reckoning(assembly):
    """Seat 1 said no and is not being filled: its person still counts, and can come back."""
    make_vacancies(assembly, (1, 2))
    first = seat_of(assembly, 1)
    run = make_replacement(assembly, numbers=(2,))
    assert str(first.respondent_id) in snapshot_of(run).instance.fixed
    adopt(run)
    move_seat(seat=first, verb="confirm", actor=UserFactory(), now=NOON)
    assert counts(assembly)["⟪young⟫"] == counts(assembly)["⟪old⟫"] == 2


def test_a_seat_left_vacant_takes_no_part(assembly):
    """With a reason; the others are filled on a panel of one fewer, and the seat can be put up again."""
    make_vacancies(assembly, (1, 2))
    with pytest.raises(ReasonMissing):
        leave_vacant(seat=seat_of(assembly, 1), reason=" ", actor=UserFactory(), now=NOON)
    with pytest.raises(IllegalMove):
        leave_vacant(seat=seat_of(assembly, 3), reason="⟪x⟫", actor=UserFactory(), now=NOON)
    leave_vacant(seat=seat_of(assembly, 1), reason="⟪too late⟫", actor=UserFactory(), now=NOON)
    assert AuditEvent.objects.get(type="seat.leave").details["reason"] == "⟪too late⟫"
    run = make_replacement(assembly, RunState.PENDING, numbers=(2,))
    assert run.seats == 3
    run = make_replacement(assembly, RunState.PENDING, numbers=(1, 2))
    assert run.seats == 4


@pytest.fixture
def impossible(assembly):
    """A run that finds nobody young for a seat that needs somebody young."""
    make_panel(assembly)
    assembly.refresh_from_db()
    young = Respondent.objects.filter(answers__value__name="⟪young⟫")
    for person in young.filter(state="pool"):
        leave_pool(person)
    number = Seat.objects.get(respondent=young.filter(state="selected").first()).number
    give_up(assembly, [number])
    return make_replacement(assembly, numbers=(number,))


def test_where_the_quotas_cannot_be_met_a_repair_holds_for_this_replacement_alone(impossible, assembly):
    """The signed targets stay as they are; what was relaxed stands in the run and in the record."""
    assert (impossible.state, impossible.seats) == (RunState.INFEASIBLE, 4)
    before = list(Value.objects.order_by("pk").values("minimum", "maximum"))
    run = relax_replacement(run=impossible, repair=0, actor=UserFactory(), now=NOON)
    assert sorted(run.relaxations) == [["⟪Age⟫", "⟪old⟫", 2, 3], ["⟪Age⟫", "⟪young⟫", 1, 2]]
    assert run.seed == impossible.seed
    do_run(run.pk, clock=lambda: NOON)
    run.refresh_from_db()
    adopt(run)
    assert counts(assembly)["⟪old⟫"] == 3
    assert list(Value.objects.order_by("pk").values("minimum", "maximum")) == before
    event = AuditEvent.objects.filter(type="replacement.start").order_by("pk").last()
    assert event.details["relaxations"] == run.relaxations


def test_a_repair_that_is_not_on_offer_is_refused(impossible):
    """Neither one beyond the list nor one that changes the number of seats."""
    with pytest.raises(ReplacementRefused):
        relax_replacement(run=impossible, repair=9, actor=UserFactory(), now=NOON)
    impossible.error = {"repairs": [{"cost": 1, "changes": [[4, 3]]}]}
    impossible.save()
    with pytest.raises(ReplacementRefused) as refused:
        relax_replacement(run=impossible, repair=0, actor=UserFactory(), now=NOON)
    assert refused.value.code == "not_for_one"


def test_people_who_joined_since_the_draw_are_counted(assembly):
    """They take part like everybody else."""
    make_vacancies(assembly)
    somebody_joins(assembly)
    run = make_replacement(assembly)
    preview = preview_of(run)
    assert (preview.joined, preview.possible + preview.impossible) == (1, 9)


def test_a_reset_takes_back_unanswered_offers_of_one_run_only(assembly, organiser):
    """One event each; whoever said yes or no, or came by another run, is not touched."""
    make_vacancies(assembly, (1, 2))
    replaced = adopt(make_replacement(assembly, numbers=(1,)))
    move_seat(seat=seat_of(assembly, 3), verb="confirm", actor=organiser, now=NOON)
    run = binding_run(assembly)
    with pytest.raises(ChangedMeanwhile):
        reset_run(run=run, offers=2, reason="⟪wrong date⟫", actor=organiser, now=NOON)
    with pytest.raises(ReasonMissing):
        reset_run(run=run, offers=1, reason="", actor=organiser, now=NOON)
    assert reset_run(run=run, offers=1, reason="⟪wrong date⟫", actor=organiser, now=NOON) == 1
    states = {seat.number: seat.state for seat in Seat.objects.exclude(state="filled")}
    assert states == {1: "offered", 2: "declined", 3: "confirmed", 4: "recalled"}
    assert seat_of(assembly, 4).respondent.state == RespondentState.POOL
    assert AuditEvent.objects.filter(type="seat.recall").count() == 1
    assert replaced[0] == seat_of(assembly, 1)
    with pytest.raises(ChangedMeanwhile):
        reset_run(run=run, offers=0, reason="⟪again⟫", actor=organiser, now=NOON)


def test_whoever_was_drawn_again_after_a_reset_keeps_the_new_seat(assembly):
    """Putting up the seat that they lost does not withdraw them from the one that they have."""
    make_panel(assembly)
    assembly.refresh_from_db()
    leaver = seat_of(assembly, 1)
    move_seat(seat=leaver, verb="recall", actor=UserFactory(), now=NOON)
    Seat.objects.create(
        assembly=assembly, number=9, respondent=leaver.respondent, origin="replacement", offered_at=NOON
    )
    Respondent.objects.filter(pk=leaver.respondent_id).update(state=RespondentState.SELECTED)
    move_seat(seat=seat_of(assembly, 1), verb="seek", actor=UserFactory(), now=NOON)
    assert seat_of(assembly, 9).respondent.state == RespondentState.SELECTED


def test_nothing_is_open_on_a_full_panel(assembly):
    """Nor is there a run."""
    make_panel(assembly)
    assert list(open_places(assembly)) == []
    assert SelectionRun.objects.filter(is_replacement=True).count() == 0
