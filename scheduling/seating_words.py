"""Seating in words: rules that cannot be kept, what a plan breaks, why somebody moves, what a change would do."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import AccessFeature
from assembly.models import Person

_WHY_IMPOSSIBLE = {
    "rooms_unknown": gettext_lazy(
        "Access needs of %(names)s were not looked at: nobody said in which rooms the tables stand."
    ),
    "more_people_than_seats": gettext_lazy(
        "The tables have %(seats)s places, and %(people)s people are expected."
    ),
    "need_at_no_table": gettext_lazy("No table has what %(names)s needs: %(features)s."),
    "too_few_seats_with_features": gettext_lazy(
        "%(people)s people need a table with %(features)s, and such tables have %(seats)s places."
    ),
    "fixed_at_unknown_table": gettext_lazy(
        "%(names)s has a fixed place at table %(table)s, and there is no such table."
    ),
    "fixed_in_unknown_round": gettext_lazy(
        "%(names)s has a fixed place in round %(round)s, and there is no such round."
    ),
    "fixed_against_needs": gettext_lazy(
        "Round %(round)s: the fixed table %(table)s lacks what %(names)s needs."
    ),
    "fixed_over_capacity": gettext_lazy(
        "Round %(round)s: %(fixed)s people have a fixed place at table %(table)s, which has %(capacity)s places."
    ),
    "fixed_beside_apart": gettext_lazy(
        "Round %(round)s: %(names)s must sit apart and have fixed places at the same table %(table)s."
    ),
    "fixed_splits_group": gettext_lazy(
        "Round %(round)s: the fixed places of %(names)s leave no table at which their group can sit together."
    ),
    "together_and_apart": gettext_lazy("%(names)s must sit together by one rule and apart by another."),
    "group_larger_than_tables": gettext_lazy(
        "%(names)s cannot all sit together: no table has more than %(capacity)s places."
    ),
    "group_at_no_table": gettext_lazy("No table has what %(names)s need who sit together."),
    "apart_more_than_tables": gettext_lazy(
        "%(names)s cannot all sit apart: there are only %(tables)s tables."
    ),
    "minimums_above_people": gettext_lazy(
        "There are too few people for the smallest tables: %(people)s people, at least %(minimum)s at each."
    ),
    "rules_contradict": gettext_lazy(
        "Round %(round)s: each rule can be kept, but not all of them at once. As many as possible are kept."
    ),
}
_BROKEN = {
    "over_capacity": gettext_lazy(
        "Round %(round)s: %(people)s people sit at table %(table)s, which has %(capacity)s places."
    ),
    "below_minimum": gettext_lazy(
        "Round %(round)s: only %(people)s people sit at table %(table)s; it should have %(minimum)s."
    ),
    "not_together": gettext_lazy("Round %(round)s: %(names)s do not sit together."),
    "not_apart": gettext_lazy("Round %(round)s: %(names)s do not sit apart."),
    "needs_not_met": gettext_lazy("Round %(round)s: table %(table)s lacks what %(names)s needs."),
    "too_uneven": gettext_lazy(
        "Round %(round)s: table %(table)s stays uneven: %(category)s, %(value)s: %(people)s."
    ),
    "not_at_fixed_table": gettext_lazy(
        "Round %(round)s: %(names)s does not sit at the fixed table %(table)s."
    ),
}
_BLIND = {
    "not_together": gettext_lazy("Round %(round)s: a rule about who sits together is not kept."),
    "not_apart": gettext_lazy("Round %(round)s: a rule about who sits apart is not kept."),
    "needs_not_met": gettext_lazy("Round %(round)s: table %(table)s lacks what somebody there needs."),
    "not_at_fixed_table": gettext_lazy("Round %(round)s: somebody does not sit at their fixed table."),
}
"""What those read who may not know whom a rule or a need is about."""
_WHY_MOVED = {
    "below_minimum": gettext_lazy("because table %(table)s would have too few"),
    "over_capacity": gettext_lazy("because table %(table)s would have too many"),
    "too_uneven": gettext_lazy("because table %(table)s would be uneven: %(category)s"),
    "not_together": gettext_lazy("so that people who belong together sit together"),
    "not_apart": gettext_lazy("so that people who must not meet sit apart"),
    "needs_not_met": gettext_lazy("because the table lacks what somebody needs"),
    "not_at_fixed_table": gettext_lazy("because of a fixed place"),
}


class _Params(dict[str, Any]):
    """Parameters; what a code did not say is an ellipsis, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def _said(sentence: Any, params: Mapping[str, Any], people: Mapping[int, Person]) -> str:
    names = _(", ").join(
        str(people[key]) if key in people else _("somebody") for key in params.get("named", ())
    )
    features = _(", ").join(
        str(AccessFeature(each).label) if each in AccessFeature.values else str(each)
        for each in params.get("needs", ())
    )
    return str(sentence) % _Params({**params, "names": names, "features": features})


