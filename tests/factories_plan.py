"""Makers of acts on a programme, and of automatic placements."""

from assembly.models import Assembly
from scheduling.models import AgendaItem, PlacementJob, PlanChange, Session
from scheduling.selectors.plan_changes import last_change
from scheduling.services.plan_jobs import programme_digest
from scheduling.services.plan_shift import shift_rest
from tests.factories import NOON, UserFactory

_PLACE = {"places": 3, "session": 0, "room": None, "start": NOON.isoformat()}
REASONS = [
    ["everywhere.over_capacity", {"expected": 200}],
    ["but_for.room_twice", _PLACE],
    ["but_for.moved", {**_PLACE, "items": [0]}],
    ["no_time", {"minutes": 600}],
    ["everywhere_one_of.person_unavailable", {"people": [0]}],
    ["everywhere_one_of.room_twice", {}],
    ["fewest_rules", {**_PLACE, "rules": ["no_rest", "order"], "items": [0]}],
]
"""Why an item could have no place: one of each form."""


def shifted(session: Session, minutes: int = 15) -> PlanChange:
    """Move everything in a session later."""
    change = last_change(session.assembly)
    return shift_rest(
        session=session,
        item=AgendaItem.objects.filter(session=session).order_by("starts_at").first(),
        minutes=minutes,
        shrinks_breaks=False,
        seen=change.number if change else 0,
        actor=UserFactory(),
        now=NOON,
    )


def make_placement(assembly: Assembly, state: str = "pending") -> PlacementJob:
    """Make a search in a state; a proposal puts the first thing of the tray into the first session’s afternoon."""
    items = AgendaItem.objects.filter(assembly=assembly, session=None).order_by("pk")
    result = {}
    if state in ("proposed", "applied", "discarded"):
        session = Session.objects.filter(assembly=assembly).order_by("starts_at").first()
        item = items.first()
        place = {
            "item": item.pk,
            "session": session.pk,
            "room": session.venue.rooms.first().pk,
            "starts_at": session.second_half_at.isoformat(),
            "moves": False,
        }
        result = {
            "programme": programme_digest(assembly),
            "places": [place],
            "unplaced": [[item.pk, REASONS]],
            "held_back": [{**place, "because": [item.pk]}],
            "is_optimal": False,
        }
    number = PlacementJob.objects.filter(assembly=assembly).count() + 1
    return PlacementJob.objects.create(
        assembly=assembly,
        number=number,
        state=state,
        parameters={"items": [item.pk for item in items], "may_move": False, "seconds": 10, "seed": 1},
        result=result,
        created_at=NOON,
        created_by=UserFactory(),
        started_at=NOON if state != "pending" else None,
        heartbeat_at=NOON if state != "pending" else None,
    )
