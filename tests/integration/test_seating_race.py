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
