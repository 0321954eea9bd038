"""What a rule asks for and what was counted, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

YES_NO, SCALE, RANKED = "yes_no", "scale", "ranked"
ELIGIBLE, PRESENT, CAST, EXPRESSED = "eligible", "present", "cast", "expressed"
RUNOFF, BORDA = "runoff", "borda"
FOR, AGAINST = "for", "against"
ADOPTED, STRONGLY_SUPPORTED, NOT_ADOPTED = "adopted", "strongly_supported", "not_adopted"
NO_QUORUM, TIED, ORDERED = "no_quorum", "tied", "ordered"

HALF = Fraction(1, 2)
MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be reached, and of what number.

    share: in (0, 1]; reached when the votes for are more than that share of the number, or at least that share.
    strong: a higher share, under the same treatment, that is called strong support.
    quorum: the share of those who may vote that must be present.
    counts_abstentions, counts_blanks: whether they are in the number; it matters for `EXPRESSED` alone.
    """

    kind: str = YES_NO
    denominator: str = PRESENT
    share: Fraction = HALF
    is_more_than: bool = True
    counts_abstentions: bool = True
    counts_blanks: bool = False
    strong: Fraction | None = None
    quorum: Fraction | None = None
    scale_points: int | None = None
    ranked_method: str = ""

    @property
    def is_majority(self) -> bool:
        """Whether the rule asks for more than half: exactly half of all that counts is then a tie."""
        return self.is_more_than and self.share == HALF


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for one question.

    lines: choice → votes. A choice is `for` or `against`, a point of the scale from "1" (least), or a ranking of
    options' numbers, best first: "3>1>2". A ranking may be short: what it does not name it does not support.
    options: the numbers of the options that were to be ranked.
    """

    eligible: int
    present: int
    abstained: int = 0
    blank: int = 0
    spoiled: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)
    options: tuple[int, ...] = ()

    @property
    def said(self) -> int:
        """Return how many votes say something."""
        return sum(self.lines.values())

    @property
    def cast(self) -> int:
        """Return how many votes there are, abstentions, blank and spoiled ones among them."""
        return self.said + self.abstained + self.blank + self.spoiled


def choices_of(kind: str, scale_points: int | None = None) -> tuple[str, ...]:
    """Return the choices of a question that is not ranked, the most agreeing first."""
    if kind == YES_NO:
        return (FOR, AGAINST)
    return tuple(str(point) for point in range(scale_points or 4, 0, -1))


def agreeing(kind: str, scale_points: int | None = None) -> tuple[str, ...]:
    """Return the choices that count as agreement: `for`, or the upper two points of a scale."""
    choices = choices_of(kind, scale_points)
    return choices[:1] if kind == YES_NO else choices[:2]


def ranking_of(choice: str) -> tuple[int, ...] | None:
    """Read a ranking; None where it is none."""
    parts = [part.strip() for part in choice.split(">")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def ranking_text(ranking: tuple[int, ...]) -> str:
    """Write a ranking as it is kept."""
    return ">".join(str(number) for number in ranking)
