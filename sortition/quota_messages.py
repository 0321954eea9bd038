"""Every finding, cause and repair of quotas in words that say what to do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sortition.fairness import CategoryFigures
from sortition.lottery import CapChange, Cause, QuotaChange, Repair, SeatsChange
from sortition.lottery.instance import CROSS
from sortition.lottery.results import BondRelease, Change
from sortition.quota_checks import Contradiction, Finding
from sortition.snapshot import HOUSEHOLD

FINDINGS: Mapping[str, Any] = {
    "half_a_quota": gettext_lazy("Give both a minimum and a maximum, or leave both blank."),
    "flexible_without_quota": gettext_lazy("Flexible bounds need a minimum and a maximum first."),
    "minimum_above_maximum": gettext_lazy("The minimum (%(minimum)s) is above the maximum (%(maximum)s)."),
    "flexible_minimum_above": gettext_lazy(
        "The flexible minimum (%(flex)s) must not be above the minimum (%(minimum)s)."
    ),
    "flexible_maximum_below": gettext_lazy(
        "The flexible maximum (%(flex)s) must not be below the maximum (%(maximum)s)."
    ),
    "minimum_above_share": gettext_lazy(
        "A minimum of %(minimum)s is more than the share gives (%(ceiling)s)."
    ),
    "maximum_below_share": gettext_lazy("A maximum of %(maximum)s is less than the share gives (%(floor)s)."),
    "may_be_nobody": gettext_lazy(
        "Nobody of this group need sit. Raise the minimum to 1 to be sure that somebody does."
    ),
    "may_be_alone": gettext_lazy("This person may be the only one of their group. Consider at least 2."),
    "absent_from_pool": gettext_lazy("Nobody in the pool gave this answer."),
    "pool_too_small": gettext_lazy("Needs at least %(minimum)s, but only %(available)s in the pool."),
    "thin": gettext_lazy(
        "Few to choose from: %(available)s in the pool for up to %(maximum)s seats. If one of them drops out, another"
        " will be hard to find."
    ),
    "no_values": gettext_lazy("This category has no values yet."),
    "no_quotas_yet": gettext_lazy("No quotas yet: the lottery leaves this category out."),
    "quotas_missing": gettext_lazy(
        "Values without a quota: %(missing)s. The lottery needs one for every value."
    ),
    "minima_exceed_seats": gettext_lazy(
        "The minimums add up to %(total)s, more than the %(seats)s there are."
    ),
    "maxima_below_seats": gettext_lazy("The maximums add up to %(total)s, fewer than the %(seats)s to fill."),
    "shares_not_hundred": gettext_lazy("The shares add up to %(total)s %%, not 100 %%."),
    "more_seats_than_people": gettext_lazy("%(seats)s seats, but only %(people)s people in the pool."),
    "small_pool": gettext_lazy(
        "The pool is small: %(people)s people for %(seats)s seats. Whoever drops out may be hard to replace."
    ),
}

CAUSES: Mapping[str, Any] = {
    "more_seats_than_people": gettext_lazy(
        "There are %(seats)s seats, but only %(people)s people in the pool."
    ),
    "more_seats_than_households": gettext_lazy(
        "There are %(seats)s seats, but the pool has only %(households)s households, and at most one person"
        " of each may sit."
    ),
    "too_few_people_for_minimum": gettext_lazy(
        "%(value)s (%(category)s) needs at least %(minimum)s, but the pool can offer only %(available)s."
    ),
    "minima_exceed_seats": gettext_lazy(
        "In %(category)s the minimums add up to %(total)s, more than the %(seats)s there are."
    ),
    "maxima_below_seats": gettext_lazy(
        "In %(category)s the maximums add up to %(total)s, fewer than the %(seats)s to fill."
    ),
    "reachable_below_seats": gettext_lazy(
        "In %(category)s the pool can fill only %(total)s of the %(seats)s seats within the maximums."
    ),
    "more_fixed_than_seats": gettext_lazy(
        "%(fixed)s people hold seats already, more than the %(seats)s there are."
    ),
    "fixed_exceed_maximum": gettext_lazy(
        "%(fixed)s people with %(value)s (%(category)s) hold seats already, more than the %(maximum)s allowed."
    ),
    "fixed_crowd_out_minima": gettext_lazy(
        "In %(category)s those who hold seats and the minimums together need %(total)s seats, more than the %(seats)s"
        " there are."
    ),
    "fixed_share_household": gettext_lazy("People who hold seats already share a household."),
    "fixed_apart": gettext_lazy("People who hold seats already were to sit apart."),
    "fixed_exceed_cap": gettext_lazy(
        "%(fixed)s people of one group (%(column)s) hold seats already, more than the %(maximum)s allowed."
    ),
}


def finding_sentence(finding: Finding) -> str:
    """Return a finding as one sentence."""
    return str(FINDINGS[finding.code]) % finding.params


def contradiction_sentence(contradiction: Contradiction) -> str:
    """Return what counting shows to be impossible, naming value and category, in the words of the exact check."""
    finding = contradiction.finding
    code = {
        "absent_from_pool": "too_few_people_for_minimum",
        "pool_too_small": "too_few_people_for_minimum",
    }.get(finding.code, finding.code)
    words = {"category": contradiction.category, "value": contradiction.value}
    return str(CAUSES[code]) % {**finding.params, **words}


def cause_sentence(cause: Cause, name: Callable[[str, str], str] = lambda _category, value: value) -> str:
    """Return why no panel exists; an unknown code, of a later engine, still gives a true sentence.

    name: how a value (given its category and itself) is written, so that a page can make links of them.
    """
    if cause.code == "conflicting_quotas":
        return _conflict_sentence(cause, name)
    if cause.code not in CAUSES:
        return _("The quotas contradict each other.")
    words = dict(cause.params)
    if "category" in words and "value" in words:
        words["value"] = name(str(words["category"]), str(words["value"])).replace(CROSS, f" {CROSS} ")
    if "category" in words:
        words["category"] = str(words["category"]).replace(CROSS, f" {CROSS} ")
    return str(CAUSES[cause.code]) % words


def _conflict_sentence(cause: Cause, name: Callable[[str, str], str]) -> str:
    names = ", ".join(
        bound_words(category, name(category, value), bound) for category, value, bound in cause.bounds
    )
    count = len(cause.bounds)
    if cause.params.get("is_minimal"):
        return ngettext(
            "One quota cannot be met with this pool: %(names)s.",
            "%(count)s quotas can each be met alone but not all together: %(names)s.",
            count,
        ) % {"count": count, "names": names}
    return ngettext(
        "The fault lies with this quota: %(names)s.",
        "The fault lies somewhere among these %(count)s quotas: %(names)s.",
        count,
    ) % {"count": count, "names": names}


def spaced(category: str, value: str) -> dict[str, str]:
    """Write the names of a combination so that people can read them: 16–29 × Female."""
    sign = f" {CROSS} "
    return {"category": category.replace(CROSS, sign), "value": value.replace(CROSS, sign)}


def legible(category: CategoryFigures) -> CategoryFigures:
    """Write a category's figures under names that people can read, where it is a combination."""
    named = spaced(category.category, "")
    values = tuple(replace(each, value=spaced("", each.value)["value"]) for each in category.values)
    return CategoryFigures(named["category"], values)


