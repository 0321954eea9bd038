"""What in a tally cannot be, and what is only worth a second look."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assembly.outcomes.counting.rules import RANKED, Rule, Tally, choices_of, ranking_of

PRESENT_OVER_ELIGIBLE = "present_over_eligible"
VOTES_OVER_PRESENT = "votes_over_present"
NEGATIVE = "negative"
UNKNOWN_CHOICE = "unknown_choice"
NO_RANKING = "no_ranking"
UNKNOWN_OPTION = "unknown_option"
TWICE = "twice"
NOBODY = "nobody"
SILENT = "silent"
NOTHING_SAID = "nothing_said"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a tally: what, with its numbers; `is_fault` where it cannot be."""

    code: str
    params: dict[str, int | str] = field(default_factory=dict)
    is_fault: bool = True


def remarks_on(tally: Tally, rule: Rule) -> tuple[Remark, ...]:
    """Return everything that is wrong or odd, what is wrong first."""
    found = [*_sums(tally), *(_rankings(tally) if rule.kind == RANKED else _choices(tally, rule))]
    return tuple(sorted(found, key=lambda each: not each.is_fault))


def faults_of(tally: Tally, rule: Rule) -> tuple[Remark, ...]:
    """Return what cannot be."""
    return tuple(each for each in remarks_on(tally, rule) if each.is_fault)


def _sums(tally: Tally) -> Iterator[Remark]:
    numbers = (tally.eligible, tally.present, tally.abstained, tally.blank, tally.spoiled)
    if any(number < 0 for number in (*numbers, *tally.lines.values())):
        yield Remark(NEGATIVE)
    if tally.present > tally.eligible:
        yield Remark(PRESENT_OVER_ELIGIBLE, {"present": tally.present, "eligible": tally.eligible})
    if tally.cast > tally.present:
        over = tally.cast - tally.present
        yield Remark(VOTES_OVER_PRESENT, {"votes": tally.cast, "present": tally.present, "over": over})
    if not tally.present:
        yield Remark(NOBODY)
    elif tally.cast < tally.present:
        silent = tally.present - tally.cast
        yield Remark(
            SILENT, {"votes": tally.cast, "present": tally.present, "silent": silent}, is_fault=False
        )
    if tally.present and not tally.said:
        yield Remark(NOTHING_SAID, is_fault=False)


def _choices(tally: Tally, rule: Rule) -> Iterator[Remark]:
    known = choices_of(rule.kind, rule.scale_points)
    for choice in tally.lines:
        if choice not in known:
            yield Remark(UNKNOWN_CHOICE, {"choice": choice})


def _rankings(tally: Tally) -> Iterator[Remark]:
    for choice in tally.lines:
        ranking = ranking_of(choice)
        if ranking is None:
            yield Remark(NO_RANKING, {"choice": choice})
        elif unknown := [option for option in ranking if option not in tally.options]:
            yield Remark(UNKNOWN_OPTION, {"choice": choice, "option": unknown[0]})
        elif len(set(ranking)) < len(ranking):
            yield Remark(TWICE, {"choice": choice})
