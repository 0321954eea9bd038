"""Rules, tallies and results as plain data, and back: what a published report keeps, anybody can reckon again."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assembly.outcomes.counting.reckoning import Result
from assembly.outcomes.counting.rules import Rule, Tally


def plain_rule(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain data; shares are texts such as "3/4"."""
    return {
        "kind": rule.kind,
        "denominator": rule.denominator,
        "share": _text(rule.share),
        "is_more_than": rule.is_more_than,
        "counts_abstentions": rule.counts_abstentions,
        "counts_blanks": rule.counts_blanks,
        "strong": _text(rule.strong),
        "quorum": _text(rule.quorum),
        "scale_points": rule.scale_points,
        "ranked_method": rule.ranked_method,
    }


def rule_of_plain(data: Mapping[str, Any]) -> Rule:
    """Return the rule that plain data tell of."""
    return Rule(
        kind=data["kind"],
        denominator=data["denominator"],
        share=Fraction(data["share"]),
        is_more_than=data["is_more_than"],
        counts_abstentions=data["counts_abstentions"],
        counts_blanks=data["counts_blanks"],
        strong=_fraction(data["strong"]),
        quorum=_fraction(data["quorum"]),
        scale_points=data["scale_points"],
        ranked_method=data["ranked_method"],
    )


def plain_tally(tally: Tally) -> dict[str, Any]:
    """Return a tally as plain data."""
    return {
        "eligible": tally.eligible,
        "present": tally.present,
        "abstained": tally.abstained,
        "blank": tally.blank,
        "spoiled": tally.spoiled,
        "votes": dict(sorted(tally.lines.items())),
        "options": list(tally.options),
    }


def tally_of_plain(data: Mapping[str, Any]) -> Tally:
    """Return the tally that plain data tell of."""
    return Tally(
        eligible=data["eligible"],
        present=data["present"],
        abstained=data["abstained"],
        blank=data["blank"],
        spoiled=data["spoiled"],
        lines=dict(data["votes"]),
        options=tuple(data["options"]),
    )


def plain_result(result: Result) -> dict[str, Any]:
    """Return a result as plain data."""
    ranking = result.ranking
    return {
        "outcome": result.outcome,
        "votes_for": result.votes_for,
        "number": result.number,
        "share": _text(result.share),
        "needed": result.needed,
        "strong_needed": result.strong_needed,
        "quorum_needed": result.quorum_needed,
        "order": [list(group) for group in ranking.order] if ranking else [],
    }


def _text(share: Fraction | None) -> str | None:
    return None if share is None else f"{share.numerator}/{share.denominator}"


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
