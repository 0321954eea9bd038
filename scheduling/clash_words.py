"""Words for clashes, and for why something could not be placed: one sentence for each code."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import AccessFeature
from scheduling.models import AgendaItem
from scheduling.selectors.plan_programme import Plan

CLASHES: Mapping[str, Any] = {
    "person_twice": gettext_lazy("%(person)s is in “%(first)s” and “%(second)s” at the same time."),
    "room_twice": gettext_lazy("%(room)s is taken twice: “%(first)s” and “%(second)s”."),
    "person_unavailable": gettext_lazy("%(person)s is not free for “%(first)s”."),
    "room_unavailable": gettext_lazy("%(room)s is not ours at the time of “%(first)s”."),
    "over_capacity": gettext_lazy(
        "%(room)s is too small for “%(first)s”: %(expected)s people, %(capacity)s places."
    ),
    "missing_feature": gettext_lazy(
        "%(room)s lacks something for “%(first)s”: %(feature)s, needed by %(count)s."
    ),
    "outside_session": gettext_lazy("“%(first)s” is outside the hours of %(session)s."),
}
REASONS: Mapping[str, Any] = {}


def clash_sentence(code: str, params: Mapping[str, Any], items: Sequence[AgendaItem], plan: Plan) -> str:
    """Tell a clash by name."""
    words = {**_named(params, plan), **_titles(items)}
    sentence = CLASHES.get(code)
    return str(sentence) % words if sentence else _("“%(first)s” clashes.") % words


def reason_sentence(code: str, params: Mapping[str, Any], plan: Plan) -> str:
    """Tell why something could not be placed."""
    return str(REASONS.get(code, code)) % _named(params, plan)


def _titles(items: Sequence[AgendaItem]) -> dict[str, str]:
    titles = [item.title for item in items]
    return {"first": titles[0] if titles else "…", "second": titles[-1] if titles else "…"}


def _named(params: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """Put names for keys: whom, where, what."""
    named = dict(params)
    if "person" in named:
        named["person"] = plan.people.get(named["person"], "…")
    if "room" in named:
        named["room"] = plan.rooms.get(named["room"], "…")
    if "session" in named:
        named["session"] = plan.sessions.get(named["session"], "…")
    if "feature" in named:
        named["feature"] = AccessFeature(named["feature"]).label
    return named