def bound_words(category: str, value: str, bound: str) -> str:
    """Name one bound: “the minimum of North (Area)”; a combination with spaces around its sign."""
    words = spaced(category, value)
    if bound == "minimum":
        return _("the minimum of %(value)s (%(category)s)") % words
    return _("the maximum of %(value)s (%(category)s)") % words


def group_word(column: str) -> str:
    """Say what the lottery's column of a cap is called."""
    return _("household") if column == HOUSEHOLD else column


def change_sentence(change: Change) -> str:
    """Return one change of a repair as an instruction."""
    if isinstance(change, BondRelease):
        raise TypeError(change)
    words: dict[str, Any] = {"before": change.before, "after": change.after}
    if isinstance(change, SeatsChange):
        return _("Change the number of seats from %(before)s to %(after)s.") % words
    if isinstance(change, CapChange):
        words["group"] = group_word(change.column)
        return _("Allow %(after)s people from each group of “%(group)s” instead of %(before)s.") % words
    words |= spaced(change.category, change.value)
    if change.bound == "minimum":
        if change.after < change.before:
            return _("Lower the minimum of %(value)s (%(category)s) from %(before)s to %(after)s.") % words
        return _("Raise the minimum of %(value)s (%(category)s) from %(before)s to %(after)s.") % words
    if change.after > change.before:
        return _("Raise the maximum of %(value)s (%(category)s) from %(before)s to %(after)s.") % words
    return _("Lower the maximum of %(value)s (%(category)s) from %(before)s to %(after)s.") % words


def repair_size(repair: Repair) -> str:
    """Say how much a repair changes."""
    quotas = [change for change in repair.changes if isinstance(change, QuotaChange)]
    caps = [change for change in repair.changes if isinstance(change, CapChange)]
    by_seats = sum(abs(change.after - change.before) for change in quotas)
    if not quotas:
        return _("No quota changes; a cap does.") if caps else _("No quota changes.")
    many = ngettext("Changes one quota", "Changes %(count)s quotas", len(quotas)) % {"count": len(quotas)}
    seats = ngettext("by one seat.", "by %(count)s seats in all.", by_seats) % {"count": by_seats}
    return f"{many} {seats}"


def meanwhile_sentence(bound: str, number: object) -> str:
    """Say what somebody else saved in a cell that this person has open."""
    label = {
        "share": _("share"),
        "minimum": _("minimum"),
        "maximum": _("maximum"),
        "minimum_flex": _("flexible minimum"),
        "maximum_flex": _("flexible maximum"),
    }[bound]
    if number is None:
        return _("Meanwhile somebody else took away the %(bound)s.") % {"bound": label}
    return _("Meanwhile somebody else saved %(number)s as the %(bound)s.") % {
        "bound": label,
        "number": number,
    }
