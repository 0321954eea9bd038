"""Make a run's panel the assembly's panel, and record who takes its data out of the house."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import RespondentState, RunState
from sortition.enums_seats import SeatOrigin
from sortition.errors import NotReadyForLottery, RunRefused
from sortition.models import Respondent, SelectionRun
from sortition.selectors.runs import binding_run, changes_since, run_result
from sortition.selectors.targets_rules import sign_off_state
from sortition.services.seats import open_seats
from sortition.snapshot import Difference


def adoption_blockers(run: SelectionRun) -> list[str]:
    """Return, as sentences, why the run's panel cannot become the assembly's panel; empty where it can."""
    adopted = binding_run(run.assembly)
    if adopted is not None:
        return [_("Run %(number)s is binding already.") % {"number": adopted.number}]
    if run.state != RunState.COMPLETED:
        return [_("The run has not been completed.")]
    found = []
    if run.is_test:
        found.append(_("It is a test run, and test runs are never binding."))
    if run.summary.get("status") != "proven":
        found.append(_("Its fairness is not proven. Give a new run more time."))
    sign_off = sign_off_state(run.assembly)
    if sign_off.standing is None and sign_off.reopened is not None:
        found.append(_("The targets were changed after their sign-off. Somebody must sign them off again."))
    try:
        found.extend(difference_sentences(changes_since(run)))
    except NotReadyForLottery as error:
        found.append(str(error))
    return found


@transaction.atomic
def adopt_run(*, run: SelectionRun, actor: User, now: datetime) -> SelectionRun:
    """Take over the panel that a completed, proven, real run drew by its seed: in a rehearsal, without a public draw.

    The people drawn go from the pool to selected; everybody else stays. Refused where pool or quotas are no longer
    what the lottery was computed for. The assembly's own state is not touched. There is no undo.

    Raises:
        RunRefused: with all that stands in the way.
    """
    # The lock holds off a second adoption; on SQLite the whole transaction waits its turn at BEGIN.
    Assembly.objects.select_for_update(no_key=True).get(pk=run.assembly_id)
    locked = (
        SelectionRun.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=run.pk)
    )
    blockers = adoption_blockers(locked)
    if not locked.assembly.is_rehearsal:
        blockers.append(_("A panel of real people is drawn in public. Prepare a draw."))
    if blockers:
        raise RunRefused(" ".join(blockers), code="not_adoptable", params={"blockers": blockers})
    result = run_result(locked)
    panel = [] if result is None else [int(pk) for pk in result.selection["panel"]]
    present = Respondent.objects.filter(
        pk__in=panel, assembly=locked.assembly, state=RespondentState.POOL, is_test=False
    )
    if present.count() != locked.seats or len(panel) != locked.seats:
        raise RunRefused(
            _("Somebody on the panel is no longer in the pool. Start a new run."), code="panel_changed"
        )
    locked.is_binding = True
    locked.save(update_fields=["is_binding"])
    open_seats(
        assembly=locked.assembly,
        run=locked,
        people=panel,
        origin=SeatOrigin.REHEARSAL,
        actor=actor,
        now=now,
    )
    record_event(
        "selection_run.adopt",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "seats": locked.seats, "respondents": panel},
    )
    return locked


@transaction.atomic
def record_panel_export(
    *,
    assembly: Assembly,
    format: str,  # noqa: A002
    people: int,
    purpose: str,
    actor: User,
    now: datetime,
) -> None:
    """Write into the record who exported how many people's data, in what form, and what for."""
    record_event(
        "panel.export",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"format": format, "people": people, "purpose": purpose},
    )


def difference_sentences(found: Difference) -> list[str]:
    """Say what changed since a snapshot, in words."""
    words = []
    if found.seats:
        words.append(_("The number of seats has changed."))
    if found.quotas:
        names = ", ".join(f"{value} ({category})" for category, value in found.quotas)
        words.append(_("Quotas have changed: %(names)s.") % {"names": names})
    if found.caps:
        words.append(_("A cap per group has changed."))
    counted = (
        (
            found.came,
            ngettext("%(n)s person has joined the pool.", "%(n)s people have joined the pool.", found.came),
        ),
        (
            found.left,
            ngettext("%(n)s person has left the pool.", "%(n)s people have left the pool.", found.left),
        ),
        (
            found.changed,
            ngettext(
                "The answers of %(n)s person have changed.",
                "The answers of %(n)s people have changed.",
                found.changed,
            ),
        ),
        (
            found.households,
            ngettext(
                "The household of %(n)s person has changed.",
                "The households of %(n)s people have changed.",
                found.households,
            ),
        ),
    )
    words.extend(sentence % {"n": number} for number, sentence in counted if number)
    if found.order:
        words.append(_("Ids or the order of quotas have changed."))
    return [*words, _("Start a new run.")] if words else []
