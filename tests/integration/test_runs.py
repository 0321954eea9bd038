"""Starting, stopping, commenting on and adopting runs: what the services do and refuse."""

import random
from datetime import timedelta

import pytest

from assembly.errors import IllegalMove
from assembly.lifecycle import move
from assembly.models import AuditEvent
from sortition.enums import Objective, RespondentState, RunState
from sortition.errors import NotReadyForLottery, RunRefused
from sortition.models import Respondent, RunData, Seat, SelectionRun, Value
from sortition.run_lifecycle import RUN
from sortition.selectors.instance import instance_of
from sortition.selectors.runs import run_result, snapshot_of
from sortition.services.runs import comment_run, start_again, start_run, stop_run
from sortition.services.runs_panel import adopt_run, adoption_blockers
from sortition.services.runs_stale import fail_stale_runs
from sortition.services.runs_worker import claim_run, do_run
from sortition.snapshot import difference
from tests.factories import NOON, AssemblyFactory
from tests.factories_draws import make_panel
from tests.factories_runs import make_pool, make_run
from tests.factories_targets import make_people


def start(assembly, actor, **options):
    """Start a run as a view would."""
    return start_run(assembly=assembly, actor=actor, now=NOON, source=random.Random(1), **options)


def at_noon():
    """A clock that stands still."""
    return NOON


def test_a_run_freezes_pool_and_quotas_and_waits_in_the_queue(assembly, organiser, queued):
    """Its number is the assembly's next; the snapshot stays when pool and quotas change."""
    make_pool(assembly)
    before = instance_of(assembly)
    run = start(assembly, organiser, comment="⟪first try⟫")
    Value.objects.filter(category__assembly=assembly).update(minimum=0)
    make_people(assembly, 3, *Value.objects.filter(name__in=["⟪old⟫", "⟪north⟫"]))
    assert (run.number, run.state, run.pool_size, run.seats) == (1, RunState.PENDING, 12, 4)
    assert queued() == [("sortition.tasks.run_lottery", [run.pk])]
    assert difference(snapshot_of(run).instance, before).is_empty
    assert AuditEvent.objects.get(type="selection_run.start").details["number"] == 1


def test_numbers_count_per_assembly(assembly, organiser):
    """Each assembly counts its own runs."""
    make_run(assembly, RunState.COMPLETED)
    assert [make_run(assembly).number, make_run(AssemblyFactory()).number] == [2, 1]


def test_seed_zero_is_a_seed_and_a_blank_one_is_drawn(assembly, organiser):
    """A drawn seed comes from the source that was passed in."""
    make_pool(assembly)
    assert start(assembly, organiser, seed=0).seed == 0
    assert start(assembly, organiser, is_test=True).seed == random.Random(1).randrange(10**12)


def test_pressing_twice_starts_one_run(assembly, organiser):
    """Other settings, or another seed, are another run."""
    make_pool(assembly)
    first = start(assembly, organiser)
    assert start(assembly, organiser) == first
    assert start(assembly, organiser, objective=Objective.MAXIMIN) != first
    assert SelectionRun.objects.count() == 2


def test_without_quotas_or_people_no_run_starts(assembly, organiser):
    """The refusal says what is missing."""
    with pytest.raises(NotReadyForLottery) as refusal:
        start(assembly, organiser)
    assert refusal.value.code == "no_quotas"
    make_pool(assembly)
    Respondent.objects.all().delete()
    with pytest.raises(NotReadyForLottery) as refusal:
        start(assembly, organiser)
    assert refusal.value.code == "no_people"
    assert SelectionRun.objects.count() == 0


def test_what_counting_shows_to_be_impossible_does_not_start(assembly, organiser):
    """Every fault is named."""
    make_pool(assembly)
    Value.objects.filter(name="⟪young⟫").update(minimum=4, maximum=5)
    with pytest.raises(RunRefused) as refusal:
        start(assembly, organiser)
    assert refusal.value.params["reasons"] == [
        "In ⟪Age⟫ the minimums add up to 6, more than the 4 there are.",
        "⟪young⟫ (⟪Age⟫) needs at least 4, but the pool can offer only 3.",
    ]


def test_the_queue_computes_the_run(assembly, organiser, work):
    """The result is proven, its panel meets the quotas, and the record tells the steps."""
    make_pool(assembly)
    run = start(assembly, organiser)
    work()
    run.refresh_from_db()
    result = run_result(run)
    assert run.state == RunState.COMPLETED
    assert run.summary["status"] == "proven"
    assert len(set(result.selection["panel"])) == 4
    assert sum(result.selection["probabilities"].values()) == pytest.approx(4)
    types = (
        AuditEvent.objects.filter(object_type="selectionrun").order_by("pk").values_list("type", flat=True)
    )
    assert list(types) == ["selection_run.start", "selection_run.claim", "selection_run.complete"]


