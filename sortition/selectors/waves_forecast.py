"""What the next wave may bring: who would still be missing, at which response, and whom to invite."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sortition.selectors.monitor import COMFORTABLE, ValueInPool
from sortition.selectors.waves import Response

ENOUGH_TO_TELL = 50
"""From so many people in the pool on, their shares tell better than the population's who answers."""
FEWEST_LETTERS = 100
"""Areas with fewer letters say nothing about how readily people answer there."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One value: the people it needs, those it has, and how many would be missing at each rate."""

    category: str
    value: str
    needed: int
    people: int
    share: float
    """The part of those who answer that has this value, between 0 and 1."""
    missing: tuple[int, ...]

    def letters_at(self, rate: float) -> int | None:
        """Return how many letters would bring enough; None where no number would."""
        gap = self.needed - self.people
        if gap <= 0:
            return 0
        return math.ceil(gap / (rate * self.share)) if rate * self.share > 0 else None


def forecast(
    values: Sequence[ValueInPool], *, letters: int, rates: Sequence[float], in_pool: int
) -> list[Missing]:
    """Return every value with a minimum, those that lack most first.

    Comfortable is three people for each seat of the minimum. Whoever answers next is taken to be like those who
    answered before, or like the population while hardly anybody has.
    """
    found = []
    for each in values:
        if not each.minimum:
            continue
        is_known = in_pool >= ENOUGH_TO_TELL or each.share is None
        share = each.pool_share if is_known else float(each.share or 0)
        needed = COMFORTABLE * each.minimum
        missing = tuple(max(0, math.ceil(needed - each.people - letters * rate * share)) for rate in rates)
        found.append(Missing(each.category, each.value, needed, each.people, share, missing))
    return sorted(found, key=lambda each: (-max(each.missing, default=0), each.category, each.value))


def observed_rate(responses: Sequence[Response]) -> float | None:
    """Return the answers for each letter that earlier waves brought; None before the first."""
    letters = sum(each.letters for each in responses)
    return sum(each.answers for each in responses) / letters if letters else None


def advice(found: Sequence[Missing], areas: Sequence[Response], rate: float) -> list[str]:
    """Say in sentences whom to invite next: how many letters, for whose sake, and in which areas more of them."""
    needs = [(each, each.letters_at(rate)) for each in found]
    percent = f"{100 * rate:.1f}".rstrip("0").rstrip(".")
    said = []
    hopeless = [each for each, letters in needs if letters is None]
    wanting = [(letters, each) for each, letters in needs if letters]
    if wanting:
        letters, each = max(wanting, key=lambda pair: pair[0])
        said.append(
            ngettext(
                "If %(percent)s %% answer, %(letters)d more letter brings enough people of every value; “%(value)s”"
                " (%(category)s) needs it.",
                "If %(percent)s %% answer, %(letters)d more letters bring enough people of every value; “%(value)s”"
                " (%(category)s) needs the most.",
                letters,
            )
            % {"percent": percent, "letters": letters, "value": each.value, "category": each.category}
        )
    said += [
        _("Nobody of “%(value)s” (%(category)s) has answered yet: letters alone may not reach them.")
        % {"value": each.value, "category": each.category}
        for each in hopeless
    ]
    told = [each for each in areas if each.letters >= FEWEST_LETTERS]
    overall = observed_rate(told)
    low = [each for each in told if overall and each.rate < 0.75 * overall]
    if low:
        names = ", ".join(f"{each.name} ({100 * each.rate:.1f} %)" for each in low[:5])
        said.append(
            _("Fewer people than elsewhere answer in: %(areas)s. Keep a part of the letters for these areas.")
            % {"areas": names}
        )
    if found and not said:
        said.append(_("There are enough people of every value. No further wave is needed for the targets."))
    return said
