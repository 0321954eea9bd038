"""Words for clashes: one sentence for each code, with names in place of keys and the session's clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import AccessFeature
from scheduling.enums import PHASE_ORDER
from scheduling.local_times import clock_time
from scheduling.models import AgendaItem
from scheduling.selectors.plan_programme import Plan

CLASHES: Mapping[str, Any] = {
    "room_twice": gettext_lazy(
        "%(room)s is taken twice from %(start)s to %(end)s: by “%(item)s” and “%(other)s”."
    ),
    "person_twice": gettext_lazy(
        "%(person)s is in two places from %(start)s to %(end)s: in “%(item)s” and “%(other)s”."
    ),
    "everybody_twice": gettext_lazy(
        "All members are expected twice from %(start)s to %(end)s: in “%(item)s” and “%(other)s”."
    ),
    "person_unavailable": gettext_lazy("%(person)s is not free for “%(item)s” from %(start)s to %(end)s."),
    "room_unavailable": gettext_lazy("%(room)s is not ours for “%(item)s” from %(start)s to %(end)s."),
    "room_not_of_session": gettext_lazy(
        "%(room)s is not one of the rooms of %(session)s, but “%(item)s” is there."
    ),
    "room_missing": gettext_lazy("“%(item)s” needs a room and has none."),
    "over_capacity": gettext_lazy(
        "%(room)s is too small for “%(item)s”: %(expected)s people, %(capacity)s places."
    ),
    "outside_session": gettext_lazy(
        "“%(item)s” (%(start)s to %(end)s) is outside %(session)s, which lasts from %(opens)s to %(closes)s."
    ),
    "travel_gap": gettext_lazy(
        "%(person)s has %(gap)s minutes between “%(item)s” and “%(other)s”, and needs %(way)s for the way."
    ),
    "order": gettext_lazy(
        "“%(second)s” must come after “%(first)s”, but begins at %(begins)s, before that ends at %(ends)s."
    ),
    "phase_order": gettext_lazy(
        "“%(first)s” (%(phase)s) is still going on when “%(second)s” (%(closing)s) begins: learning comes first."
    ),
    "no_rest": gettext_lazy("No rest for more than two hours, from %(start)s to %(end)s: %(items)s."),
    "duty_twice": gettext_lazy(
        "%(person)s is on duty at %(session)s and at %(other_session)s from %(start)s to %(end)s."
    ),
    "duty_elsewhere": gettext_lazy(
        "%(person)s is on duty at %(session)s and in “%(item)s” of another session from %(start)s to %(end)s."
    ),
    "duty_unavailable": gettext_lazy(
        "%(person)s is on duty at %(session)s, but is not free all the time from %(start)s to %(end)s."
    ),
}

SHORT: Mapping[str, Any] = {
    "room_twice": gettext_lazy("The room is taken twice"),
    "person_twice": gettext_lazy("%(person)s is in two places"),
    "everybody_twice": gettext_lazy("All members are expected elsewhere too"),
    "person_unavailable": gettext_lazy("%(person)s is not free"),
    "room_unavailable": gettext_lazy("The room is not ours then"),
    "room_not_of_session": gettext_lazy("Not a room of this session"),
    "room_missing": gettext_lazy("It has no room"),
    "over_capacity": gettext_lazy("%(expected)s people, %(capacity)s places"),
    "feature_missing": gettext_lazy("Missing here: %(feature)s"),
    "outside_session": gettext_lazy("Outside the session’s hours"),
    "travel_gap": gettext_lazy("Too little time for the way: %(person)s"),
    "order": gettext_lazy("In the wrong order: “%(first)s” comes before “%(second)s”"),
    "phase_order": gettext_lazy("Learning comes before deciding"),
    "no_rest": gettext_lazy("No rest for more than two hours"),
    "duty_twice": gettext_lazy("%(person)s is on duty at %(other_session)s too"),
    "duty_elsewhere": gettext_lazy("%(person)s is on duty at %(session)s"),
    "duty_unavailable": gettext_lazy("%(person)s is not free all the time"),
}
"""What stands in an item’s cell, where the sentence is too long."""


def clash_flag(code: str, params: Mapping[str, Any], items: Sequence[AgendaItem], plan: Plan) -> str:
    """Tell a clash in a few words, beside the item that it is about."""
    return str(SHORT[code]) % named(params, items, plan)


def clash_sentence(code: str, params: Mapping[str, Any], items: Sequence[AgendaItem], plan: Plan) -> str:
    """Tell a clash by name."""
    words = named(params, items, plan)
    if code == "feature_missing":
        return _lacking(params["count"]) % words
    return str(CLASHES[code]) % words


def named(params: Mapping[str, Any], items: Sequence[AgendaItem], plan: Plan) -> dict[str, Any]:
    """Put names for keys, and times by the clock for moments."""
    titles = [item.title for item in items]
    session = next(
        (item.session for item in items if item.session), plan.sessions.get(params.get("session", 0))
    )
    zone = session.zone if session else None
    words: dict[str, Any] = {
        "item": titles[0] if titles else "…",
        "other": titles[-1] if titles else "…",
        "items": _listed(titles),
    }
    for name, value in params.items():
        words[name] = (
            clock_time(value, zone) if isinstance(value, datetime) and zone else _name(name, value, plan)
        )
    if "first" in params and "second" not in params:
        words["second"] = next((item.title for item in items if item.pk != params["first"]), "…")
    return words


def _name(name: str, value: Any, plan: Plan) -> Any:
    rows: dict[str, Mapping[int, Any]] = {
        "person": plan.people,
        "room": plan.rooms,
        "other_room": plan.rooms,
        "session": plan.sessions,
        "other_session": plan.sessions,
        "first": plan.items,
        "second": plan.items,
    }
    if name == "person" and value is None:
        return _("Every member")
    if name in rows:
        return rows[name].get(value, "…")
    if name == "feature":
        return AccessFeature(value).label
    if name in ("phase", "closing"):
        return next((phase.label for phase, place in PHASE_ORDER.items() if place == value), "…")
    return value


def _lacking(count: int) -> str:
    return ngettext(
        "%(room)s lacks something that “%(item)s” needs for %(count)s person: %(feature)s.",
        "%(room)s lacks something that “%(item)s” needs for %(count)s people: %(feature)s.",
        count,
    )


def _listed(titles: Sequence[str]) -> str:
    quoted = [_("“%(item)s”") % {"item": title} for title in titles]
    return ", ".join(quoted)
