"""How the questions were answered: acknowledged, drafted, cleared by name, published on the days that were given."""

from datetime import date, datetime, timedelta
from functools import partial

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.homes_answers import (
    ANSWERED,
    COUNCIL,
    EXPECTED,
    MORE_TIME,
    SUPPORTED,
    WAITING,
    Answered,
    Promised,
)
from assembly.demo.story_homes_bodies import Desk
from assembly.enums import MailingState
from assembly.models import Assembly, Mailing, User
from assembly.outcomes.answer_rules import Promise, Step
from assembly.outcomes.models import FormalResponse
from assembly.outcomes.services.answer_reminders import watch_answers
from assembly.outcomes.services.answers import AnswerWords, name_people, save_draft
from assembly.outcomes.services.answers_publish import clear_answer, publish_answers
from assembly.outcomes.services.ask_bodies import follow_referral
from assembly.outcomes.services.commitment_reminders import watch_commitments
from assembly.outcomes.services.more_time import ask_for_time, expect_answer, grant_time
from assembly.services.mailings_send import send_mailing
from evidence.enums import Way

CLOCK = ((4, 1), (4, 16), (5, 2), (5, 19), (5, 26), (6, 1), (6, 2), (6, 3), (6, 6))
"""Days of 2026 on which the clock found something due: answers, or what was promised."""


class Answers:
    """The questions that were asked, and who answers them."""

    def __init__(
        self,
        assembly: Assembly,
        asked: dict[tuple[int, str], FormalResponse],
        desks: dict[str, Desk],
        people: dict[str, User],
        calendar: Calendar,
    ) -> None:
        """Begin with nothing answered."""
        self.assembly, self.asked, self.desks = assembly, asked, desks
        self.people, self.calendar = people, calendar

    def acknowledge(self, now: datetime) -> None:
        """Say of every question who drafts and who clears."""
        for (_number, body), response in self.asked.items():
            desk = self.desks[body]
            name_people(
                response=response, assignee=desk.drafts, approver=desk.clears, actor=desk.drafts.user, now=now
            )

    def draft(self, answered: Answered, now: datetime) -> None:
        """Write the draft with what it promises."""
        desk, calendar = self.desks[answered.body], self.calendar
        referred = self.desks.get(answered.referred_to)
        words = AnswerWords(
            decision=answered.decision,
            text=answered.text,
            reasons=answered.reasons,
            accepted_part=answered.accepted_part,
            by_whom=answered.by_whom,
            consider_until=calendar.day(*answered.consider_until) if answered.consider_until else None,
            referred_to=referred.body if referred else None,
        )
        save_draft(
            response=self.asked[answered.number, answered.body],
            words=words,
            promises=[promise_of(each, calendar) for each in answered.promises],
            revision=0,
            actor=desk.drafts.user,
            now=now,
        )

    def clear(self, answered: Answered, now: datetime) -> None:
        """Clear it under the name of who does."""
        clears = self.desks[answered.body].clears
        clear_answer(
            response=self.asked[answered.number, answered.body],
            revision=1,
            name=f"{clears.user.name}, {clears.office}",
            actor=clears.user,
            now=now,
        )

    def publish(self, answered: Answered, now: datetime) -> None:
        """Publish it."""
        desk, response = self.desks[answered.body], self.asked[answered.number, answered.body]
        publish_answers(responses=[response], actor=desk.clears.user, now=now)

    def follow(self, answered: Answered, now: datetime) -> None:
        """Ask the body to which an answer refers."""
        response = self.asked[answered.number, answered.body]
        version = response.versions.get()
        follow_referral(response=response, version=version, actor=self.people["amara"], now=now)

    def look(self, now: datetime) -> None:
        """Let the clock look at what is due, and a worker send what it writes."""
        watch_answers(now)
        watch_commitments(now)
        waiting = Mailing.objects.filter(assembly=self.assembly, state=MailingState.APPROVED)
        for mailing in waiting.order_by("number"):
            send_mailing(mailing.pk, clock=lambda: now)

    def want_time(self, number: int, until: date, reason: str, now: datetime) -> None:
        """Ask for more time."""
        ask_for_time(
            response=self.asked[number, COUNCIL],
            wanted_until=until,
            reason=reason,
            way=Way.ONLINE,
            actor=self.people["oskar"],
            now=now,
        )

    def grant(self, number: int, now: datetime) -> None:
        """Grant more time."""
        wish = self.asked[number, COUNCIL].extensions.get()
        grant_time(extension=wish, actor=self.people["amara"], now=now)

    def expect(self, number: int, day: date, now: datetime, *, body: str = COUNCIL) -> None:
        """Say when one expects to answer what is late."""
        actor = self.desks[body].drafts.user
        expect_answer(response=self.asked[number, body], expected_on=day, actor=actor, now=now)


def promise_of(promised: Promised, calendar: Calendar) -> Promise:
    """Return a promise as a draft keeps it."""
    return Promise(
        text=promised.text,
        owner=promised.owner,
        due_on=calendar.day(*promised.due),
        budget=promised.budget,
        legal_route=promised.legal_route,
        steps=tuple(Step(text, calendar.day(*day)) for text, day in promised.milestones),
    )


def note_answers(diary: Diary, answers: Answers) -> None:
    """Note in the diary when each answer is drafted, cleared and published, and when the clock looks."""
    calendar = diary.calendar
    diary.note_at(calendar.at(2025, 12, 10, 11, 0), answers.acknowledge)
    for minute, answered in enumerate((*ANSWERED, *SUPPORTED)):
        published = calendar.at(*answered.published, 9, 2 * minute)
        diary.note_at(published - timedelta(days=12), partial(answers.draft, answered))
        diary.note_at(published - timedelta(days=4), partial(answers.clear, answered))
        diary.note_at(published, partial(answers.publish, answered))
        if answered.referred_to:
            diary.note_at(published + timedelta(days=1), partial(answers.follow, answered))
    diary.note_at(calendar.at(*WAITING.published, 15, 0), partial(answers.draft, WAITING))
    for number, (until, reason) in MORE_TIME.items():
        diary.note((5, 26, 15, 0), partial(answers.want_time, number, calendar.day(*until), reason))
        diary.note((5, 27, 10, 0), partial(answers.grant, number))
    for number, expected in EXPECTED.items():
        diary.note((6, 6, 9, number), partial(answers.expect, number, calendar.day(*expected)))
    for day in CLOCK:
        diary.note((*day, 7, 0), answers.look)
