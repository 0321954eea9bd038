"""Makers of seating plans and rules."""

from typing import Any

from assembly.enums import AccessFeature, PersonKind
from assembly.models import Person
from scheduling.enums_tables import RuleKind
from scheduling.models import (
    FixedSeat,
    PlanFacilitator,
    PlanSeat,
    PlanTable,
    SeatingJob,
    SeatingPlan,
    SeatingRule,
    Session,
)
from scheduling.selectors.seating_problem import current_measures
from scheduling.selectors.sessions import rooms_of
from tests.factories import NOON, UserFactory
from tests.factories_people import make_members, make_person
from tests.factories_sessions import make_session


def make_plan(
    session: Session | None = None, *, members: int = 6, tables: int = 2, rounds: int = 2, **fields: Any
) -> SeatingPlan:
    """Make a plan that deals members over tables, each round from another one on, with a facilitator at the first."""
    assembly = fields.pop("assembly", None)
    session = session or make_session(assembly)
    assembly = session.assembly
    people = list(Person.objects.members().filter(assembly=assembly)) or make_members(assembly, members)
    helper = Person.objects.filter(assembly=assembly, kind=PersonKind.FACILITATOR).first() or make_person(
        assembly, kind=PersonKind.FACILITATOR, name="⟪Fay Helper⟫", called="⟪Fay⟫"
    )
    number = SeatingPlan.objects.filter(session=session).count() + 1
    stands = {
        "number": number,
        "rounds": rounds,
        "categories": ["⟪Age⟫", "⟪Sex⟫"],
        "seed": 7,
        "made_at": NOON,
        "made_by": fields.pop("made_by", None) or UserFactory(),
    }
    plan = SeatingPlan.objects.create(session=session, **{**stands, **fields})
    room = rooms_of(session)[0]
    size = -(-len(people) // tables)
    made = [
        PlanTable.objects.create(
            plan=plan,
            number=each,
            room=room,
            capacity=size + 1,
            minimum=min(2, size),
            features=[AccessFeature.STEP_FREE.value],
        )
        for each in range(1, tables + 1)
    ]
    for at in range(1, rounds + 1):
        PlanSeat.objects.bulk_create(
            PlanSeat(plan=plan, round=at, person=person, table=made[(place * at + place // tables) % tables])
            if at > 1
            else PlanSeat(plan=plan, round=at, person=person, table=made[place % tables])
            for place, person in enumerate(people)
        )
        PlanFacilitator.objects.create(plan=plan, round=at, table=made[0], person=helper)
    plan.measures = current_measures(plan)
    plan.save(update_fields=["measures"])
    return plan


def make_rule(*people: Person, kind: RuleKind = RuleKind.TOGETHER, **fields: Any) -> SeatingRule:
    """Make a rule for some people."""
    stands = {"reason": "⟪She interprets for him⟫", "made_at": NOON}
    rule = SeatingRule.objects.create(
        assembly=people[0].assembly,
        kind=kind,
        made_by=fields.pop("made_by", None) or UserFactory(),
        **{**stands, **fields},
    )
    rule.people.set(people)
    return rule


def make_fixed(session: Session, person: Person, table: int = 1) -> FixedSeat:
    """Fix somebody's place in all rounds."""
    return FixedSeat.objects.create(session=session, person=person, table_number=table)


def make_job(session: Session, state: str = "running") -> SeatingJob:
    """Make a computation under way."""
    return SeatingJob.objects.create(
        session=session, state=state, wanted={}, asked_at=NOON, asked_by=UserFactory(), heartbeat_at=NOON
    )
