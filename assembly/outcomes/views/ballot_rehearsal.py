"""Rehearse a ballot: a code with which everybody may try it, and what thresholds would mean for invented counts."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.counting.rules import RANKED, Rule, choices_of, ranking_text
from assembly.outcomes.enums import BallotState, Outcome
from assembly.outcomes.forms.counts import CountForm
from assembly.outcomes.models import BallotQuestion
from assembly.outcomes.rehearsal_codes import shown_rehearsal_code
from assembly.outcomes.selectors.votes import (
    Counted,
    other_rules,
    questions_of,
    rule_of,
    rules_of,
    voters_of,
)
from assembly.outcomes.views.ballots import BallotBase, told
from assembly.outcomes.vote_words import OUTCOME_TONES, remark_words, result_words


class BallotRehearsalView(BallotBase):
    """Dummy counts in the address, results in words; nothing is kept, and nothing of it is a vote."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what the counts that were typed would have meant, or some to begin with."""
        voters, rules = voters_of(self.assembly, self.now), rules_of(self.assembly)
        rows = []
        for question in questions_of(self.ballot):
            form = CountForm(
                request.GET if "count" in request.GET else dummy_counts(question, voters),
                question=question,
                has_note=False,
                prefix=f"q{question.number}",
            )
            rows.append(self.row(question, form, voters, rules))
        context = {
            "rows": rows,
            "is_shown": self.ballot.state == BallotState.SHOWN_AS_DRAFT,
            "is_designed": self.ballot.state == BallotState.DESIGNED,
            "code": shown_rehearsal_code(self.ballot),
            "address": request.build_absolute_uri(reverse("vote")),
        }
        return self.render("outcomes/ballot_rehearsal.html", context)

    def row(self, question: BallotQuestion, form: CountForm, voters: int, rules: Any) -> dict[str, Any]:
        """Return a question with its dummy count, and what each rule makes of that."""
        row: dict[str, Any] = {"form": form, "question": question, "faults": [], "others": []}
        if not form.is_valid():
            return row
        faults = [remark_words(remark) for remark in form.remarks() if remark.is_fault]
        if faults:
            return {**row, "faults": faults}
        tally = form.tally()
        each = Counted(question, form.rule, None, None, tally, reckon(tally, form.rule))
        others = [
            {
                "name": name,
                "words": result_words(result, rule, tally)[:-1],
                "outcome": Outcome(result.outcome).label,
                "tone": OUTCOME_TONES[result.outcome],
            }
            for name, rule, result in other_rules(each, rules)
        ]
        return {**row, **told(each, voters), "others": others}


def dummy_counts(question: BallotQuestion, voters: int) -> dict[str, int | str]:
    """Return counts to begin with: nine of ten are there, and a narrow majority agrees."""
    rule, present = rule_of(question.rule), voters - voters // 10
    abstained, blank = present // 12, present // 20
    counts: dict[str, int | str] = {
        "eligible": voters,
        "present": present,
        "abstained": abstained,
        "blank": blank,
        "spoiled": 0,
    }
    said = present - abstained - blank
    if rule.kind == RANKED:
        counts["rankings"] = _dummy_rankings([option.number for option in question.options.all()], said)
    else:
        shares = _dummy_shares(rule, said)
        counts |= {f"votes_{choice}": votes for choice, votes in shares.items()}
    return {f"q{question.number}-{name}": number for name, number in counts.items()}


def _dummy_shares(rule: Rule, said: int) -> dict[str, int]:
    choices = choices_of(rule.kind, rule.scale_points)
    half = len(choices) // 2
    agreeing = said * 11 // 20
    shares = dict.fromkeys(choices, 0)
    for place in range(half):
        shares[choices[place]] = agreeing // half + (agreeing % half if place == 0 else 0)
    rest = said - agreeing
    for place in range(half):
        shares[choices[-1 - place]] = rest // half + (rest % half if place == 0 else 0)
    return shares


def _dummy_rankings(options: Sequence[int], said: int) -> str:
    turned = [tuple(options[start:]) + tuple(options[:start]) for start in range(len(options))]
    votes = [said // len(options)] * len(options)
    votes[0] += said - sum(votes)
    return "\n".join(
        f"{ranking_text(order)}: {count}" for order, count in zip(turned, votes, strict=True) if count
    )
