"""Count rankings: instant run-off with every round, or points by rank. Chance never breaks a tie.

Source: instant run-off as by Hare and Ware; ties for the last place are looked up in earlier rounds, backwards
(Electoral Reform Society rules, "ERS97", 5.2.5); points by Borda (1781), an unranked option gets none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assembly.outcomes.counting.rules import Tally, ranking_of


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the run-off.

    votes: option → votes, the most first.
    exhausted: votes that name none of the options that are left.
    dropped: the options that go after this round. `is_tie_looked_up`: of several with equally few votes the one went
    that had fewer in an earlier round.
    """

    votes: tuple[tuple[int, int], ...]
    exhausted: int
    dropped: tuple[int, ...] = ()
    is_tie_looked_up: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Options put in order.

    order: groups of options, the first first; those in one group stand equal.
    points: option → points, the most first; of Borda alone.
    tied: the options between which nothing decides: for the first place, or for the last place of a round where it
    matters who goes. The order is then not known.
    winner_votes: votes or points of the first.
    """

    order: tuple[tuple[int, ...], ...]
    rounds: tuple[Round, ...] = ()
    points: tuple[tuple[int, int], ...] = ()
    tied: tuple[int, ...] = ()
    winner_votes: int = 0


def rank(tally: Tally, *, is_points: bool) -> Ranking:
    """Put the options of a tally in order."""
    ballots = [
        (ranking, votes)
        for choice, votes in tally.lines.items()
        if votes and (ranking := ranking_of(choice)) is not None
    ]
    return _by_points(tally.options, ballots) if is_points else _run_off(tally.options, ballots)


Ballots = list[tuple[tuple[int, ...], int]]


def _by_points(options: tuple[int, ...], ballots: Ballots) -> Ranking:
    """Give of n options n − 1 points to the first of each vote, n − 2 to the second, down to nought."""
    points = dict.fromkeys(options, 0)
    for ranking, votes in ballots:
        for place, option in enumerate(ranking):
            points[option] += (len(options) - 1 - place) * votes
    order = _grouped(points)
    tied = order[0] if order and len(order[0]) > 1 else ()
    most = max(points.values(), default=0)
    return Ranking(order=order, points=_sorted(points), tied=tied, winner_votes=most)


def _run_off(options: tuple[int, ...], ballots: Ballots) -> Ranking:
    """Drop the weakest, round by round, until one has more than half of the votes that still count."""
    left = list(options)
    rounds: list[Round] = []
    gone: list[tuple[int, ...]] = []
    while True:
        votes, exhausted = _first_choices(left, ballots)
        counted = sum(votes.values())
        order = _grouped(votes)
        most = max(votes.values(), default=0)
        if len(left) <= 1 or 2 * most > counted:
            rounds.append(Round(_sorted(votes), exhausted))
            return Ranking((*order, *reversed(gone)), tuple(rounds), winner_votes=most)
        dropped, is_looked_up = _weakest(votes, rounds)
        if not dropped:
            rounds.append(Round(_sorted(votes), exhausted))
            return Ranking((), tuple(rounds), tied=order[-1], winner_votes=most)
        rounds.append(Round(_sorted(votes), exhausted, dropped, is_looked_up))
        gone.append(dropped)
        left = [option for option in left if option not in dropped]


def _first_choices(left: list[int], ballots: Ballots) -> tuple[dict[int, int], int]:
    votes, exhausted = dict.fromkeys(left, 0), 0
    for ranking, many in ballots:
        first = next((option for option in ranking if option in votes), None)
        if first is None:
            exhausted += many
        else:
            votes[first] += many
    return votes, exhausted


def _weakest(votes: Mapping[int, int], rounds: Iterable[Round]) -> tuple[tuple[int, ...], bool]:
    """Return who goes, and whether earlier rounds had to be asked; nobody where nothing decides.

    Several go together only where all of them have fewer votes than the next one up: then none of them could have
    won through the others' votes, so the order in which they go changes nothing.
    """
    fewest = min(votes.values())
    tied = [option for option, many in votes.items() if many == fewest]
    if len(tied) == 1:
        return tuple(tied), False
    above = [many for many in votes.values() if many > fewest]
    if above and fewest * len(tied) < min(above):
        return tuple(sorted(tied)), False
    for earlier in reversed(list(rounds)):
        before = dict(earlier.votes)
        least = min(before[option] for option in tied)
        tied = [option for option in tied if before[option] == least]
        if len(tied) == 1:
            return tuple(tied), True
    return (), False


def _grouped(votes: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """Return groups of options with the same number, the highest first."""
    return tuple(
        tuple(sorted(option for option, many in votes.items() if many == height))
        for height in sorted(set(votes.values()), reverse=True)
    )


def _sorted(votes: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(votes.items(), key=lambda each: (-each[1], each[0])))
