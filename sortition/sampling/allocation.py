"""How many letters each stratum gets: proportional, with a part kept for some strata, by largest remainder."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from sortition.sampling.errors import SampleImpossible


def allocate(
    counts: Mapping[str, int],
    total: int,
    *,
    favoured: Collection[str] = (),
    favoured_share: Fraction = Fraction(0),
) -> dict[str, int]:
    """Return stratum → letters, which add up to `total` and never exceed `counts`.

    The part (1 − favoured_share) goes to all strata in proportion to their addresses, the rest to the favoured ones
    alone, again in proportion: with 20 % for deprived areas, these get their share of the 80 % and all of the 20 %.
    What a stratum is too small to take goes to the others in proportion. Fractions of a letter are rounded by
    largest remainder; equal remainders go to the larger stratum, then to the name that comes first.

    Raises:
        SampleImpossible: fewer addresses than letters, or a favoured stratum that does not exist.
    """
    available = sum(counts.values())
    if not 0 <= total <= available:
        raise SampleImpossible("not_enough", {"wanted": total, "available": available})
    if unknown := sorted(set(favoured) - counts.keys()):
        raise SampleImpossible("no_such_stratum", {"strata": unknown})
    for_favoured = total * favoured_share if favoured else Fraction(0)
    ideal = _fill({name: Fraction(counts[name]) for name in favoured}, for_favoured)
    # What the favoured strata cannot take is spread over all.
    rest = total - sum(ideal.values(), Fraction(0))
    room = {name: count - ideal.get(name, Fraction(0)) for name, count in counts.items()}
    for name, letters in _fill_by(counts, room, rest).items():
        ideal[name] = ideal.get(name, Fraction(0)) + letters
    return _rounded(ideal, counts, total)


def _fill(room: Mapping[str, Fraction], wanted: Fraction) -> dict[str, Fraction]:
    """Spread `wanted` in proportion to the room itself: nobody overflows before all are full."""
    space = sum(room.values(), Fraction(0))
    part = min(Fraction(1), wanted / space) if space else Fraction(0)
    return {name: each * part for name, each in room.items()}


def _fill_by(sizes: Mapping[str, int], room: Mapping[str, Fraction], wanted: Fraction) -> dict[str, Fraction]:
    """Spread `wanted` in proportion to `sizes`; what overflows a stratum's room goes to the others again."""
    given: dict[str, Fraction] = dict.fromkeys(sizes, Fraction(0))
    is_open = {name for name in sizes if room[name] > 0}
    while wanted > 0 and is_open:
        base = sum(sizes[name] for name in is_open)
        full = {name for name in is_open if wanted * sizes[name] / base >= room[name] - given[name]}
        if not full:
            for name in is_open:
                given[name] += wanted * sizes[name] / base
            return given
        for name in full:
            wanted -= room[name] - given[name]
            given[name] = room[name]
        is_open -= full
    return given


def _rounded(ideal: Mapping[str, Fraction], counts: Mapping[str, int], total: int) -> dict[str, int]:
    sizes = {name: int(ideal[name]) for name in counts}
    by_remainder = sorted(counts, key=lambda name: (sizes[name] - ideal[name], -counts[name], name))
    for name in by_remainder[: total - sum(sizes.values())]:
        sizes[name] += 1
    return sizes
