"""Rules, counts and results in plain sentences."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.outcomes.counting import faults
from assembly.outcomes.counting.reckoning import (
    ABSENT,
    ABSTAINED,
    BLANK,
    SILENT,
    SPOILED,
    Result,
    votes_needed,
)
from assembly.outcomes.counting.rules import (
    ADOPTED,
    AGAINST,
    BORDA,
    CAST,
    ELIGIBLE,
    EXPRESSED,
    FOR,
    NO_QUORUM,
    NOT_ADOPTED,
    ORDERED,
    PRESENT,
    RANKED,
    SCALE,
    STRONGLY_SUPPORTED,
    TIED,
    Rule,
    Tally,
    choices_of,
    ranking_of,
)
from assembly.outcomes.models import BallotQuestion

ABSTAIN, LEFT_BLANK = "abstain", "blank"
"""What a single vote may be besides what the question offers."""

_SHARES = {
    Fraction(1, 2): gettext_lazy("half"),
    Fraction(1, 3): gettext_lazy("a third"),
    Fraction(2, 3): gettext_lazy("two thirds"),
    Fraction(3, 4): gettext_lazy("three quarters"),
    Fraction(4, 5): gettext_lazy("four fifths"),
    Fraction(1): gettext_lazy("all"),
}
_NUMBERS = {
    ELIGIBLE: gettext_lazy("all who may vote, present or not"),
    PRESENT: gettext_lazy("all who are present"),
    CAST: gettext_lazy("all votes handed in"),
    EXPRESSED: gettext_lazy("the votes that count"),
}
_PARTS = {
    FOR: gettext_lazy("for"),
    AGAINST: gettext_lazy("against"),
    ABSTAINED: gettext_lazy("abstained"),
    BLANK: gettext_lazy("blank"),
    SPOILED: gettext_lazy("spoiled"),
    SILENT: gettext_lazy("present, and did not vote"),
    ABSENT: gettext_lazy("not present"),
    RANKED: gettext_lazy("rankings"),
}
_SCALES: Mapping[int, Mapping[str, object]] = {
    4: {
        "4": gettext_lazy("strongly agree"),
        "3": gettext_lazy("agree"),
        "2": gettext_lazy("disagree"),
        "1": gettext_lazy("strongly disagree"),
    },
    5: {
        "5": gettext_lazy("strongly agree"),
        "4": gettext_lazy("agree"),
        "3": gettext_lazy("neither"),
        "2": gettext_lazy("disagree"),
        "1": gettext_lazy("strongly disagree"),
    },
}
_OUTCOMES = {
    STRONGLY_SUPPORTED: gettext_lazy("Adopted, with strong support."),
    ADOPTED: gettext_lazy("Adopted."),
    NOT_ADOPTED: gettext_lazy("Not adopted."),
    NO_QUORUM: gettext_lazy("Nothing is decided: too few were present."),
    ORDERED: gettext_lazy("The options are put in order."),
    TIED: gettext_lazy("Nothing is decided: votes are tied."),
}
OUTCOME_TONES = {
    STRONGLY_SUPPORTED: "good",
    ADOPTED: "good",
    NOT_ADOPTED: "bad",
    NO_QUORUM: "warn",
    TIED: "warn",
    ORDERED: "good",
}
_REMARKS = {
    faults.NEGATIVE: gettext_lazy("A number is below nought."),
    faults.PRESENT_OVER_ELIGIBLE: gettext_lazy(
        "%(present)s are said to be present, and only %(eligible)s may vote."
    ),
    faults.VOTES_OVER_PRESENT: gettext_lazy(
        "There are %(votes)s votes and %(present)s present: %(over)s too many."
    ),
    faults.NOBODY: gettext_lazy("Nobody is said to be present."),
    faults.SILENT: gettext_lazy(
        "There are %(votes)s votes and %(present)s present: %(silent)s did not vote. Is that so?"
    ),
    faults.NOTHING_SAID: gettext_lazy("No vote says anything. Is that so?"),
    faults.UNKNOWN_CHOICE: gettext_lazy("“%(choice)s” cannot be chosen here."),
    faults.NO_RANKING: gettext_lazy("“%(choice)s” is no ranking. Write options like this: 3>1>2."),
    faults.UNKNOWN_OPTION: gettext_lazy("“%(choice)s” names option %(option)s, which there is not."),
    faults.TWICE: gettext_lazy("“%(choice)s” names an option twice."),
}


def share_words(share: Fraction) -> str:
    """Say a share: “half”, “three quarters”, “7/12”."""
    if share in _SHARES:
        return str(_SHARES[share])
    return f"{share.numerator}/{share.denominator}"


def percent_words(share: Fraction) -> str:
    """Say a share in per cent, with one decimal, never rounded up to what was not reached."""
    tenths = share.numerator * 1000 // share.denominator
    return _("%(number)s %%") % {"number": number_format(tenths / 10, 1)}


def choice_words(choice: str, scale_points: int | None = None) -> str:
    """Return what a choice or a part of a number is called."""
    named = _SCALES.get(scale_points or 0, {}).get(choice) or _PARTS.get(choice)
    return str(named) if named else choice


def chosen_words(choice: str, question: BallotQuestion) -> str:
    """Return what a choice is called where somebody makes it."""
    if choice == ABSTAIN:
        return _("I abstain")
    if choice == LEFT_BLANK:
        return _("I leave it blank")
    if question.kind == RANKED:
        names = {str(option.number): option.text for option in question.options.all()}
        return " > ".join(names.get(number, number) for number in choice.split(">"))
    said = choice_words(choice, question.rule.scale_points)
    return said[:1].upper() + said[1:]


def outcome_words(outcome: str) -> str:
    """Say an outcome."""
    return str(_OUTCOMES[outcome])


def remark_words(remark: faults.Remark) -> str:
    """Say what is wrong or odd about a count."""
    return str(_REMARKS[remark.code]) % remark.params


def rule_words(rule: Rule, *, voters: int = 0, asks_for_minority: bool = False) -> list[str]:
    """Explain a rule; `voters` is a number to show it with: how many there are as a rule."""
    return [*_what_is_needed(rule, voters), *_what_else(rule, asks_for_minority=asks_for_minority)]


def _what_is_needed(rule: Rule, voters: int) -> Iterator[str]:
    if rule.kind == RANKED:
        if rule.ranked_method == BORDA:
            yield _(
                "Options get points by rank: the last none, each place above one more; unranked ones none."
            )
            yield _("The option with the most points comes first.")
        else:
            yield _("First choices are counted. While no option has more than half, the weakest one goes.")
            yield _("Votes for an option that goes move on to the next one that they name.")
        return
    words = {
        "share": share_words(rule.share),
        "number": str(_NUMBERS[rule.denominator]),
        "points": str(rule.scale_points),
    }
    if rule.kind == SCALE:
        more, least = (
            _("More than %(share)s of %(number)s must agree: that is the upper two of %(points)s points."),
            _("At least %(share)s of %(number)s must agree: that is the upper two of %(points)s points."),
        )
    else:
        more, least = (
            _("More than %(share)s of %(number)s must be for it."),
            _("At least %(share)s of %(number)s must be for it."),
        )
    yield (more if rule.is_more_than else least) % words
    yield _who_counts(rule)
    if voters:
        needed = votes_needed(voters, rule.share, is_more_than=rule.is_more_than)
        said = {
            ELIGIBLE: _("With %(voters)s who may vote, %(needed)s votes for it are needed."),
            PRESENT: _("With %(voters)s present, %(needed)s votes for it are needed."),
            CAST: _("With %(voters)s votes handed in, %(needed)s votes for it are needed."),
            EXPRESSED: _("With %(voters)s votes that count, %(needed)s votes for it are needed."),
        }
        yield said[rule.denominator] % {"voters": voters, "needed": needed}


def _who_counts(rule: Rule) -> str:
    if rule.denominator == ELIGIBLE:
        return _("Whoever is absent, abstains or leaves the paper blank counts in that number.")
    if rule.denominator in (PRESENT, CAST):
        return _("Abstentions, blank and spoiled votes count in that number.")
    if rule.counts_abstentions and rule.counts_blanks:
        return _("Abstentions and blank votes count in that number; spoiled ones do not.")
    if rule.counts_abstentions:
        return _("Abstentions count in that number; blank and spoiled votes do not.")
    if rule.counts_blanks:
        return _("Blank votes count in that number; abstentions and spoiled votes do not.")
    return _("Abstentions, blank and spoiled votes do not count in that number.")


def _what_else(rule: Rule, *, asks_for_minority: bool) -> Iterator[str]:
    if rule.strong is not None:
        said = _("More than %(share)s is called strong support.")
        if not rule.is_more_than:
            said = _("At least %(share)s is called strong support.")
        yield said % {"share": share_words(rule.strong)}
    if rule.kind == RANKED:
        yield _("If nothing decides between options, it is voted on again; chance never decides.")
    elif rule.is_majority:
        yield _("If exactly half are for it and half against, nothing is decided and it is voted on again.")
    if rule.quorum is not None:
        said = _("At least %(share)s of those who may vote must be present; otherwise nothing is decided.")
        yield said % {"share": share_words(rule.quorum)}
    if asks_for_minority:
        yield _("Those who disagree are asked for a minority statement, which is published beside it.")


def result_words(result: Result, rule: Rule, tally: Tally) -> list[str]:
    """Tell how a result came about, number by number."""
    said = list(_arithmetic(result, rule))
    if result.quorum_needed is not None:
        quorum = _("%(needed)s had to be present, and %(present)s were.")
        said.append(quorum % {"needed": result.quorum_needed, "present": tally.present})
    return [*said, outcome_words(result.outcome)]


def _arithmetic(result: Result, rule: Rule) -> Iterator[str]:
    if result.ranking is not None:
        said = ngettext("One vote ranked options.", "%(n)s votes ranked options.", result.number)
        yield said % {"n": result.number}
        if result.ranking.tied:
            options = ", ".join(str(option) for option in result.ranking.tied)
            yield _("Nothing decides between options %(options)s.") % {"options": options}
        return
    made_up = ", ".join(
        f"{part.votes} {choice_words(part.key, rule.scale_points)}" for part in result.parts if part.votes
    )
    if result.share is None:
        yield _("No vote counts, so there is no share.")
        return
    yield _("The share is reckoned of %(number)s: %(parts)s.") % {"number": result.number, "parts": made_up}
    agreed = _("%(votes)s of %(number)s agree, that is %(share)s; %(needed)s were needed.")
    if rule.kind != SCALE:
        agreed = _("%(votes)s of %(number)s are for it, that is %(share)s; %(needed)s were needed.")
    yield agreed % {
        "votes": result.votes_for,
        "number": result.number,
        "share": percent_words(result.share),
        "needed": result.needed,
    }
    if result.strong_needed is not None:
        yield _("Strong support begins at %(needed)s.") % {"needed": result.strong_needed}


def distribution(tally: Tally, rule: Rule) -> list[tuple[str, str, int]]:
    """Return everything that was counted, in order: key, words, votes."""
    if rule.kind == RANKED:
        rows = [(choice, choice.replace(">", " > "), votes) for choice, votes in sorted_rankings(tally)]
    else:
        from_lines = {key: tally.lines.get(key, 0) for key in choices_of(rule.kind, rule.scale_points)}
        rows = [(key, choice_words(key, rule.scale_points), votes) for key, votes in from_lines.items()]
    for key in (ABSTAINED, BLANK, SPOILED):
        rows.append((key, choice_words(key), getattr(tally, key)))
    rows.append((SILENT, choice_words(SILENT), max(tally.present - tally.cast, 0)))
    return rows


def sorted_rankings(tally: Tally) -> list[tuple[str, int]]:
    """Return rankings with their votes, the most frequent first."""
    return sorted(tally.lines.items(), key=lambda each: (-each[1], ranking_of(each[0]) or ()))
