"""Change a seating plan by hand: move, swap, repair, undo. Every change counts the plan's version up."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import User
from assembly.services.record import record_event
from scheduling.errors import SeatingRefused
from scheduling.models import PlanFacilitator, PlanMove, PlanSeat, SeatingPlan
from scheduling.selectors.seating import Rounds, facilitators_of, last_move, rounds_of
from scheduling.selectors.seating_hosts import HostChange
from scheduling.selectors.seating_problem import current_measures

Change = tuple[int, int, int | None, int | None]
"""Round (from 1), key of the person, number of the table before and after; None: at no table."""


def move_of(rounds: Rounds, round_number: int, person: int, table: int | None) -> list[Change]:
    """Return the changes that bring somebody to a table in one round."""
    return [(round_number, person, rounds[round_number - 1].get(person), table)]


def swap_of(rounds: Rounds, round_number: int, first: int, second: int) -> list[Change]:
    """Return the changes by which two people take each other's place in one round."""
    seats = rounds[round_number - 1]
    return [
        (round_number, first, seats.get(first), seats.get(second)),
        (round_number, second, seats.get(second), seats.get(first)),
    ]


def after(rounds: Rounds, changes: Collection[Change]) -> Rounds:
    """Return the rounds as they are with the changes made."""
    changed: Rounds = tuple(dict(each) for each in rounds)
    for number, person, _before, table in changes:
        if table is None:
            changed[number - 1].pop(person, None)
        else:
            changed[number - 1][person] = table
    return changed


@transaction.atomic
def change_plan(
    *,
    plan: SeatingPlan,
    verb: str,
    changes: Sequence[Change],
    version: int,
    actor: User,
    now: datetime,
    hosts: Sequence[HostChange] = (),
) -> PlanMove:
    """Make changes in one step that can be undone; return it.

    hosts: who facilitates at which table instead of whom.
    version: that of the plan on the page from which the change was asked for.

    Raises:
        ChangedMeanwhile: somebody else changed the plan since.
        SeatingRefused: a table has no place left, or nothing would change.
    """
    locked = _locked(plan)
    if locked.version != version:
        raise ChangedMeanwhile(
            _("Somebody else has changed this plan meanwhile. It is shown as it stands now; look again.")
        )
    changes = [each for each in changes if each[2] != each[3]]
    if not changes and not hosts:
        raise SeatingRefused(_("Nothing would change."), code="no_change")
    _write(locked, changes)
    _write_hosts(locked, hosts)
    number = (PlanMove.objects.filter(plan=locked).aggregate(last=Max("number"))["last"] or 0) + 1
    made = PlanMove.objects.create(
        plan=locked,
        number=number,
        verb=verb,
        changes=[list(each) for each in changes],
        hosts=[list(each) for each in hosts],
        made_at=now,
        made_by=actor,
    )
    _finish(locked, verb, changes=changes, hosts=hosts, actor=actor, now=now)
    return made


@transaction.atomic
def undo_move(*, plan: SeatingPlan, move: int, actor: User, now: datetime) -> PlanMove:
    """Take the last change back.

    move: the number of the change as the page named it, so that a second press undoes nothing more.

    Raises:
        ChangedMeanwhile: another change is the last one by now.
    """
    locked = _locked(plan)
    last = last_move(locked)
    if last is None or last.number != move:
        raise ChangedMeanwhile(_("This change has been undone already, or another one came after it."))
    back: list[Change] = [(number, person, to, start) for number, person, start, to in last.changes]
    _write(locked, back)
    hosts_back: list[HostChange] = [(number, table, to, start) for number, table, start, to in last.hosts]
    _write_hosts(locked, hosts_back)
    last.undone_at = now
    last.save(update_fields=["undone_at"])
    _finish(locked, "undo", changes=back, hosts=hosts_back, actor=actor, now=now)
    return last


def _locked(plan: SeatingPlan) -> SeatingPlan:
    """Lock the plan's row: of two who change it at once, the second sees what the first has left."""
    return (
        SeatingPlan.objects.select_for_update(no_key=True, of=("self",))
        .select_related("session__assembly")
        .get(pk=plan.pk)
    )


def _write(plan: SeatingPlan, changes: Sequence[Change]) -> None:
    rounds = rounds_of(plan)
    if any(rounds[number - 1].get(person) != before for number, person, before, _after in changes):
        raise ChangedMeanwhile(_("Somebody sits elsewhere by now. Look again."))
    tables = {table.number: table for table in plan.tables.all()}
    changed = after(rounds, changes)
    for number, seats in enumerate(changed, start=1):
        taken = list(seats.values())
        for table in {to for at, _person, _before, to in changes if at == number and to is not None}:
            if table not in tables:
                raise SeatingRefused(_("There is no such table."), code="no_table")
            if taken.count(table) > tables[table].capacity:
                raise SeatingRefused(
                    _("Table %(table)s has no place left in round %(round)s.")
                    % {"table": table, "round": number},
                    code="full",
                )
    for number, person, _before, to in changes:
        if to is None:
            PlanSeat.objects.filter(plan=plan, round=number, person=person).delete()
        else:
            PlanSeat.objects.update_or_create(
                plan=plan, round=number, person_id=person, defaults={"table": tables[to]}
            )


def _write_hosts(plan: SeatingPlan, hosts: Sequence[HostChange]) -> None:
    present = facilitators_of(plan)
    if any(present[number - 1].get(table) != before for number, table, before, _after in hosts):
        raise ChangedMeanwhile(_("Somebody else facilitates there by now. Look again."))
    tables = {table.number: table for table in plan.tables.all()}
    for number, table, _before, _after in hosts:
        PlanFacilitator.objects.filter(plan=plan, round=number, table=tables[table]).delete()
    PlanFacilitator.objects.bulk_create(
        PlanFacilitator(plan=plan, round=number, table=tables[table], person_id=after_key)
        for number, table, _before, after_key in hosts
        if after_key is not None
    )


def _finish(
    plan: SeatingPlan,
    verb: str,
    *,
    changes: Sequence[Change],
    hosts: Sequence[HostChange],
    actor: User,
    now: datetime,
) -> None:
    plan.version += 1
    plan.measures = current_measures(plan)
    plan.save(update_fields=["version", "measures"])
    record_event(
        f"seating_plan.{verb}",
        obj=plan,
        assembly=plan.session.assembly,
        actor=actor,
        now=now,
        details={
            "session": plan.session.number,
            "number": plan.number,
            "places": len(changes) + len(hosts),
            "changes": [list(each) for each in changes],
            **({"hosts": [list(each) for each in hosts]} if hosts else {}),
        },
    )
