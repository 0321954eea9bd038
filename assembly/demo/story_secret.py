"""Two secret votes of the assembly that is still learning: one is published with its receipts, one is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.demo.story_homes_texts import Tokens
from assembly.models import Assembly, User
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotMethod, VotingWay
from assembly.outcomes.models import Ballot, DecisionRule, Recommendation, VoterTurn
from assembly.outcomes.selectors.secret_votes import turns_of
from assembly.outcomes.selectors.votes import mark_of, questions_of
from assembly.outcomes.services.ballots import (
    BallotWords,
    ask_about,
    ask_to_rank,
    close_ballot,
    design_ballot,
    open_ballot,
    show_ballot,
)
from assembly.outcomes.services.cast_vote import cast_vote
from assembly.outcomes.services.counts import finish_counting, publish_ballot, verify_ballot
from assembly.outcomes.services.decision_rules import preset_fields, save_rule
from assembly.outcomes.services.paper_counts import check_papers, enter_papers
from assembly.outcomes.services.recommendations import add_recommendation, move_recommendation
from assembly.outcomes.services.reconciling import return_slips
from assembly.outcomes.services.voting_codes import draw_slip, print_slips, take_code, take_paper

SEED = 43
SLIPS, DRAWN, PAPERS, ABSENT = 24, 18, 6, 3
"""Sealed slips and how many were drawn; members who took a paper; members who did not come."""


@dataclass(frozen=True, slots=True)
class Early:
    """A recommendation that could not wait for the last day."""

    title: str
    text: str
    rationale: str


AT_ONCE = (
    Early(
        "School streets from September",
        "Close the street in front of every primary school to cars for half an hour before and after lessons, from "
        "September, and keep it open for buses, bicycles and people who cannot walk far.",
        "The council decides about September in July: after our last day it would be too late.",
    ),
    Early(
        "Show the air of each day",
        "Show each morning, at bus stops and in the libraries, how clean the air was yesterday and will be today.",
        "People can only take care of themselves if they know.",
    ),
)
LATER = Early(
    "Electric buses on the harbour line first",
    "Put the first twenty electric buses on the harbour line, where most people breathe bad air.",
    "It crosses the streets with the highest readings.",
)
OPTIONS = ("Traffic and deliveries", "Heating of homes", "The harbour")
FIRST = ("for", "for", "for", "against", "for", "for", "abstain", "for", "for", "against")
SECOND = ("for", "against", "for", "for", "for", "blank", "for")
"""What was chosen on the two questions, over and over."""


def hold_early_votes(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> Ballot:
    """Vote in secret on the third day, publish the result; then open a vote that lasts until the fourth."""
    tokens, rule = Tokens(SEED), _rule(assembly, "majority_present", people["amara"], calendar)
    texts = [
        _freeze(assembly, each, tokens, people, now=calendar.at(2026, 5, 27, 10, minute))
        for minute, each in enumerate((*AT_ONCE, LATER))
    ]
    _hold(assembly, texts[: len(AT_ONCE)], rule, people, calendar, tokens)
    return _begin(assembly, texts[-1], people, calendar, tokens)


def _rule(assembly: Assembly, preset: str, actor: User, calendar: Calendar) -> DecisionRule:
    names = {
        "majority_present": "More than half of those present",
        "four_points": "Support on four points",
        "ranked": "Ranked, by run-off",
    }
    return save_rule(
        assembly=assembly,
        rule=None,
        name=names[preset],
        preset=preset,
        fields=preset_fields(preset),
        actor=actor,
        now=calendar.at(2026, 5, 27, 9, 0),
    )


def _freeze(
    assembly: Assembly, early: Early, tokens: Tokens, people: dict[str, User], *, now: datetime
) -> Recommendation:
    mei = people["mei"]
    words = {
        "title": early.title,
        "text": early.text,
        "rationale": early.rationale,
        "conditions": "",
        "cost_note": "",
    }
    made = add_recommendation(
        assembly=assembly, words=words, theme=None, table="", token=tokens.next(), actor=mei, now=now
    )
    made = move_recommendation(recommendation=made, verb="draft", actor=mei, now=now + timedelta(hours=1))
    return move_recommendation(
        recommendation=made, verb="freeze", actor=people["amara"], now=now + timedelta(days=2)
    )


def _hold(  # noqa: PLR0917 (who votes on what, and when)
    assembly: Assembly,
    texts: list[Recommendation],
    rule: DecisionRule,
    people: dict[str, User],
    calendar: Calendar,
    tokens: Tokens,
) -> Ballot:
    """Vote with codes, slips and papers in the hall; Mei runs it, Amara looks at it and publishes it the same day."""
    mei, amara, at = people["mei"], people["amara"], calendar.at
    words = BallotWords(
        title="Two things that cannot wait",
        explanation="Vote on your phone, on a tablet in the hall, or on paper. Nobody can look up how you vote.",
        held_on=calendar.day(2026, 6, 6),
        session=None,
        method=BallotMethod.SECRET,
    )
    now = at(2026, 6, 1, 10, 0)
    ballot = design_ballot(assembly=assembly, words=words, token=tokens.next(), actor=mei, now=now)
    ballot = ask_about(
        ballot=ballot,
        recommendations=texts,
        rule=rule,
        wording="Should the council hear this before the summer?",
        seen=mark_of(ballot, questions_of(ballot)),
        actor=mei,
        now=now + timedelta(minutes=5),
    )
    ballot = show_ballot(ballot=ballot, actor=mei, now=now + timedelta(hours=1))
    ballot = open_ballot(ballot=ballot, actor=mei, now=at(2026, 6, 6, 13, 30))
    _vote(ballot, mei, now=at(2026, 6, 6, 13, 32))
    ballot = close_ballot(ballot=ballot, actor=mei, now=at(2026, 6, 6, 14, 10))
    return_slips(ballot=ballot, number=SLIPS - DRAWN, actor=mei, now=at(2026, 6, 6, 14, 15))
    tally = Tally(eligible=PAPERS, present=PAPERS, blank=1, lines={"for": PAPERS - 2, "against": 1})
    for question in questions_of(ballot):
        enter_papers(question=question, tally=tally, seen="", actor=mei, now=at(2026, 6, 6, 14, 20))
        check_papers(question=question, tally=tally, actor=amara, now=at(2026, 6, 6, 14, 25))
    ballot = finish_counting(ballot=ballot, actor=mei, now=at(2026, 6, 6, 14, 30))
    ballot = verify_ballot(ballot=ballot, actor=amara, now=at(2026, 6, 6, 14, 40))
    return publish_ballot(ballot=ballot, actor=amara, now=at(2026, 6, 6, 15, 0))


def _vote(ballot: Ballot, actor: User, *, now: datetime) -> None:
    """Let everybody who came take their turn, and whoever has a code cast it."""
    codes: list[str] = []

    def printed(slips: list[str]) -> bytes:
        codes.extend(slips[:DRAWN])
        return b""

    print_slips(ballot=ballot, number=SLIPS, render=printed, actor=actor, now=now)
    came = list(turns_of(ballot))[ABSENT:]
    for turn in came[:DRAWN]:
        draw_slip(ballot=ballot, person=turn.person, actor=actor)
    for turn in came[DRAWN : DRAWN + PAPERS]:
        take_paper(ballot=ballot, person=turn.person, actor=actor)
    codes += [_code(ballot, turn, actor) for turn in came[DRAWN + PAPERS :]]
    for number, code in enumerate(codes):
        cast_vote(code=code, choices={1: FIRST[number % len(FIRST)], 2: SECOND[number % len(SECOND)]})


def _code(ballot: Ballot, turn: VoterTurn, staff: User) -> str:
    user = turn.person.user
    how = VotingWay.OWN if user else VotingWay.DESK
    return take_code(ballot=ballot, person=turn.person, how=how, actor=user or staff)


def _begin(
    assembly: Assembly, text: Recommendation, people: dict[str, User], calendar: Calendar, tokens: Tokens
) -> Ballot:
    """Open a vote from afar that lasts until the fourth day; nobody has taken a code yet."""
    mei, now = people["mei"], calendar.at(2026, 6, 8, 15, 0)
    scale, ranked = (
        _rule(assembly, preset, people["amara"], calendar) for preset in ("four_points", "ranked")
    )
    words = BallotWords(
        title="Before the fourth day",
        explanation="You can vote from home until the fourth day begins, or in the hall that morning.",
        held_on=calendar.day(2026, 6, 20),
        session=None,
        method=BallotMethod.SECRET,
    )
    ballot = design_ballot(assembly=assembly, words=words, token=tokens.next(), actor=mei, now=now)
    ballot = ask_about(
        ballot=ballot,
        recommendations=[text],
        rule=scale,
        wording="How far do you agree?",
        seen=mark_of(ballot, questions_of(ballot)),
        actor=mei,
        now=now + timedelta(minutes=5),
    )
    ballot = ask_to_rank(
        ballot=ballot,
        options=OPTIONS,
        rule=ranked,
        wording="With what should the fourth day begin?",
        seen=mark_of(ballot, questions_of(ballot)),
        actor=mei,
        now=now + timedelta(minutes=10),
    )
    ballot = show_ballot(ballot=ballot, actor=mei, now=now + timedelta(minutes=20))
    return open_ballot(ballot=ballot, actor=mei, now=now + timedelta(hours=2))
