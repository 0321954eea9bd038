"""The distribution of a vote as one bar: every part in order, and where the rule draws its line."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.counting.rules import RANKED, Rule, Tally, agreeing, choices_of
from assembly.outcomes.vote_words import distribution

FOR, AGAINST, ABSTAIN = "k-for", "k-against", "k-abstain"
_GAP = 0.5


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: its colour's name, where it begins, how wide it is (both in per cent), what it is."""

    tone: str
    start: float
    width: float
    label: str
    votes: int

    @property
    def x(self) -> str:
        """Return where it begins, as SVG writes it in any language."""
        return f"{self.start:.1f}%"

    @property
    def w(self) -> str:
        """Return how wide it is, likewise."""
        return f"{self.width:.1f}%"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its parts, where the line of the rule is (in per cent, None where it cannot be drawn), all in words."""

    segments: tuple[Segment, ...]
    line: float | None
    label: str

    @property
    def at(self) -> str:
        """Return where the line is, as SVG writes it."""
        return "" if self.line is None else f"{self.line:.1f}%"


def bar_of(tally: Tally, rule: Rule) -> Bar | None:
    """Return the bar of a count; rankings have none."""
    if rule.kind == RANKED:
        return None
    rows = [(key, words, votes) for key, words, votes in distribution(tally, rule) if votes]
    total = sum(votes for _key, _words, votes in rows)
    if not total:
        return None
    free = 100 - _GAP * (len(rows) - 1)
    segments, start = [], 0.0
    for key, words, votes in rows:
        width = free * votes / total
        segments.append(Segment(_tone(key, rule), start, width, f"{votes} {words}", votes))
        start += width + _GAP
    needed = reckon(tally, rule).needed
    line = 100 * needed / total if 0 < needed <= total else None
    label = ", ".join(segment.label for segment in segments)
    return Bar(
        tuple(segments), line, _("%(label)s. %(needed)s were needed.") % {"label": label, "needed": needed}
    )


def _tone(key: str, rule: Rule) -> str:
    if key in agreeing(rule.kind, rule.scale_points):
        return FOR
    is_middle = rule.scale_points == 5 and key == "3"
    return AGAINST if key in choices_of(rule.kind, rule.scale_points) and not is_middle else ABSTAIN
