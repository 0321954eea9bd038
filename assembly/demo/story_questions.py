"""Members and tables ask, witnesses answer, some are content and some ask again."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from assembly.demo.diary import Diary
from assembly.demo.question_words import QUESTIONS, Put
from assembly.demo.story_items import Shelf
from assembly.demo.story_packs import Readers
from assembly.models import User
from evidence.enums import Way
from evidence.models import Question
from evidence.selectors.questions import marks_of
from evidence.services.question_answers import (
    accept_answer,
    answer_question,
    assign_question,
    publish_question,
    reopen_question,
)
from evidence.services.questions import (
    Asked,
    ask_question,
    enter_questions,
    merge_question,
    set_question_aside,
    word_question,
)


class Asking:
    """The questions that the story keeps, by their keys."""

    def __init__(self, shelf: Shelf, readers: Readers) -> None:
        """Begin with nothing."""
        self.shelf, self.readers, self.directory = shelf, readers, shelf.directory
        self.accounts: Mapping[str, User] = shelf.accounts
        self.questions: dict[str, Question] = {}

    def ask(self, key: str, put: Put, now: datetime) -> None:
        """Keep a question: asked by a member on their page, or entered by Leo who had it from a table or the phone."""
        asked = Asked(
            text=put.text,
            token=self.directory.token(),
            asked_by=self.readers.on_seat(put.seat) if put.seat else None,
            table=put.table,
            session=self.shelf.sessions[put.session - 1],
            topic=self.directory.topics[put.topic],
        )
        home = self.directory.assembly
        if put.way == Way.ONLINE:
            self.questions[key] = ask_question(assembly=home, asked=asked, now=now)
        else:
            leo = self.accounts["leo"]
            (self.questions[key],) = enter_questions(
                assembly=home, asked=[asked], way=put.way, actor=leo, now=now
            )

    def word(self, key: str, put: Put, now: datetime) -> None:
        """Put a question more clearly."""
        self.questions[key] = word_question(
            question=self.questions[key],
            wording=put.wording,
            seen=self._marks(key),
            actor=self.accounts["mei"],
            now=now,
        )

    def give(self, key: str, put: Put, due: datetime, now: datetime) -> None:
        """Give a question to a witness."""
        self.questions[key] = assign_question(
            question=self.questions[key],
            witness=self.directory.witnesses[put.witness],
            due_on=due.date(),
            seen=self._marks(key),
            actor=self.accounts["mei"],
            now=now,
        )

    def answer(self, key: str, put: Put, text: str, now: datetime) -> None:
        """Keep what a witness answers: Maya on her own page, the others by e-mail to Mei."""
        is_own = put.witness == "maya"
        self.questions[key] = answer_question(
            question=self.questions[key],
            text=text,
            way=Way.ONLINE if is_own else Way.EMAIL,
            actor=self.accounts["maya" if is_own else "mei"],
            now=now,
        )

    def end(self, key: str, put: Put, now: datetime) -> None:
        """Say whether the answer answers it: a member on their page, a table through Leo."""
        by = self.readers.on_seat(put.seat) if put.seat else None
        actor = None if by else self.accounts["leo"]
        question = self.questions[key]
        if put.ends == "accept":
            self.questions[key] = accept_answer(question=question, by=by, actor=actor, now=now)
        else:
            self.questions[key] = reopen_question(
                question=question, reason=put.reason, by=by, actor=actor, now=now
            )

    def merge(self, key: str, put: Put, now: datetime) -> None:
        """Put a question together with another."""
        into = self.questions[put.into]
        into.refresh_from_db()
        self.questions[key] = merge_question(
            question=self.questions[key], into=into, actor=self.accounts["mei"], now=now
        )

    def set_aside(self, key: str, put: Put, now: datetime) -> None:
        """Decide that a question goes to nobody."""
        self.questions[key] = set_question_aside(
            question=self.questions[key], reason=put.aside, actor=self.accounts["mei"], now=now
        )

    def publish(self, key: str, now: datetime) -> None:
        """Make a question and its answer public."""
        self.questions[key] = publish_question(
            question=self.questions[key], seen=self._marks(key), actor=self.accounts["mei"], now=now
        )

    def _marks(self, key: str) -> str:
        question = self.questions[key]
        question.refresh_from_db()
        return marks_of(question)


def note_questions(diary: Diary, asking: Asking) -> None:
    """Note in the diary what is asked, and what becomes of it."""
    for minute, (key, put) in enumerate(QUESTIONS.items()):
        _note_question(diary, asking, key, put, minute)


def _note_question(diary: Diary, asking: Asking, key: str, put: Put, minute: int) -> None:
    month, day, _hour, _minute = put.at
    diary.note(put.at, lambda now: asking.ask(key, put, now))
    if put.wording:
        diary.note((month, day + 1, 9, minute), lambda now: asking.word(key, put, now))
    if put.into:
        diary.note(
            (5, 11, 10, minute) if month == 5 else (6, 8, 8, 45), lambda now: asking.merge(key, put, now)
        )
    if put.aside:
        diary.note((5, 12, 9, 30), lambda now: asking.set_aside(key, put, now))
    if put.given and put.due:
        due = diary.calendar.at(2026, *put.due, 12, 0)
        diary.note(put.given, lambda now: asking.give(key, put, due, now))
    for moment, text in put.answers:
        diary.note(moment, partial(asking.answer, key, put, text))
        if put.ends:
            ended = (*moment[:2], 21, minute)
            diary.note(ended, lambda now: asking.end(key, put, now))
    if put.published:
        diary.note(put.published, lambda now: asking.publish(key, now))
