"""How the recommendations were written: themes, first versions, comments, changes, the frozen texts."""

import random
import uuid
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.demo.homes_drafts import AMENDMENTS, COMMENTS, FIRST_WORDS, REWRITTEN, SOURCES, Amended
from assembly.demo.homes_words import ADVISED, THEMES, Advised
from assembly.models import Assembly, Person, User
from assembly.outcomes.models import Amendment, Recommendation, TableComment, Theme
from assembly.outcomes.services.amendments import (
    Adoption,
    Hands,
    Proposal,
    adopt_amendment,
    discuss_amendment,
    propose_amendment,
    reject_amendment,
)
from assembly.outcomes.services.recommendation_sources import add_comment, add_source, settle_comment
from assembly.outcomes.services.recommendations import (
    add_recommendation,
    freeze_all,
    last_version,
    move_recommendation,
    save_version,
)
from assembly.outcomes.services.themes import add_theme
from evidence.enums import Way
from scheduling.models import Session

Drafts = dict[int, Recommendation]
"""The recommendations by the number that they have in the report; the last of them was not adopted and has none."""


class Tokens:
    """Marks of forms, the same each time the story is told."""

    def __init__(self, seed: int) -> None:
        """Begin with the first."""
        self.source = random.Random(seed)  # noqa: S311 (marks of forms, not a draw)

    def next(self) -> uuid.UUID:
        """Return the next mark."""
        return uuid.UUID(int=self.source.getrandbits(128), version=4)


def write_drafts(
    assembly: Assembly, people: dict[str, User], calendar: Calendar, sessions: list[Session], tokens: Tokens
) -> Drafts:
    """Write what the tables drafted on the third day, with what other tables said of it."""
    mei, at = people["mei"], calendar.at
    themes = {
        name: add_theme(
            assembly=assembly, name=name, introduction=words, actor=mei, now=at(2025, 10, 11, 10, 0)
        )
        for name, words in THEMES.items()
    }
    drafts = {
        number: _draft(
            assembly,
            number,
            advised,
            themes[advised.theme],
            tokens,
            actor=mei,
            now=at(2025, 10, 11, 13, number),
        )
        for number, advised in enumerate(ADVISED, start=1)
    }
    for number, made in drafts.items():
        drafts[number] = move_recommendation(
            recommendation=made, verb="draft", actor=mei, now=at(2025, 10, 11, 14, 0)
        )
    for number, session, note in SOURCES:
        add_source(
            recommendation=drafts[number],
            item=None,
            session=sessions[session - 1],
            note=note,
            actor=mei,
            now=at(2025, 10, 11, 14, 10),
        )
    for number, table, said, _settled in COMMENTS:
        add_comment(
            recommendation=drafts[number],
            version=last_version(drafts[number]),
            table=table,
            text=said,
            token=tokens.next(),
            actor=mei,
            now=at(2025, 10, 11, 15, 0),
        )
    return drafts


def settle_comments(assembly: Assembly, *, actor: User, now: datetime) -> None:
    """Say what became of what the tables said."""
    settled = {said: settlement for _number, _table, said, settlement in COMMENTS}
    for comment in TableComment.objects.filter(recommendation__assembly=assembly).order_by("pk"):
        settle_comment(comment=comment, settlement=settled[comment.text], actor=actor, now=now)


def _draft(
    assembly: Assembly,
    number: int,
    advised: Advised,
    theme: Theme,
    tokens: Tokens,
    *,
    actor: User,
    now: datetime,
) -> Recommendation:
    words = {**final_words(advised), "text": FIRST_WORDS.get(number, advised.text)}
    return add_recommendation(
        assembly=assembly,
        words=words,
        theme=theme,
        table=f"Table {number % 5 + 1}",
        token=tokens.next(),
        actor=actor,
        now=now,
    )


def final_words(advised: Advised) -> dict[str, str]:
    """Return what a recommendation says in the end."""
    return {
        name: getattr(advised, name) for name in ("title", "text", "rationale", "conditions", "cost_note")
    }


def change_drafts(
    assembly: Assembly, drafts: Drafts, people: dict[str, User], calendar: Calendar, tokens: Tokens
) -> None:
    """Write three anew, then take amendments between the days."""
    mei = people["mei"]
    for number, note in REWRITTEN.items():
        words = final_words(ADVISED[number - 1])
        now = calendar.at(2025, 10, 18, 11, number)
        save_version(recommendation=drafts[number], words=words, note=note, began_with=1, actor=mei, now=now)
    for recommendation in drafts.values():
        opened = calendar.at(2025, 10, 20, 9, 0)
        move_recommendation(recommendation=recommendation, verb="open_amendments", actor=mei, now=opened)
    members = iter(Person.objects.here().members().filter(assembly=assembly).order_by("seat_number"))
    for minute, amended in enumerate(AMENDMENTS):
        proposed_by = None if amended.table else next(members)
        _propose(drafts, amended, proposed_by, tokens, actor=mei, calendar=calendar, minute=minute)


def _propose(
    drafts: Drafts,
    amended: Amended,
    proposed_by: Person | None,
    tokens: Tokens,
    *,
    actor: User,
    calendar: Calendar,
    minute: int,
) -> None:
    recommendation = drafts[amended.number]
    base = last_version(recommendation)
    proposal = Proposal(
        base=base,
        words={
            **final_words(ADVISED[amended.number - 1]),
            **({"text": amended.text} if amended.text else {}),
        },
        reason=amended.reason,
        token=tokens.next(),
        proposed_by=proposed_by,
        table=amended.table,
        way=Way.ONLINE if proposed_by else Way.PAPER,
    )
    propose_amendment(
        recommendation=recommendation,
        proposal=proposal,
        actor=None if proposed_by else actor,
        now=calendar.at(2025, 10, 22 + minute, 18, 0),
    )


def decide_amendments(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Discuss each amendment on the fourth day, decide about it by a show of hands, then freeze all texts."""
    mei, now = people["mei"], calendar.at(2025, 11, 8, 9, 40)
    waiting = Amendment.objects.filter(recommendation__assembly=assembly).select_related("base")
    for amended, amendment in zip(AMENDMENTS, waiting.order_by("pk"), strict=True):
        discussed = discuss_amendment(amendment=amendment, actor=mei, now=now)
        hands, decided = Hands(*amended.votes), now + timedelta(minutes=5)
        if amended.text:
            reject_amendment(
                amendment=discussed, reason=amended.decision, actor=mei, now=decided, hands=hands
            )
        else:
            adoption = Adoption(amendment.base.number, hands=hands)
            adopt_amendment(amendment=discussed, adoption=adoption, actor=mei, now=decided)
        now += timedelta(minutes=10)
    freeze_all(assembly=assembly, actor=people["amara"], now=calendar.at(2025, 11, 8, 11, 30))
