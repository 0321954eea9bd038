"""From a tally and a rule to a result, with every number that leads there."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from assembly.outcomes.counting.rankings import Ranking, rank
from assembly.outcomes.counting.rules import (
    ADOPTED,
    BORDA,
    CAST,
    ELIGIBLE,
    EXPRESSED,
    NO_QUORUM,
    NOT_ADOPTED,
    ORDERED,
    PRESENT,
    RANKED,
    SCALE,
    STRONGLY_SUPPORTED,
    TIED,
    YES_NO,
    Rule,
    Tally,
    agreeing,
    choices_of,
)

ABSTAINED, BLANK, SPOILED, SILENT, ABSENT = "abstained", "blank", "spoiled", "silent", "absent"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the number of which the share is reckoned: whose, and how many."""

    key: str
    votes: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule makes of a tally.

    number: of what the share is reckoned; the sum of `parts`.
    share: votes for ÷ number; None where the number is nought.
    needed, strong_needed: the fewest votes for that reach the rule.
    quorum_needed: how many had to be present; None without a quorum.
    """

    outcome: str
    votes_for: int
    number: int
    parts: tuple[Part, ...]
    share: Fraction | None
    needed: int
    strong_needed: int | None = None
    quorum_needed: int | None = None
    ranking: Ranking | None = None

    @property
    def is_carried(self) -> bool:
        """Whether it was adopted, with strong support or without."""
        return self.outcome in (ADOPTED, STRONGLY_SUPPORTED)

    @property
    def is_void(self) -> bool:
        """Whether nothing was decided, so that it is voted on again."""
        return self.outcome in (NO_QUORUM, TIED)


def votes_needed(number: int, share: Fraction, *, is_more_than: bool) -> int:
    """Return the fewest votes for that are more than (or at least) a share of a number; of nought, one."""
    reached = floor(share * number) + 1 if is_more_than else ceil(share * number)
    return max(reached, 1)


def reckon(tally: Tally, rule: Rule) -> Result:
    """Reckon the result: exact, without rounding, the same for everybody who reckons again.

    A quorum is asked first. A tie is what asks for more than half and has exactly half of all that counts, with
    nobody but those for and those against in the number; it decides nothing.
    """
    quorum_needed = None if rule.quorum is None else max(ceil(rule.quorum * tally.eligible), 1)
    is_quorate = quorum_needed is None or tally.present >= quorum_needed
    if rule.kind == RANKED:
        return _reckon_ranked(tally, rule, quorum_needed, is_quorate=is_quorate)
    parts = tuple(_parts(tally, rule))
    number = sum(part.votes for part in parts)
    votes_for = votes_agreeing(tally, rule)
    needed = votes_needed(number, rule.share, is_more_than=rule.is_more_than)
    strong = (
        None if rule.strong is None else votes_needed(number, rule.strong, is_more_than=rule.is_more_than)
    )
    if not is_quorate:
        outcome = NO_QUORUM
    elif strong is not None and votes_for >= max(strong, needed):
        outcome = STRONGLY_SUPPORTED
    elif votes_for >= needed:
        outcome = ADOPTED
    elif rule.is_majority and number and 2 * votes_for == number and tally.said == number:
        outcome = TIED
    else:
        outcome = NOT_ADOPTED
    share = Fraction(votes_for, number) if number else None
    return Result(outcome, votes_for, number, parts, share, needed, strong, quorum_needed)


def votes_agreeing(tally: Tally, rule: Rule) -> int:
    """Return the votes that count as agreement."""
    return sum(tally.lines.get(choice, 0) for choice in agreeing(rule.kind, rule.scale_points))


def _parts(tally: Tally, rule: Rule) -> Iterator[Part]:
    """Yield what the number is made up of; their sum is the number."""
    for choice in choices_of(rule.kind, rule.scale_points):
        yield Part(choice, tally.lines.get(choice, 0))
    is_all = rule.denominator in (ELIGIBLE, PRESENT, CAST)
    if is_all or rule.counts_abstentions:
        yield Part(ABSTAINED, tally.abstained)
    if is_all or rule.counts_blanks:
        yield Part(BLANK, tally.blank)
    if is_all:
        yield Part(SPOILED, tally.spoiled)
    if rule.denominator in (ELIGIBLE, PRESENT):
        yield Part(SILENT, tally.present - tally.cast)
    if rule.denominator == ELIGIBLE:
        yield Part(ABSENT, tally.eligible - tally.present)


def _reckon_ranked(tally: Tally, rule: Rule, quorum_needed: int | None, *, is_quorate: bool) -> Result:
    ranking = rank(tally, is_points=rule.ranked_method == BORDA)
    if not is_quorate:
        outcome = NO_QUORUM
    elif ranking.tied:
        outcome = TIED
    else:
        outcome = ORDERED
    return Result(
        outcome=outcome,
        votes_for=ranking.winner_votes,
        number=tally.said,
        parts=(Part(RANKED, tally.said),),
        share=None,
        needed=floor(tally.said * rule.share) + 1,
        quorum_needed=quorum_needed,
        ranking=ranking,
    )


KINDS_WITH_A_SHARE = (YES_NO, SCALE)
DENOMINATORS = (ELIGIBLE, PRESENT, CAST, EXPRESSED)
