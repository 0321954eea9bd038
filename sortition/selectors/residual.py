"""State what a replacement has to solve: who sits stays, who left is gone, quotas and caps are as they stand.

The number of seats is that of all places that are not left vacant. A place that was given up and is not being filled
counts as held while its person may still say yes: whoever is asked elsewhere must leave room for them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.enums_seats import SeatState
from sortition.errors import ReplacementRefused
from sortition.lottery import CapChange, Instance, Person, QuotaChange, panel_exists
from sortition.lottery.results import Change
from sortition.quota_messages import group_word, spaced
from sortition.selectors.instance import instance_of
from sortition.selectors.seats import counts_as_held, present_seats

TIME_LIMIT = 5.0
"""Seconds for an exact answer while somebody waits; pools of some thousand people take a fraction of one."""

Relaxations = Sequence[Sequence[Any]]
"""[[category, value, minimum, maximum], …] for quotas, [[column, maximum], …] for caps."""


def residual_of(
    assembly: Assembly, *, vacated: Collection[int] = (), relaxations: Relaxations = ()
) -> Instance:
    """Return the problem of filling every open place, with those who count as holding a seat fixed.

    vacated: keys of seats whose people do not count, although they hold them or may return to them.

    Raises:
        NotReadyForLottery: there are no quotas, or nobody at all is left.
        LotteryError: somebody who holds a seat has not answered what a quota asks.
        ReplacementRefused: code all_vacant: every place is left vacant.
    """
    seats = list(present_seats(assembly))
    places = sum(seat.state != SeatState.LEFT_VACANT or seat.pk in vacated for seat in seats)
    if not places:
        raise ReplacementRefused(_("Every seat is left vacant: there is nothing to fill."), code="all_vacant")
    held = [seat.respondent_id for seat in seats if seat.pk not in vacated and counts_as_held(seat)]
    instance = instance_of(assembly, holders=held)
    fixed = frozenset(map(str, held))
    return replace(
        instance,
        seats=places,
        quotas=tuple(relaxed_quotas(instance, relaxations)),
        caps=tuple(relaxed_caps(instance, relaxations)),
        people=_without_shared_homes(instance.people, fixed),
        fixed=tuple(person.id for person in instance.people if person.id in fixed),
    )


def _without_shared_homes(people: Iterable[Person], fixed: Collection[str]) -> tuple[Person, ...]:
    """Let one of several holders stand for a home that was found to be theirs only after they had been drawn.

    Nobody loses a seat for that; nobody else of the home can be drawn.
    """
    taken: set[str] = set()
    found = []
    for person in people:
        if person.id in fixed and person.household:
            if person.household in taken:
                found.append(replace(person, household=None))
                continue
            taken.add(person.household)
        found.append(person)
    return tuple(found)


def relaxed_quotas(instance: Instance, relaxations: Relaxations) -> Iterable[Any]:
    """Put other bounds in the place of quotas that were relaxed."""
    other = {(row[0], row[1]): (row[2], row[3]) for row in relaxations if len(row) == 4}
    for quota in instance.quotas:
        low, high = other.get((quota.category, quota.value), (quota.minimum, quota.maximum))
        lowest = quota.minimum_flex if quota.minimum_flex is None else min(quota.minimum_flex, low)
        highest = quota.maximum_flex if quota.maximum_flex is None else max(quota.maximum_flex, high)
        yield replace(quota, minimum=low, maximum=high, minimum_flex=lowest, maximum_flex=highest)


def relaxed_caps(instance: Instance, relaxations: Relaxations) -> Iterable[Any]:
    """Put other maxima in the place of caps that were relaxed."""
    other = {row[0]: row[1] for row in relaxations if len(row) == 2}
    return (replace(cap, maximum=other.get(cap.column, cap.maximum)) for cap in instance.caps)


def relaxations_after(instance: Instance, before: Relaxations, changes: Iterable[Change]) -> list[list[Any]]:
    """Add a repair's changes of quotas and caps to the relaxations under which it was found.

    Raises:
        ReplacementRefused: code not_for_one: the repair changes something else than quotas and caps.
    """
    quotas: dict[tuple[str, str], list[int]] = {
        (quota.category, quota.value): [quota.minimum, quota.maximum] for quota in instance.quotas
    }
    wanted: dict[tuple[str, ...], list[Any]] = {
        tuple(row[:2] if len(row) == 4 else row[:1]): list(row) for row in before
    }
    for change in changes:
        if isinstance(change, QuotaChange):
            bounds = quotas[change.category, change.value]
            bounds[change.bound == "maximum"] = change.after
            wanted[change.category, change.value] = [change.category, change.value, *bounds]
        elif isinstance(change, CapChange):
            wanted[(change.column,)] = [change.column, change.after]
        else:
            raise ReplacementRefused(
                _("Only quotas and caps can be changed for one replacement."), code="not_for_one"
            )
    return list(wanted.values())


def misfit_of(instance: Instance, name: str) -> str:
    """Say why one person cannot be added to those who are fixed; "" where they can.

    Where no panel is possible anyhow, it is enough that the person breaks no maximum and no cap.
    """
    person = next((each for each in instance.people if each.id == name), None)
    if person is None or name in instance.fixed:
        return _("This person cannot be drawn any more.")
    fixed = set(instance.fixed)
    seated = [each for each in instance.people if each.id in fixed]
    if person.household and any(each.household == person.household for each in seated):
        return _("This person lives with somebody on the panel.")
    for quota in instance.quotas:
        held = sum(each.values.get(quota.category) == quota.value for each in seated)
        if person.values.get(quota.category) == quota.value and held >= quota.maximum:
            return _("With this person there would be more than %(most)s with %(value)s (%(category)s).") % {
                "most": quota.maximum,
                **spaced(quota.category, quota.value),
            }
    for cap in instance.caps:
        group = person.groups.get(cap.column)
        if group and sum(each.groups.get(cap.column) == group for each in seated) >= cap.maximum:
            return _("With this person there would be too many of one group (%(group)s).") % {
                "group": group_word(cap.column)
            }
    with_them = replace(instance, fixed=(*instance.fixed, name))
    is_in_the_way = panel_exists(with_them, time_limit=TIME_LIMIT) is False
    if is_in_the_way and panel_exists(instance, time_limit=TIME_LIMIT):
        return _("With this person the other open seats could not be filled within the quotas any more.")
    return ""