def test_two_workers_claim_one_run_once(assembly):
    """The second finds nothing to do."""
    run = make_run(assembly)
    assert claim_run(run.pk, now=NOON) == run
    assert claim_run(run.pk, now=NOON) is None
    assert do_run(run.pk, clock=at_noon) is False
    assert AuditEvent.objects.filter(type="selection_run.claim").count() == 1


def test_a_run_that_waits_is_stopped_at_once(assembly, organiser, work):
    """Its task finds nothing to do."""
    run = make_run(assembly)
    stop_run(run=run, actor=organiser, now=NOON)
    work()
    run.refresh_from_db()
    assert (run.state, run.started_at) == (RunState.CANCELLED, None)


def test_a_working_run_stops_at_its_next_beat(assembly):
    """Asked before anything was found, it ends without a lottery."""
    run = make_run(assembly)
    SelectionRun.objects.filter(pk=run.pk).update(cancel_requested_at=NOON)
    assert do_run(run.pk, clock=at_noon) is True
    run.refresh_from_db()
    assert (run.state, run_result(run)) == (RunState.CANCELLED, None)


def test_stopping_twice_is_harmless_and_what_has_ended_cannot_be_stopped(assembly, organiser):
    """One event for one wish."""
    run = make_run(assembly, RunState.RUNNING)
    stop_run(run=run, actor=organiser, now=NOON)
    stop_run(run=run, actor=organiser, now=NOON + timedelta(seconds=1))
    assert AuditEvent.objects.filter(type="selection_run.stop").count() == 1
    ended = make_run(AssemblyFactory(), RunState.FAILED)
    with pytest.raises(RunRefused):
        stop_run(run=ended, actor=organiser, now=NOON)


def test_contradictory_quotas_end_as_infeasible_with_repairs(assembly):
    """Each quota can be met alone, all together not: counting does not see it, the engine does."""
    make_pool(assembly)
    # Two of the three young people live in the north, and two young people must sit.
    Value.objects.filter(name="⟪south⟫").update(minimum=4, maximum=4)
    Value.objects.filter(name="⟪north⟫").update(minimum=0)
    run = make_run(assembly)
    do_run(run.pk, clock=at_noon)
    run.refresh_from_db()
    assert run.state == RunState.INFEASIBLE
    assert run.error["repairs"] != []
    assert run.error["causes"] != []


def test_no_time_at_all_fails_in_words(assembly):
    """The engine found nothing: the run fails with a code and can be started again with its seed."""
    run = make_run(assembly, time_limit=0, seed=0)
    do_run(run.pk, clock=at_noon)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, {"code": "no_time", "params": {}})
    again = start_again(run=run, actor=run.created_by, now=NOON, source=random.Random(1))
    assert (again.number, again.seed, again.state) == (2, 0, RunState.PENDING)


def test_a_fault_inside_the_lottery_fails_without_a_traceback(assembly):
    """The reader gets a code; the log has the rest."""
    run = make_run(assembly)
    SelectionRun.objects.filter(pk=run.pk).update(objective="nonsense")
    do_run(run.pk, clock=at_noon)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, {"code": "internal", "params": {}})


def test_a_silent_run_is_marked_failed_once(assembly):
    """Two minutes without a heartbeat; the second look finds nothing."""
    run = make_run(assembly, RunState.RUNNING)
    assert fail_stale_runs(NOON + timedelta(minutes=2)) == 0
    assert fail_stale_runs(NOON + timedelta(minutes=2, seconds=1)) == 1
    assert fail_stale_runs(NOON + timedelta(hours=1)) == 0
    run.refresh_from_db()
    assert (run.state, run.error["code"]) == (RunState.FAILED, "worker_stopped")
    with pytest.raises(IllegalMove):
        move(RUN, run, "complete", assembly=assembly, actor=None, now=NOON)


def test_a_run_waits_as_long_as_somebody_works(assembly):
    """Ten minutes in which no worker did anything end the waiting."""
    waiting = make_run(assembly)
    busy = make_run(AssemblyFactory(), RunState.RUNNING)
    late = NOON + timedelta(minutes=11)
    SelectionRun.objects.filter(pk=busy.pk).update(heartbeat_at=late)
    assert fail_stale_runs(late) == 0
    SelectionRun.objects.filter(pk=busy.pk).update(state=RunState.FAILED, finished_at=NOON)
    assert fail_stale_runs(late) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error["code"]) == (RunState.FAILED, "no_worker")


