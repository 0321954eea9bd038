"""Decision rules that assemblies have used."""

from fractions import Fraction

from assembly.outcomes.counting.rules import (
    EXPRESSED,
    HALF,
    PRESENT,
    RANKED,
    RUNOFF,
    SCALE,
    Rule,
)

PRESETS = {
    "majority_present": Rule(denominator=PRESENT, share=HALF),
    "four_points": Rule(
        kind=SCALE,
        denominator=EXPRESSED,
        counts_abstentions=False,
        share=HALF,
        strong=Fraction(3, 4),
        scale_points=4,
    ),
    "four_fifths": Rule(
        denominator=EXPRESSED, counts_abstentions=True, share=Fraction(4, 5), is_more_than=False
    ),
    "eighty_with_minority": Rule(denominator=PRESENT, share=Fraction(4, 5), is_more_than=False),
    "ranked": Rule(kind=RANKED, denominator=EXPRESSED, ranked_method=RUNOFF),
}
"""Preset's name → rule. The fifth asks for minority statements as well, which no count knows of."""
ASKS_FOR_MINORITY = frozenset({"eighty_with_minority"})
