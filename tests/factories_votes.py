"""Makers of ballots in each state and of published reports, through services: triggers refuse short cuts."""

import uuid
from functools import partial
from typing import Any

from assembly.models import Assembly
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotState
from assembly.outcomes.models import Ballot, BallotQuestion, DecisionRule, ReportVersion
from assembly.outcomes.selectors.votes import mark_of, questions_of
from assembly.outcomes.services import ballots, counts
from assembly.outcomes.services.decision_rules import preset_fields
from assembly.outcomes.services.reports import ReportWords, publish_report, save_report
from assembly.outcomes.services.void_ballot import void_ballot
from tests.factories import NOON, RemitVersionFactory, UserFactory
from tests.factories_outcomes import make_ballot, make_recommendation, make_rule, make_theme

ORDER = [str(state) for state in BallotState]
USUAL = {"for": 41, "against": 4}
WORDS = ReportWords(
    title="⟪Clean air for Riverbend⟫",
    foreword="⟪We met on four days.⟫\n\n⟪Everybody was heard.⟫",
    method="⟪Twelve witnesses spoke.⟫",
    language="en",
)


def make_preset(assembly: Assembly, preset: str, **fields: Any) -> DecisionRule:
    """Add a rule made of a preset, or return the one that is there."""
    standing = DecisionRule.objects.filter(assembly=assembly, preset=preset).first()
    return standing or make_rule(
        assembly, **{"preset": preset, "name": f"⟪{preset}⟫", **preset_fields(preset), **fields}
    )


def tally(lines: dict[str, int] | None = None, **fields: Any) -> Tally:
    """Return a tally of 47 present: 41 for, 4 against, 2 abstained, unless told."""
    stands: dict[str, Any] = {"eligible": 50, "present": 47, "abstained": 2, **fields}
    return Tally(lines=USUAL if lines is None else lines, **stands)


def ask(ballot: Ballot, *recommendations: Any, rule: DecisionRule | None = None) -> None:
    """Ask about recommendations, one frozen one unless told."""
    ballots.ask_about(
        ballot=ballot,
        recommendations=recommendations
        or [make_recommendation(ballot.assembly, state="frozen", theme=make_theme(ballot.assembly))],
        rule=rule or make_preset(ballot.assembly, "majority_present"),
        wording="⟪Do you support this?⟫",
        seen=mark_of(ballot, questions_of(ballot)),
        actor=UserFactory(),
        now=NOON,
    )


def rank(ballot: Ballot, *options: str) -> None:
    """Ask to rank options."""
    ballots.ask_to_rank(
        ballot=ballot,
        options=options or ("⟪Buses⟫", "⟪Trees⟫", "⟪Bicycles⟫"),
        rule=make_preset(ballot.assembly, "ranked"),
        wording="⟪What should come first?⟫",
        seen=mark_of(ballot, questions_of(ballot)),
        actor=UserFactory(),
        now=NOON,
    )


def usual_tally(question: BallotQuestion) -> Tally:
    """Return a count that fits a question."""
    if question.kind == "ranked":
        lines, options = {"1>2>3": 20, "2>1>3": 15, "3>2": 10}, (1, 2, 3)
        return tally(lines, options=options)
    if question.kind == "scale":
        return tally({"4": 30, "3": 10, "2": 3, "1": 2})
    return tally()


def bring(ballot: Ballot, state: str, tallies: dict[int, Tally] | None = None) -> Ballot:
    """Bring a ballot that is being designed to a state, as people would; `tallies` by the question's number."""
    usual = ["show", "open", "close", "count", "verify", "publish"]
    verbs = ["show", "open", "void"] if state == "void" else usual[: ORDER.index(state)]
    counter, verifier = UserFactory(), UserFactory()
    moves = {
        "show": ballots.show_ballot,
        "open": ballots.open_ballot,
        "close": ballots.close_ballot,
        "count": counts.finish_counting,
        "verify": counts.verify_ballot,
        "publish": counts.publish_ballot,
        "void": partial(void_ballot, reason="⟪The power failed⟫"),
    }
    for verb in verbs:
        for question in questions_of(ballot):
            counted = (tallies or {}).get(question.number) or usual_tally(question)
            own = {"question": question, "tally": counted, "now": NOON}
            if verb == "count":
                counts.enter_count(**own, note="", seen="", actor=counter)
            elif verb == "verify":
                counts.verify_count(**own, actor=verifier)
        moves[verb](ballot=ballot, actor=verifier if verb in ("verify", "publish") else counter, now=NOON)
    ballot.refresh_from_db()
    return ballot


def make_voted(
    assembly: Assembly, state: str = "published", tallies: dict[int, Tally] | None = None
) -> Ballot:
    """Add a ballot on one recommendation in a state."""
    ballot = make_ballot(assembly, token=uuid.uuid4())
    ask(ballot)
    return bring(ballot, state, tallies)


def make_report_draft(assembly: Assembly, words: ReportWords = WORDS) -> ReportVersion:
    """Begin a report."""
    if not assembly.remit_versions.exclude(published_at=None).exists():
        RemitVersionFactory(assembly=assembly, published=True)
    return save_report(assembly=assembly, words=words, revision=0, actor=UserFactory(), now=NOON)


def make_report(assembly: Assembly, words: ReportWords = WORDS) -> ReportVersion:
    """Publish the report of what is decided; of one adopted recommendation where nothing is."""
    if not assembly.recommendations.exists():
        make_voted(assembly)
    draft = make_report_draft(assembly, words)
    return publish_report(
        report=draft, revision=draft.revision, has_seen_remarks=True, actor=UserFactory(), now=NOON
    )