def impossible_sentence(found: Mapping[str, Any], people: Mapping[int, Person]) -> str:
    """Say what cannot be kept, and why."""
    sentence = _WHY_IMPOSSIBLE.get(found["code"], gettext_lazy("A rule about %(names)s cannot be kept."))
    return _said(sentence, found["params"], people)


def broken_sentence(
    found: Mapping[str, Any], people: Mapping[int, Person], *, is_private: bool = True
) -> str:
    """Say what a plan does not keep; without names where the reader may not know about rules and needs."""
    sentence = _BROKEN.get(found["code"], gettext_lazy("Round %(round)s: a rule is not kept."))
    if not is_private:
        sentence = _BLIND.get(found["code"], sentence)
    return _said(sentence, found["params"], people)


def people_named(found: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the keys of people whom findings are about."""
    return {key for each in found for key in each["params"].get("named", ())}


def move_reason(reason: str, because: Sequence[Mapping[str, Any]]) -> str:
    """Say why a repair moves somebody."""
    if reason == "absent":
        return _("is missing")
    if reason == "arrived":
        return _("is here and had no place")
    known = [each for each in because if each["code"] in _WHY_MOVED]
    if not known:
        return _("so that rules and balance hold")
    return str(_WHY_MOVED[known[0]["code"]]) % _Params(known[0]["params"])


def effect_sentences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Say what a change would do to meetings, balance and rules."""
    said = []
    met = after["met"] - before["met"]
    if met > 0:
        said.append(ngettext("One pair more meets.", "%(n)s pairs more meet.", met) % {"n": met})
    elif met < 0:
        said.append(ngettext("One pair fewer meets.", "%(n)s pairs fewer meet.", -met) % {"n": -met})
    off = after["imbalance"] - before["imbalance"]
    if off > 0:
        said.append(
            ngettext("The balance gets worse by one place.", "The balance gets worse by %(n)s places.", off)
            % {"n": off}
        )
    elif off < 0:
        said.append(
            ngettext(
                "The balance gets better by one place.", "The balance gets better by %(n)s places.", -off
            )
            % {"n": -off}
        )
    return said or [_("Meetings and balance stay as they are.")]


def host_sentence(change: tuple[int, int, int | None, int | None], people: Mapping[int, Person]) -> str:
    """Say who facilitates at a table instead of whom."""
    number, table, before, after = change
    words = {
        "round": number,
        "table": table,
        "before": people.get(before or 0),
        "after": people.get(after or 0),
    }
    if after is None:
        return (
            _("Round %(round)s, table %(table)s: nobody is left who could stand in for %(before)s.") % words
        )
    return _("Round %(round)s, table %(table)s: %(after)s instead of %(before)s.") % words


def away_sentences(tables: Sequence[tuple[int, int, int]], people: Mapping[int, Person]) -> list[str]:
    """Say which tables (person, round, table) have a facilitator who is not free in that round."""
    return [
        _("%(person)s is not free in round %(round)s, and has table %(table)s.")
        % {"person": people.get(person, _("Somebody")), "table": table, "round": number}
        for person, number, table in tables
    ]


def part_sentences(people: Collection[Person]) -> list[str]:
    """Say who may miss a table, although nobody can tell which."""
    said = _("%(person)s is free for a part of the day only. The programme does not say when the rounds are.")
    return [said % {"person": person} for person in people]


def rounds_words(numbers: Sequence[int]) -> str:
    """Name rounds: round 2, or rounds 1, 2 and 4."""
    named = get_text_list([str(number) for number in numbers], _("and"))
    return ngettext("round %(rounds)s", "rounds %(rounds)s", len(numbers)) % {"rounds": named}


def newly_broken(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what a change would break that is kept now."""
    return [each for each in after["violations"] if each not in before["violations"]]
