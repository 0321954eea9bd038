"""Two people change a plan at the same moment, or take two plans into use: one after the other, never both."""

import pytest

from assembly.models import AuditEvent
from scheduling.models import PlanMove, SeatingPlan
from scheduling.selectors.seating import rounds_of
from scheduling.services.seating_moves import change_plan, move_of
from scheduling.services.seating_use import use_plan
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_tables import make_plan
from tests.integration.test_offers_race import at_once
from tests.waiting import one_behind_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_change_a_plan_at_once_the_second_is_told() -> None:
    plan = make_plan(assembly=AssemblyFactory())
    rounds = rounds_of(plan)
    there = [key for key, table in rounds[0].items() if table == 1][:2]
    users = [UserFactory(), UserFactory()]
    outcomes = at_once(
        [
            lambda key=key, user=user: change_plan(
                plan=plan, verb="move", changes=move_of(rounds, 1, key, 2), version=1, actor=user, now=NOON
            )
            for key, user in zip(there, users, strict=True)
        ]
    )
    assert sorted(isinstance(each, PlanMove) for each in outcomes) == [False, True]
    assert "changed_meanwhile" in outcomes
    assert sum(rounds_of(plan)[0][key] == 2 for key in there) == 1
    assert AuditEvent.objects.filter(type="seating_plan.move").count() == 1


def test_two_plans_taken_into_use_at_once_leave_one() -> None:
    first = make_plan(assembly=AssemblyFactory())
    second = make_plan(first.session)
    user = UserFactory()
    at_once([lambda each=each: use_plan(plan=each, actor=user, now=NOON) for each in (first, second)])
    assert sorted(SeatingPlan.objects.values_list("state", flat=True)) == ["in_use", "superseded"]


def test_a_plan_taken_into_use_while_somebody_changes_it_keeps_both() -> None:
    """The one who takes it into use sets another aside first, and so has the record while the other has the plan."""
    standing = make_plan(assembly=AssemblyFactory(), state="in_use")
    plan = make_plan(standing.session)
    rounds, user = rounds_of(plan), UserFactory()
    key = next(key for key, table in rounds[0].items() if table == 1)
    outcomes = one_behind_the_other(
        plan.session.assembly,
        [
            lambda: use_plan(plan=plan, actor=user, now=NOON).state,
            lambda: (
                change_plan(
                    plan=plan,
                    verb="move",
                    changes=move_of(rounds, 1, key, 2),
                    version=1,
                    actor=user,
                    now=NOON,
                ).number
            ),
        ],
    )
    assert outcomes == ["in_use", 1]


def test_of_a_repair_and_a_move_made_at_once_the_second_is_told() -> None:
    plan = make_plan(assembly=AssemblyFactory(), state="in_use")
    rounds, user = rounds_of(plan), UserFactory()
    away, moved = sorted(rounds[0])[:2]
    repair = [change for number in (1, 2) for change in move_of(rounds, number, away, None)]
    hand = move_of(rounds, 1, moved, 3 - rounds[0][moved])
    outcomes = at_once(
        [
            lambda verb=verb, changes=changes: (
                change_plan(plan=plan, verb=verb, changes=changes, version=1, actor=user, now=NOON).verb
            )
            for verb, changes in (("repair", repair), ("move", hand))
        ]
    )
    assert outcomes in (["repair", "changed_meanwhile"], ["changed_meanwhile", "move"])
    stands = rounds_of(plan)
    assert (away in stands[0]) == (outcomes[1] == "move")
    assert (stands[0][moved] != rounds[0][moved]) == (outcomes[1] == "move")
