"""Words for why something could not be placed: one phrase for each thing that stands in the way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scheduling.clash_words import named
from scheduling.plan_words import place_words
from scheduling.selectors.plan_programme import Plan

RULES: Mapping[str, Any] = {
    "room_twice": gettext_lazy("the room is taken"),
    "person_twice": gettext_lazy("somebody would be in two places"),
    "everybody_twice": gettext_lazy("all members are expected elsewhere"),
    "person_unavailable": gettext_lazy("somebody is not free"),
    "room_unavailable": gettext_lazy("the room is not ours then"),
    "room_not_of_session": gettext_lazy("the room is not one of the session’s"),
    "room_missing": gettext_lazy("there is no room"),
    "over_capacity": gettext_lazy("the room is too small"),
    "feature_missing": gettext_lazy("the room lacks something that is needed"),
    "outside_session": gettext_lazy("it would be outside the session’s hours"),
    "travel_gap": gettext_lazy("there is no time for the way"),
    "order": gettext_lazy("the order of items is not kept"),
    "phase_order": gettext_lazy("deciding would begin before learning has ended"),
    "no_rest": gettext_lazy("there would be no rest for more than two hours"),
    "duty_twice": gettext_lazy("somebody is on duty at two sessions"),
    "duty_elsewhere": gettext_lazy("somebody is on duty at another session"),
    "duty_unavailable": gettext_lazy("somebody on duty is not free"),
}
"""Code of a clash → what stands in the way."""

NAMED: Mapping[str, Any] = {
    "person_unavailable": gettext_lazy("%(person)s is not free"),
    "person_twice": gettext_lazy("%(person)s would be in two places"),
    "travel_gap": gettext_lazy("%(person)s would have no time for the way"),
    "duty_elsewhere": gettext_lazy("%(person)s is on duty at another session"),
    "feature_missing": gettext_lazy("no room has what is needed: %(feature)s"),
    "over_capacity": gettext_lazy("no room is large enough for %(expected)s people"),
    "order": gettext_lazy("it must come before or after “%(item)s”"),
    "phase_order": gettext_lazy("learning comes before deciding, and “%(item)s” stands in the way"),
}
"""The same where it is known who or what it is about."""


def reason_sentence(code: str, params: Mapping[str, Any], plan: Plan) -> str:
    """Tell one reason; `params` come from JSON, where moments are texts and several keys a list."""
    kind, _dot, rule = code.partition(".")
    if code == "no_time":
        return _("No session has %(minutes)s minutes and a room for it.") % params
    if code == "but_for.moved":
        return _("It would fit if one of these moved: %(items)s.") % {"items": _names(params, plan)}
    if kind == "fewest_rules":
        return _fewest_rules(params, plan)
    if kind == "everywhere_one_of":
        return _one_of(rule, params, plan)
    obstacle = _obstacle(rule, params, plan)
    if kind == "everywhere":
        return _("At every time and in every room: %(obstacle)s.") % {"obstacle": obstacle}
    count = params["places"]
    sentence = ngettext(
        "At %(count)s place, %(place)s, only this stands in the way: %(obstacle)s.",
        "At %(count)s places, the first of them %(place)s, only this stands in the way: %(obstacle)s.",
        count,
    )
    return sentence % {"count": count, "place": _first_place(params, plan), "obstacle": obstacle}


def _fewest_rules(params: Mapping[str, Any], plan: Plan) -> str:
    words = {
        "place": _first_place(params, plan),
        "rules": ", ".join(str(RULES[each]) for each in params["rules"]),
        "names": _names(params, plan),
    }
    if not words["names"]:
        return _("The place with the least in the way is %(place)s: %(rules)s.") % words
    return _("The place with the least in the way is %(place)s: %(rules)s. It is about %(names)s.") % words


def _one_of(rule: str, params: Mapping[str, Any], plan: Plan) -> str:
    words = {"obstacle": RULES[rule], "names": _names(params, plan)}
    if not words["names"]:
        return _("At every time and in every room: %(obstacle)s.") % words
    return (
        _("At every time and in every room %(obstacle)s, not always for the same cause: %(names)s.") % words
    )


def _names(params: Mapping[str, Any], plan: Plan) -> str:
    """Name the people and items that a reason is about."""
    people = [str(plan.people.get(key, "…")) for key in params.get("people", ())]
    items = [_("“%(item)s”") % {"item": plan.items.get(key, "…")} for key in params.get("items", ())]
    return ", ".join([*people, *items])


def _obstacle(rule: str, params: Mapping[str, Any], plan: Plan) -> str:
    if rule not in NAMED:
        return str(RULES[rule])
    words = named(params, [], plan)
    return str(NAMED[rule]) % {**words, "item": plan.items.get(params.get("item", 0), "…")}


def _first_place(params: Mapping[str, Any], plan: Plan) -> str:
    room = plan.rooms.get(params["room"]) if params["room"] is not None else None
    return place_words(plan.sessions.get(params["session"]), room, datetime.fromisoformat(params["start"]))
