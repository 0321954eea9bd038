"""What members say back: how well they find the answers, what is unclear, and a revised answer."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.homes_answers import COUNCIL, REVISED, REVISED_NOTE, SAID_BACK
from assembly.demo.story_homes_answers import Answers
from assembly.demo.story_homes_texts import Tokens
from assembly.models import Assembly, Person
from assembly.outcomes.enums_responses import BodyPart, ConcernKind
from assembly.outcomes.models import ResponseVersion
from assembly.outcomes.services.answers import AnswerWords, save_draft
from assembly.outcomes.services.answers_publish import clear_answer, publish_answers
from assembly.outcomes.services.concerns import Raised, pass_concern_on, raise_concern
from assembly.outcomes.services.ratings import enter_ratings, rate_answer
from evidence.enums import Way

SEED = 31
ON_SCREEN, ON_PAPER = 17, 8
OPEN = 8
"""The recommendation of whose answer something was asked that the council has not answered yet."""
ASKED = {
    SAID_BACK: "Who can ask for such a visit, and how long does one wait?",
    OPEN: "You say that it takes nine posts. How was that reckoned, and would a list of addresses take fewer?",
}
LIKED = {
    "accepted": 8,
    "already_under_way": 7,
    "accepted_in_part": 6,
    "accepted_in_principle": 5,
    "under_further_consideration": 4,
    "referred": 4,
    "noted": 2,
    "not_accepted": 2,
}
"""How well an answer is found by most, from 0 to 10, by its decision."""


class Voices:
    """The members who say something back."""

    def __init__(self, assembly: Assembly, answers: Answers, calendar: Calendar, tokens: Tokens) -> None:
        """Begin with nothing said."""
        self.assembly, self.answers, self.calendar, self.tokens = assembly, answers, calendar, tokens
        self.people, self.source = answers.people, random.Random(SEED)  # noqa: S311 (opinions, not a draw)

    def members(self) -> list[Person]:
        """Return the members by their seats."""
        return list(Person.objects.here().members().filter(assembly=self.assembly).order_by("seat_number"))

    def ask(self, number: int, now: datetime) -> None:
        """Ask back about an answer."""
        version = self.version(number)
        raised = Raised(
            kind=ConcernKind.CLARIFICATION,
            text=ASKED[number],
            token=self.tokens.next(),
            raised_by=self.members()[number],
        )
        raise_concern(version=version, raised=raised, actor=None, now=now)

    def pass_on(self, number: int, now: datetime) -> None:
        """Pass on to the council what was asked."""
        concern = self.answers.asked[number, COUNCIL].concerns.get()
        pass_concern_on(concern=concern, actor=self.people["amara"], now=now)

    def version(self, number: int) -> ResponseVersion:
        """Return the newest published answer of the body that leads."""
        response = self.answers.asked[number, COUNCIL]
        return response.versions.exclude(published_at=None).latest("number")

    def revise(self, now: datetime) -> None:
        """Say in a new version what was asked."""
        before, desk = self.version(SAID_BACK), self.answers.desks[COUNCIL]
        words = AnswerWords(
            decision=before.decision,
            text=REVISED,
            reasons=before.reasons,
            by_whom=before.by_whom,
            note=REVISED_NOTE,
        )
        response, paula = before.response, desk.clears.user
        draft = save_draft(
            response=response, words=words, promises=(), revision=-1, actor=desk.drafts.user, now=now
        )
        name = f"{paula.name}, {desk.clears.office}"
        later = now + timedelta(hours=3)
        clear_answer(response=response, revision=draft.revision, name=name, actor=paula, now=later)
        publish_answers(responses=[response], actor=paula, now=now + timedelta(hours=4))

    def rate(self, now: datetime) -> None:
        """Let 17 rate on their own page, each what interests them."""
        versions = self.newest()
        for place, person in enumerate(self.members()[:ON_SCREEN]):
            for version in self.source.sample(versions, 9):
                moment = now + timedelta(minutes=7 * place)
                rate_answer(version=version, person=person, score=self.score(version), now=moment)

    def enter_sheets(self, now: datetime) -> None:
        """Enter what eight have written on paper, about every answer."""
        versions = self.newest()
        for place, person in enumerate(self.members()[ON_SCREEN : ON_SCREEN + ON_PAPER]):
            enter_ratings(
                assembly=self.assembly,
                person=person,
                scores={version: self.score(version) for version in versions},
                way=Way.PAPER,
                actor=self.people["mei"],
                now=now + timedelta(minutes=12 * place),
            )

    def newest(self) -> Sequence[ResponseVersion]:
        """Return the newest versions of what leading bodies published."""
        published = ResponseVersion.objects.filter(
            response__assembly=self.assembly, response__part=BodyPart.LEAD, published_at__isnull=False
        ).order_by("response", "number")
        return list({version.response_id: version for version in published}.values())

    def score(self, version: ResponseVersion) -> int:
        """Return what somebody gives: about what most give, a little more or less."""
        return min(max(LIKED[version.decision] + self.source.randint(-2, 2), 0), 10)


def note_voices(diary: Diary, voices: Voices) -> None:
    """Note in the diary when members ask back, when they are answered, and when they rate."""
    diary.note((2, 20, 19, 0), partial(voices.ask, SAID_BACK))
    diary.note((2, 23, 10, 0), partial(voices.pass_on, SAID_BACK))
    diary.note((3, 9, 10, 0), voices.revise)
    diary.note((5, 21, 20, 0), voices.rate)
    diary.note((5, 25, 9, 0), voices.enter_sheets)
    diary.note((5, 30, 19, 0), partial(voices.ask, OPEN))
    diary.note((6, 1, 10, 0), partial(voices.pass_on, OPEN))