def test_a_worker_that_comes_back_late_writes_nothing(assembly):
    """The run was taken for dead while it computed."""
    run = make_run(assembly)

    def clock_of_a_dead_run():
        SelectionRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
            state=RunState.FAILED, error={"code": "worker_stopped", "params": {}}
        )
        return NOON

    do_run(run.pk, clock=clock_of_a_dead_run)
    run.refresh_from_db()
    assert (run.state, run.error["code"], RunData.objects.get(pk=run.pk).result) == (
        RunState.FAILED,
        "worker_stopped",
        None,
    )


def test_a_comment_is_changed_and_the_record_keeps_both(assembly, organiser):
    """Saving the same words writes nothing."""
    run = make_run(assembly, comment="⟪old⟫")
    comment_run(run=run, comment="⟪new⟫", actor=organiser, now=NOON)
    comment_run(run=run, comment="⟪new⟫", actor=organiser, now=NOON)
    assert AuditEvent.objects.get(type="selection_run.comment").details == {
        "number": 1,
        "before": "⟪old⟫",
        "after": "⟪new⟫",
    }


def rehearse(assembly):
    """Only in a rehearsal is a panel taken over without a draw."""
    assembly.is_rehearsal = True
    assembly.save(update_fields=["is_rehearsal"])


def test_a_panel_of_real_people_is_not_taken_over_without_a_draw(assembly, organiser):
    run = make_run(assembly, RunState.COMPLETED)
    with pytest.raises(RunRefused) as refusal:
        adopt_run(run=run, actor=organiser, now=NOON)
    assert refusal.value.params["blockers"] == ["A panel of real people is drawn in public. Prepare a draw."]
    assert not Seat.objects.exists()


def test_adopting_selects_exactly_the_panel(assembly, organiser):
    """The run binds, the people drawn are selected, the assembly's state stays."""
    rehearse(assembly)
    run = make_run(assembly, RunState.COMPLETED)
    adopt_run(run=run, actor=organiser, now=NOON)
    selected = Respondent.objects.filter(state=RespondentState.SELECTED, selected_by=run)
    state = assembly.state
    assembly.refresh_from_db()
    run.refresh_from_db()
    assert sorted(str(pk) for pk in selected.values_list("pk", flat=True)) == sorted(
        run_result(run).selection["panel"]
    )
    assert (run.is_binding, assembly.state) == (True, state)
    assert AuditEvent.objects.get(type="selection_run.adopt").details["seats"] == 4


def test_a_second_panel_cannot_be_adopted_and_real_runs_end(assembly, organiser):
    """Test runs stay possible (on whoever is left in the pool)."""
    other = make_run(assembly, RunState.COMPLETED, objective=Objective.MAXIMIN)
    make_panel(assembly)
    assert adoption_blockers(other) == ["Run 2 is binding already."]
    with pytest.raises(RunRefused) as refusal:
        start(assembly, organiser)
    assert refusal.value.code == "panel_exists"


@pytest.mark.parametrize(
    ("state", "options", "sentence"),
    [
        (RunState.RUNNING, {}, "The run has not been completed."),
        (RunState.COMPLETED, {"is_test": True}, "It is a test run, and test runs are never binding."),
    ],
)
def test_only_a_completed_real_run_binds(assembly, state, options, sentence):
    """Each refusal is a sentence."""
    assert adoption_blockers(make_run(assembly, state, **options)) == [sentence]


def test_an_unproven_run_does_not_bind(assembly):
    """A lottery that ran out of time may be unfair."""
    run = make_run(assembly, RunState.COMPLETED)
    run.summary["status"] = "unproven"
    assert adoption_blockers(run) == ["Its fairness is not proven. Give a new run more time."]


def test_a_changed_pool_or_quota_is_named(assembly, organiser):
    """What changed since the snapshot stands in the refusal, and nothing is written."""
    rehearse(assembly)
    run = make_run(assembly, RunState.COMPLETED)
    Value.objects.filter(name="⟪north⟫").update(minimum=0)
    Respondent.objects.filter(assembly=assembly).order_by("pk").first().delete()
    with pytest.raises(RunRefused) as refusal:
        adopt_run(run=run, actor=organiser, now=NOON)
    assert refusal.value.params["blockers"] == [
        "Quotas have changed: ⟪north⟫ (⟪Area⟫).",
        "1 person has left the pool.",
        "Start a new run.",
    ]
    assert Respondent.objects.filter(state=RespondentState.SELECTED).count() == 0


def test_somebody_who_withdrew_is_seen_before_adoption(assembly):
    """A withdrawn person is no longer in the pool."""
    run = make_run(assembly, RunState.COMPLETED)
    Respondent.objects.filter(pk=run_result(run).selection["panel"][0]).update(
        state=RespondentState.WITHDRAWN
    )
    assert adoption_blockers(run) == ["1 person has left the pool.", "Start a new run."]
