"""Reads of decision rules, ballots and counts, and what `counting` makes of them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Prefetch, Q, QuerySet

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from assembly.outcomes.counting.faults import Remark, remarks_on
from assembly.outcomes.counting.presets import PRESETS
from assembly.outcomes.counting.reckoning import Result, reckon
from assembly.outcomes.counting.rules import BORDA, RANKED, Rule, Tally
from assembly.outcomes.enums import BallotState, RecommendationState, RulePreset
from assembly.outcomes.models import (
    Ballot,
    BallotQuestion,
    CountLine,
    DecisionRule,
    Recommendation,
    VoteCount,
)

FIRST, SECOND = 1, 2
"""The entry of whoever counted, and that of whoever verified."""
WITH_COUNTS = (BallotState.COUNTED, BallotState.VERIFIED, BallotState.PUBLISHED)


def rules_of(assembly: Assembly) -> QuerySet[DecisionRule]:
    """Return the rules with how many questions each decides, as `question_count`."""
    return DecisionRule.objects.filter(assembly=assembly).annotate(question_count=Count("questions"))


def ballots_of(assembly: Assembly) -> QuerySet[Ballot]:
    """Return the ballots, the last one first, each with its `question_count`."""
    return (
        Ballot.objects.filter(assembly=assembly)
        .select_related("session")
        .annotate(question_count=Count("questions"))
        .order_by("-number")
    )


def shown_ballots(assembly: Assembly) -> QuerySet[Ballot]:
    """Return what members may see: everything but what is still being designed."""
    return ballots_of(assembly).exclude(state=BallotState.DESIGNED)


def questions_of(ballot: Ballot) -> list[BallotQuestion]:
    """Return the questions with text, rule, options, and counts of both entries."""
    lines = Prefetch("lines", CountLine.objects.order_by("choice"))
    counts = VoteCount.objects.select_related("entered_by").prefetch_related(lines)
    return list(
        BallotQuestion.objects.filter(ballot=ballot)
        .select_related("recommendation", "version", "rule")
        .prefetch_related("options", Prefetch("counts", counts.order_by("entry")))
        .order_by("number")
    )


def frozen_recommendations(assembly: Assembly) -> QuerySet[Recommendation]:
    """Return what can be put to the vote."""
    return Recommendation.objects.filter(assembly=assembly, state=RecommendationState.FROZEN).select_related(
        "frozen_version"
    )


def members_at(assembly: Assembly, now: datetime) -> QuerySet[Person]:
    """Return the members of now."""
    here = Q(left_at=None) | Q(left_at__gt=now)
    return Person.objects.filter(here, assembly=assembly, kind=PersonKind.MEMBER)


def members_count(assembly: Assembly, now: datetime) -> int:
    """Return how many members there are now."""
    return members_at(assembly, now).count()


def voters_of(assembly: Assembly, now: datetime) -> int:
    """Return how many may vote: the members of now, or the seats where none is entered yet."""
    return members_count(assembly, now) or assembly.seats


def rule_of(row: DecisionRule) -> Rule:
    """Return a rule as `counting` knows it."""
    return Rule(
        kind=row.kind,
        denominator=row.denominator,
        share=Fraction(row.numerator, row.denominator_of_share),
        is_more_than=row.is_more_than,
        counts_abstentions=row.counts_abstentions,
        counts_blanks=row.counts_blanks,
        strong=_fraction(row.strong_numerator, row.strong_denominator),
        quorum=_fraction(row.quorum_numerator, row.quorum_denominator),
        scale_points=row.scale_points,
        ranked_method=row.ranked_method,
    )


def _fraction(above: int | None, below: int | None) -> Fraction | None:
    return None if above is None or below is None else Fraction(above, below)


def tally_of(count: VoteCount, question: BallotQuestion) -> Tally:
    """Return a count as `counting` knows it."""
    return Tally(
        eligible=count.eligible,
        present=count.present,
        abstained=count.abstained,
        blank=count.blank,
        spoiled=count.spoiled,
        lines={line.choice: line.votes for line in count.lines.all()},
        options=tuple(option.number for option in question.options.all()),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A question with its rule, and what was counted and follows from it; None before."""

    question: BallotQuestion
    rule: Rule
    count: VoteCount | None
    verification: VoteCount | None
    tally: Tally | None
    result: Result | None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return what is wrong or odd about the count."""
        return remarks_on(self.tally, self.rule) if self.tally else ()


def counted(question: BallotQuestion) -> Counted:
    """Return a question with its count and result; without a query where `questions_of` read it."""
    by_entry = {count.entry: count for count in question.counts.all()}
    rule, count = rule_of(question.rule), by_entry.get(FIRST)
    tally = tally_of(count, question) if count else None
    result = reckon(tally, rule) if tally else None
    return Counted(question, rule, count, by_entry.get(SECOND), tally, result)


def other_rules(each: Counted, rules: QuerySet[DecisionRule]) -> list[tuple[str, Rule, Result]]:
    """Return what other rules would have made of a count: those of the assembly, then presets that differ."""
    if each.tally is None:
        return []
    is_ranked = each.rule.kind == RANKED
    named = [(row.name, rule_of(row)) for row in rules if row.pk != each.question.rule_id]
    named += [(str(RulePreset(key).label), preset) for key, preset in PRESETS.items()]
    if is_ranked:
        named.append((str(RulePreset.RANKED.label), Rule(kind=RANKED, ranked_method=BORDA)))
    found: list[tuple[str, Rule, Result]] = []
    known = {_like(each.rule, each.rule)}
    for name, rule in named:
        alike = _like(rule, each.rule)
        if (rule.kind == RANKED) == is_ranked and alike not in known:
            known.add(alike)
            found.append((name, alike, reckon(each.tally, alike)))
    return found


def _like(rule: Rule, asked: Rule) -> Rule:
    """Return a rule for another way of asking: agreement is agreement, on a scale or by yes."""
    return Rule(
        kind=asked.kind,
        denominator=rule.denominator,
        share=rule.share,
        is_more_than=rule.is_more_than,
        counts_abstentions=rule.counts_abstentions,
        counts_blanks=rule.counts_blanks,
        strong=rule.strong,
        quorum=rule.quorum,
        scale_points=asked.scale_points,
        ranked_method=rule.ranked_method,
    )


def mark_of(ballot: Ballot, questions: list[BallotQuestion]) -> str:
    """Return a digest of what is asked and under which rules, so that a stale form is noticed."""
    said = [
        ballot.title,
        ballot.explanation,
        ballot.held_on.isoformat(),
        ballot.session_id,
        ballot.method,
        *(
            [
                each.number,
                each.wording,
                each.recommendation_id,
                each.rule_id,
                [o.text for o in each.options.all()],
            ]
            for each in questions
        ),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
