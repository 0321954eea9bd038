"""Draw addresses without replacement, stratum by stratum, with chances in exact proportion to weights.

Within a stratum of N addresses with whole weights w₁…w_N, W = Σ wᵢ, and n letters: addresses that weigh so much that
n·wᵢ ≥ W are taken for certain, and the rest is drawn anew among the others. These are shuffled and laid end to end,
each n·wᵢ long; of the points r, r + W, … r + (n−1)·W with r uniform in {0 … W−1}, each lies in one address, and that
address is drawn. No length exceeds W, so none is drawn twice, n are drawn, and the chance of each is exactly n·wᵢ/W.
All numbers are whole, so nothing is lost to rounding. With equal weights every set of n is equally likely.

Source: W. G. Madow (1949), doi:10.1214/aoms/1177729988; for the shuffle, which makes nearly every pair possible,
L. Goodman and L. Kish (1950), doi:10.1080/01621459.1950.10501130.
"""

import math
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sortition.sampling.errors import SampleImpossible

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Address:
    """One address that can be invited; its `key` is the same in every wave."""

    key: str
    stratum: str = ""
    weight: Fraction = ONE


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: positions in the list, rising, and for each address of the list its chance to be drawn."""

    chosen: tuple[int, ...]
    chances: tuple[Fraction, ...]


def draw_sample(
    addresses: Sequence[Address], sizes: Mapping[str, int], *, seed: int, invited: Collection[str] = ()
) -> Sample:
    """Draw as many addresses of each stratum as `sizes` says; who was `invited` before has no chance.

    The same list, sizes and seed give the same sample.

    Raises:
        SampleImpossible: an address occurs twice, a weight is negative, or a stratum has too few addresses.
    """
    strata = _strata(addresses, frozenset(invited))
    if unknown := sorted(name for name, size in sizes.items() if size and name not in strata):
        raise SampleImpossible("no_such_stratum", {"strata": unknown})
    source = random.Random(seed)
    chances = [Fraction(0)] * len(addresses)
    chosen: list[int] = []
    for name in sorted(strata):
        members = strata[name]
        found = inclusion_chances([addresses[each].weight for each in members], sizes.get(name, 0), name)
        for member, chance in zip(members, found, strict=True):
            chances[member] = chance
        certain = [member for member, chance in zip(members, found, strict=True) if chance == 1]
        others = [member for member, chance in zip(members, found, strict=True) if 0 < chance < 1]
        chosen += certain
        chosen += _drawn(
            others, [chances[each] for each in others], sizes.get(name, 0) - len(certain), source
        )
    return Sample(tuple(sorted(chosen)), tuple(chances))


def inclusion_chances(weights: Sequence[Fraction], size: int, stratum: str = "") -> list[Fraction]:
    """Return the chance of each address: in proportion to its weight, at most 1, adding up to `size`.

    Raises:
        SampleImpossible: fewer addresses with a weight above 0 than letters.
    """
    possible = sum(weight > 0 for weight in weights)
    if not 0 <= size <= possible:
        raise SampleImpossible("not_enough", {"stratum": stratum, "wanted": size, "available": possible})
    # Heaviest first: from where one is no longer certain, none of the lighter ones is.
    order = sorted(range(len(weights)), key=lambda each: -weights[each])
    left, together = size, sum(weights, Fraction(0))
    chances = [Fraction(0)] * len(weights)
    certain = 0
    for each in order:
        if left == 0 or left * weights[each] < together:
            break
        chances[each] = ONE
        left, together, certain = left - 1, together - weights[each], certain + 1
    # Few different weights, many addresses: each quotient is worked out once.
    known: dict[Fraction, Fraction] = {}
    for each in order[certain:]:
        weight = weights[each]
        if weight not in known:
            known[weight] = left * weight / together if left else Fraction(0)
        chances[each] = known[weight]
    return chances


def _strata(addresses: Sequence[Address], invited: frozenset[str]) -> dict[str, list[int]]:
    seen: set[str] = set()
    strata: dict[str, list[int]] = {}
    for position, address in enumerate(addresses):
        if address.key in seen:
            raise SampleImpossible("double_address", {"position": position})
        if address.weight < 0:
            raise SampleImpossible("bad_weight", {"position": position})
        seen.add(address.key)
        if address.key not in invited:
            strata.setdefault(address.stratum, []).append(position)
    return strata


def _drawn(
    members: Sequence[int], chances: Sequence[Fraction], size: int, source: random.Random
) -> list[int]:
    """Draw `size` members whose chances lie between 0 and 1 and add up to `size`."""
    if size == 0:
        return []
    # The chances with one denominator: whole lengths, a distance of `step` between the points.
    step = math.lcm(*{chance.denominator for chance in chances})
    order = list(range(len(members)))
    source.shuffle(order)
    point = source.randrange(step)
    reached, drawn = 0, []
    for each in order:
        reached += chances[each].numerator * (step // chances[each].denominator)
        if reached > point:
            drawn.append(members[each])
            point += step
    return drawn
