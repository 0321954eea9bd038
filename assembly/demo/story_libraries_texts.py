"""How the recommendations on libraries were written, amended, voted on, and handed over with a minority statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from assembly.demo.diary import Diary
from assembly.demo.libraries_answers import (
    ADVICE,
    AMENDED,
    COMMENT,
    DISSENT,
    REWRITTEN,
    SESSION_NOTES,
    THEMES,
    Advice,
)
from assembly.demo.libraries_words import FOREWORD, METHOD, TITLE
from assembly.demo.story_homes_texts import Drafts, Tokens
from assembly.demo.story_homes_vote import agree_on_rule
from assembly.models import Assembly, Person, User
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.models import BallotQuestion, DecisionRule, TableComment
from assembly.outcomes.selectors.votes import mark_of, questions_of
from assembly.outcomes.services.amendments import (
    Adoption,
    Hands,
    Proposal,
    adopt_amendment,
    discuss_amendment,
    propose_amendment,
)
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
from assembly.outcomes.services.minority_statements import Dissent, write_minority_statement
from assembly.outcomes.services.recommendation_sources import add_comment, add_source, settle_comment
from assembly.outcomes.services.recommendations import (
    add_recommendation,
    freeze_all,
    last_version,
    move_recommendation,
    save_version,
)
from assembly.outcomes.services.reports import ReportWords, publish_report, save_report
from assembly.outcomes.services.themes import add_theme
from assembly.services.move_assembly import move_assembly
from evidence.enums import Way
from scheduling.models import Session

PRESENT, SEATS = 23, 24
DISSENTER = 12
"""The seat of the member who wrote the minority statement."""


class Texts:
    """The recommendations by their numbers, and who works on them."""

    def __init__(self, assembly: Assembly, people: dict[str, User], tokens: Tokens) -> None:
        """Begin with nothing written."""
        self.assembly, self.people, self.tokens = assembly, people, tokens
        self.drafts: Drafts = {}

    def write(self, sessions: Sequence[Session], now: datetime) -> None:
        """Write what the tables drafted on the second day, and what another table said of it."""
        mei = self.people["mei"]
        themes = {
            name: add_theme(assembly=self.assembly, name=name, introduction=words, actor=mei, now=now)
            for name, words in THEMES.items()
        }
        for number, advice in enumerate(ADVICE, start=1):
            written = now + timedelta(minutes=number)
            made = add_recommendation(
                assembly=self.assembly,
                words=words_of(advice, text=advice.first or advice.text),
                theme=themes[advice.theme],
                table=f"Table {number % 3 + 1}",
                token=self.tokens.next(),
                actor=mei,
                now=written,
            )
            self.drafts[number] = move_recommendation(
                recommendation=made, verb="draft", actor=mei, now=written
            )
        later = now + timedelta(minutes=20)
        for number, session, note in SESSION_NOTES:
            add_source(
                recommendation=self.drafts[number],
                item=None,
                session=sessions[session - 1],
                note=note,
                actor=mei,
                now=later,
            )
        number, table, said, _settled = COMMENT
        add_comment(
            recommendation=self.drafts[number],
            version=last_version(self.drafts[number]),
            table=table,
            text=said,
            token=self.tokens.next(),
            actor=mei,
            now=later,
        )

    def change(self, now: datetime) -> None:
        """Write one anew as another table asked, and open all to amendments."""
        mei, (number, note) = self.people["mei"], REWRITTEN
        words = words_of(ADVICE[number - 1])
        save_version(
            recommendation=self.drafts[number], words=words, note=note, began_with=1, actor=mei, now=now
        )
        comment = TableComment.objects.get(recommendation=self.drafts[number])
        settle_comment(comment=comment, settlement=COMMENT[3], actor=mei, now=now)
        for number, each in self.drafts.items():
            self.drafts[number] = move_recommendation(
                recommendation=each, verb="open_amendments", actor=mei, now=now + timedelta(hours=1)
            )

    def amend(self, now: datetime) -> None:
        """Discuss an amendment, adopt it by a show of hands, and freeze all texts."""
        mei, (number, table, reason, votes) = self.people["mei"], AMENDED
        recommendation = self.drafts[number]
        base = last_version(recommendation)
        proposal = Proposal(
            base=base,
            words=words_of(ADVICE[number - 1]),
            reason=reason,
            token=self.tokens.next(),
            proposed_by=None,
            table=table,
            way=Way.PAPER,
        )
        made = propose_amendment(recommendation=recommendation, proposal=proposal, actor=mei, now=now)
        discussed = discuss_amendment(amendment=made, actor=mei, now=now + timedelta(minutes=1))
        adoption = Adoption(base.number, hands=Hands(*votes))
        adopt_amendment(amendment=discussed, adoption=adoption, actor=mei, now=now + timedelta(minutes=3))
        freeze_all(assembly=self.assembly, actor=self.people["amara"], now=now + timedelta(minutes=5))

    def vote(self, session: Session, now: datetime) -> None:
        """Vote on paper on each text; Mei counts, Amara looks at each count, the result is published in the room."""
        mei, amara = self.people["mei"], self.people["amara"]
        rule = DecisionRule.objects.get(assembly=self.assembly)
        words = BallotWords(
            title="Our recommendations",
            explanation="One paper for each text: for, against, or that you abstain. A paper may stay blank.",
            held_on=session.starts_at.astimezone(session.zone).date(),
            session=session,
        )
        ballot = design_ballot(
            assembly=self.assembly, words=words, token=self.tokens.next(), actor=mei, now=now
        )
        for each in self.drafts.values():
            each.refresh_from_db()
        ballot = ask_about(
            ballot=ballot,
            recommendations=list(self.drafts.values()),
            rule=rule,
            wording="Should this recommendation stand in our report?",
            seen=mark_of(ballot, questions_of(ballot)),
            actor=mei,
            now=now + timedelta(minutes=1),
        )
        ballot = show_ballot(ballot=ballot, actor=mei, now=now + timedelta(minutes=2))
        ballot = open_ballot(ballot=ballot, actor=mei, now=now + timedelta(minutes=15))
        ballot = close_ballot(ballot=ballot, actor=mei, now=now + timedelta(minutes=35))
        counted = now + timedelta(minutes=40)
        for question in ballot.questions.order_by("number"):
            enter_count(question=question, tally=_tally(question), note="", seen="", actor=mei, now=counted)
        ballot = finish_counting(ballot=ballot, actor=mei, now=now + timedelta(minutes=55))
        for question in ballot.questions.order_by("number"):
            verify_count(
                question=question, tally=_tally(question), actor=amara, now=now + timedelta(minutes=60)
            )
        ballot = verify_ballot(ballot=ballot, actor=amara, now=now + timedelta(minutes=70))
        publish_ballot(ballot=ballot, actor=amara, now=now + timedelta(minutes=75))

    def dissent(self, now: datetime) -> None:
        """Let a member write for three why they see it otherwise."""
        number, supporters, text = DISSENT
        writer = Person.objects.here().members().get(assembly=self.assembly, seat_number=DISSENTER)
        dissent = Dissent(text=text, supporters=supporters, token=self.tokens.next(), written_by=writer)
        write_minority_statement(recommendation=self.drafts[number], dissent=dissent, actor=None, now=now)

    def report(self, now: datetime) -> None:
        """Write the report, hand it over, and wait for the answer."""
        amara = self.people["amara"]
        words = ReportWords(title=TITLE, foreword=FOREWORD, method=METHOD, language="en")
        draft = save_report(
            assembly=self.assembly, words=words, revision=0, actor=amara, now=now - timedelta(minutes=30)
        )
        publish_report(report=draft, revision=draft.revision, actor=amara, now=now)
        for minute, verb in ((30, "report"), (40, "await_response")):
            move_assembly(assembly=self.assembly, verb=verb, actor=amara, now=now + timedelta(minutes=minute))


def words_of(advice: Advice, *, text: str = "") -> dict[str, str]:
    """Return what a recommendation says: in the end, or with another text."""
    return {
        "title": advice.title,
        "text": text or advice.text,
        "rationale": advice.rationale,
        "conditions": "",
        "cost_note": "",
    }


def _tally(question: BallotQuestion) -> Tally:
    in_favour, against, abstained = ADVICE[question.number - 1].votes
    return Tally(
        eligible=SEATS,
        present=PRESENT,
        abstained=abstained,
        blank=PRESENT - in_favour - against - abstained,
        lines={"for": in_favour, "against": against},
    )


def note_texts(diary: Diary, texts: Texts, sessions: Sequence[Session]) -> None:
    """Note in the diary how the texts come about, and how they are voted on and handed over."""
    at, amara = diary.calendar.at, texts.people["amara"]
    _first, second, third = sessions
    diary.note_at(second.starts_at + timedelta(hours=4, minutes=40), partial(texts.write, sessions))
    diary.note_at(at(2024, 3, 27, 11, 0), texts.change)
    rule = partial(_agree, texts.assembly, amara)
    diary.note_at(at(2024, 4, 8, 10, 0), rule)
    diary.note_at(third.starts_at + timedelta(hours=4, minutes=20), texts.amend)
    diary.note_at(third.starts_at + timedelta(hours=4, minutes=30), partial(texts.vote, third))
    diary.note_at(at(2024, 4, 16, 19, 0), texts.dissent)
    diary.note_at(at(2024, 4, 30, 11, 0), texts.report)


def _agree(assembly: Assembly, actor: User, now: datetime) -> None:
    agree_on_rule(assembly, actor=actor, now=now)
