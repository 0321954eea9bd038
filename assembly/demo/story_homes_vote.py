"""The vote on the last day, the dissent that was written after it, and the report that was handed over."""

from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.demo.homes_drafts import DISSENT, FOREWORD, METHOD, TITLE
from assembly.demo.homes_words import ADVISED
from assembly.demo.story_homes_texts import Drafts, Tokens
from assembly.models import Assembly, Person, User
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.models import Ballot, BallotQuestion, DecisionRule, ReportVersion
from assembly.outcomes.selectors.votes import mark_of, questions_of
from assembly.outcomes.services.ballots import (
    BallotWords,
    ask_about,
    close_ballot,
    design_ballot,
    open_ballot,
    show_ballot,
)
from assembly.outcomes.services.counts import (
    enter_count,
    finish_counting,
    publish_ballot,
    verify_ballot,
    verify_count,
)
from assembly.outcomes.services.decision_rules import preset_fields, save_rule
from assembly.outcomes.services.minority_statements import Dissent, write_minority_statement
from assembly.outcomes.services.reports import ReportWords, publish_report, save_report
from scheduling.models import Session

PRESENT, SEATS = 34, 36


def agree_on_rule(assembly: Assembly, *, actor: User, now: datetime) -> DecisionRule:
    """Say beforehand what a recommendation needs to be adopted."""
    return save_rule(
        assembly=assembly,
        rule=None,
        name="More than half of those present",
        preset="majority_present",
        fields=preset_fields("majority_present"),
        actor=actor,
        now=now,
    )


def hold_vote(  # noqa: PLR0917 (who votes on what, where and when)
    assembly: Assembly,
    drafts: Drafts,
    people: dict[str, User],
    calendar: Calendar,
    session: Session,
    tokens: Tokens,
) -> Ballot:
    """Vote on paper on every text; Mei counts, Amara looks at each count, the result is published in the room."""
    mei, amara, at = people["mei"], people["amara"], calendar.at
    rule = DecisionRule.objects.get(assembly=assembly)
    words = BallotWords(
        title="Our recommendations",
        explanation="One paper for each text. Write for, against, or that you abstain; a paper may stay blank.",
        held_on=calendar.day(2025, 11, 8),
        session=session,
    )
    now = at(2025, 11, 8, 11, 40)
    ballot = design_ballot(assembly=assembly, words=words, token=tokens.next(), actor=mei, now=now)
    ballot = _ask(ballot, drafts, rule, actor=mei, now=now + timedelta(minutes=5))
    ballot = show_ballot(ballot=ballot, actor=mei, now=at(2025, 11, 8, 11, 50))
    ballot = open_ballot(ballot=ballot, actor=mei, now=at(2025, 11, 8, 13, 30))
    ballot = close_ballot(ballot=ballot, actor=mei, now=at(2025, 11, 8, 14, 20))
    for question in ballot.questions.order_by("number"):
        now = at(2025, 11, 8, 14, 20 + question.number)
        enter_count(question=question, tally=_tally(question), note="", seen="", actor=mei, now=now)
    ballot = finish_counting(ballot=ballot, actor=mei, now=at(2025, 11, 8, 14, 50))
    for question in ballot.questions.order_by("number"):
        now = at(2025, 11, 8, 14, 52) + timedelta(seconds=30 * question.number)
        verify_count(question=question, tally=_tally(question), actor=amara, now=now)
    ballot = verify_ballot(ballot=ballot, actor=amara, now=at(2025, 11, 8, 15, 10))
    return publish_ballot(ballot=ballot, actor=amara, now=at(2025, 11, 8, 15, 20))


def _ask(ballot: Ballot, drafts: Drafts, rule: DecisionRule, *, actor: User, now: datetime) -> Ballot:
    for each in drafts.values():
        each.refresh_from_db()
    return ask_about(
        ballot=ballot,
        recommendations=list(drafts.values()),
        rule=rule,
        wording="Should this recommendation stand in our report?",
        seen=mark_of(ballot, questions_of(ballot)),
        actor=actor,
        now=now,
    )


def _tally(question: BallotQuestion) -> Tally:
    in_favour, against, abstained = ADVISED[question.number - 1].votes
    return Tally(
        eligible=SEATS,
        present=PRESENT,
        abstained=abstained,
        blank=PRESENT - in_favour - against - abstained,
        lines={"for": in_favour, "against": against},
    )


def report(
    assembly: Assembly, drafts: Drafts, people: dict[str, User], calendar: Calendar, tokens: Tokens
) -> ReportVersion:
    """Take two minority statements, write the report, and hand it over."""
    writers = Person.objects.here().members().filter(assembly=assembly).order_by("-seat_number")
    for written_by, said in zip(writers, DISSENT, strict=False):
        dissent = Dissent(
            text=said.text, supporters=said.supporters, token=tokens.next(), written_by=written_by
        )
        now = calendar.at(2025, 11, 10 + said.number, 19, 0)
        write_minority_statement(recommendation=drafts[said.number], dissent=dissent, actor=None, now=now)
    amara = people["amara"]
    words = ReportWords(title=TITLE, foreword=FOREWORD, method=METHOD, language="en")
    draft = save_report(
        assembly=assembly, words=words, revision=0, actor=amara, now=calendar.at(2025, 11, 24, 15, 0)
    )
    return publish_report(
        report=draft,
        revision=draft.revision,
        actor=amara,
        now=calendar.at(2025, 12, 2, 10, 0),
    )
