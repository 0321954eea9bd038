"""Start, stop and comment on selection runs."""

import random
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import Objective, RunState
from sortition.errors import RunRefused
from sortition.models import RunData, SelectionRun
from sortition.quota_checks import contradictions
from sortition.quota_messages import contradiction_sentence
from sortition.run_lifecycle import RUN, UNDER_WAY
from sortition.selectors.instance import instance_of
from sortition.selectors.runs import binding_run, shares_of
from sortition.snapshot import Snapshot, digest, pack, snapshot_bytes

PANELS = 1_000
"""The lottery is rounded to so many numbered panels, each equally likely: three balls name one of them."""

SEEDS = 10**12
"""A drawn seed has up to twelve digits: too many to try, few enough to read aloud."""

TASK = "sortition.tasks.run_lottery"


def start_run(
    *,
    assembly: Assembly,
    actor: User,
    now: datetime,
    source: random.Random,
    objective: Objective = Objective.LEXIMIN,
    is_test: bool = False,
    seed: int | None = None,
    time_limit: int = 600,
    comment: str = "",
    panels: int = PANELS,
) -> SelectionRun:
    """Freeze pool and quotas, number the run, queue its computation and return it.

    The snapshot is read and packed before the transaction, so that a large pool holds no lock. Without `seed` one
    is drawn from `source`. Pressing twice is harmless: while a run of this actor with the same settings on the same
    snapshot waits or works, that run is returned.

    Raises:
        NotReadyForLottery: there are no quotas or nobody is in the pool.
        RunRefused: quotas that counting shows to be impossible, or a real run after a panel was adopted.
    """
    if not is_test and binding_run(assembly) is not None:
        raise RunRefused(
            _("The assembly has its panel already. Only test runs are possible now."), code="panel_exists"
        )
    instance = instance_of(assembly)
    impossible = [contradiction_sentence(each) for each in contradictions(instance)]
    if impossible:
        raise RunRefused(" ".join(impossible), code="clearly_impossible", params={"reasons": impossible})
    frozen = snapshot_bytes(Snapshot(instance, shares_of(assembly)))
    settings = {"objective": objective, "is_test": is_test, "time_limit": time_limit}
    packed, sha256 = pack(frozen), digest(frozen)
    with transaction.atomic():
        # Two people who start at once wait here for each other, so that numbers have no gap and no double.
        Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
        twin = SelectionRun.objects.filter(
            assembly=assembly, created_by=actor, state__in=UNDER_WAY, data__snapshot_sha256=sha256, **settings
        ).first()
        if twin is not None and seed in (None, twin.seed):
            return twin
        last = SelectionRun.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
        run = SelectionRun.objects.create(
            assembly=assembly,
            number=last + 1,
            seats=instance.seats,
            one_per_household=assembly.one_per_household,
            seed=source.randrange(SEEDS) if seed is None else seed,
            comment=comment,
            panels=panels,
            created_at=now,
            created_by=actor,
            pool_size=len(instance.people),
            **settings,
        )
        RunData.objects.create(run=run, snapshot=packed, snapshot_sha256=sha256)
        record_event(
            "selection_run.start",
            obj=run,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"number": run.number, "seed": run.seed, "snapshot": sha256, **settings},
        )
        queue_task(TASK, run.pk)
    return run


def start_again(*, run: SelectionRun, actor: User, now: datetime, source: random.Random) -> SelectionRun:
    """Start a new run with the settings and the seed of one that ended without a lottery.

    The seed stays, so that nobody can start again until a seed pleases. Pool and quotas are frozen anew.

    Raises:
        RunRefused: the run is under way, has a result or is a replacement run; or as for `start_run`.
    """
    if run.is_replacement:
        raise RunRefused(_("A replacement is started again from its own page."), code="is_replacement")
    if run.state not in (RunState.FAILED, RunState.CANCELLED, RunState.INFEASIBLE):
        raise RunRefused(_("Only a run that ended without a lottery can be started again."), code="not_ended")
    return start_run(
        assembly=run.assembly,
        actor=actor,
        now=now,
        source=source,
        objective=Objective(run.objective),
        is_test=run.is_test,
        seed=run.seed,
        time_limit=run.time_limit,
        comment=run.comment,
        panels=run.panels or PANELS,
    )


@transaction.atomic
def stop_run(*, run: SelectionRun, actor: User, now: datetime) -> SelectionRun:
    """Stop a run: one that waits is cancelled at once, a working one at its worker's next beat.

    Asking a second time changes nothing.

    Raises:
        RunRefused: the run has ended.
    """
    locked = SelectionRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state == RunState.PENDING:
        changes = {"cancel_requested_at": now, "finished_at": now}
        return move(
            RUN,
            locked,
            "cancel",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": locked.number},
            changes=changes,
        )
    if locked.state != RunState.RUNNING:
        raise RunRefused(_("This run has ended; there is nothing to stop."), code="has_ended")
    if locked.cancel_requested_at is None:
        locked.cancel_requested_at = now
        locked.save(update_fields=["cancel_requested_at"])
        record_event(
            "selection_run.stop",
            obj=locked,
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": locked.number},
        )
    return locked


@transaction.atomic
def comment_run(*, run: SelectionRun, comment: str, actor: User, now: datetime) -> SelectionRun:
    """Change a run's comment; the record keeps both wordings."""
    locked = SelectionRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.comment == comment:
        return locked
    details = {"number": locked.number, "before": locked.comment, "after": comment}
    locked.comment = comment
    locked.save(update_fields=["comment"])
    record_event(
        "selection_run.comment", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )
    return locked
