"""What the council and the trust answered on libraries, how members found it, and how it was followed to its end."""

from datetime import datetime, timedelta
from functools import partial

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.demo.homes_answers import COUNCIL
from assembly.demo.libraries_answers import ANSWERED, BODIES, LATE, TRUST
from assembly.demo.story_homes_answers import Answers
from assembly.demo.story_homes_bodies import Desk, council_desk, plan_answers, trusted_desk
from assembly.demo.story_homes_kept import Kept
from assembly.demo.story_homes_texts import Tokens
from assembly.models import Assembly, Person, User
from assembly.outcomes.enums_responses import BodyPart
from assembly.outcomes.models import FormalResponse, Recommendation, ResponseVersion
from assembly.outcomes.services.ask_bodies import ask_body
from assembly.outcomes.services.bodies import add_body
from assembly.outcomes.services.ratings import enter_ratings, rate_answer
from assembly.outcomes.services.recommendations import move_recommendation
from assembly.services.move_assembly import move_assembly
from evidence.enums import Way

CLOCK = ((7, 23), (7, 31), (8, 6), (8, 14))
"""Days of 2024 on which the clock looked at what is due, and something was."""
LIKED = {1: 9, 2: 7, 3: 8, 4: 9, 5: 6, 6: 3}
ON_SCREEN, ON_PAPER = 9, 5


def follow(assembly: Assembly, people: dict[str, User], diary: Diary, tokens: Tokens) -> None:
    """Ask the two bodies, and note in the diary what they answer, what members give for it, and what is kept."""
    amara, at = people["amara"], diary.calendar.at
    desks = _desks(assembly, people, now=at(2024, 5, 2, 10, 0))
    plan_answers(assembly, desks[COUNCIL].body, months=3, actor=amara, now=at(2024, 5, 2, 14, 0))
    asked = _ask(assembly, desks, actor=amara, now=at(2024, 5, 3, 9, 0))
    answers = Answers(assembly, asked, desks, people, diary.calendar)
    diary.note_at(at(2024, 5, 13, 11, 0), answers.acknowledge)
    _note_answers(diary, answers)
    diary.note_at(at(2024, 8, 27, 10, 0), partial(_move, assembly, "start_follow_up", amara))
    diary.note_at(at(2024, 9, 2, 18, 0), partial(_rate, assembly))
    diary.note_at(at(2024, 9, 9, 10, 0), partial(_enter_sheets, assembly, people["mei"]))
    _note_kept(diary, Kept(assembly, desks, people, diary.calendar, tokens), answers)


def _desks(assembly: Assembly, people: dict[str, User], *, now: datetime) -> dict[str, Desk]:
    amara, desks = people["amara"], {}
    for minute, (name, (email, head)) in enumerate(BODIES.items()):
        entered = now + timedelta(minutes=10 * minute)
        facts = {"name": name, "email": email, "head_name": head}
        body = add_body(assembly=assembly, facts=facts, actor=amara, now=entered)
        desks[name] = (
            council_desk(assembly, body, people, entered)
            if name == COUNCIL
            else trusted_desk(assembly, body, head, "Manager", actor=amara, now=entered)
        )
    return desks


def _ask(
    assembly: Assembly, desks: dict[str, Desk], *, actor: User, now: datetime
) -> dict[tuple[int, str], FormalResponse]:
    asked = {}
    for answered in ANSWERED:
        asked[answered.number, answered.body] = ask_body(
            recommendation=assembly.recommendations.get(report_number=answered.number),
            body=desks[answered.body].body,
            part=BodyPart.LEAD,
            actor=actor,
            now=now,
        )
    return asked


def _note_answers(diary: Diary, answers: Answers) -> None:
    at = diary.calendar.at
    for minute, answered in enumerate(ANSWERED):
        published = at(*answered.published, 9, 5 * minute)
        diary.note_at(published - timedelta(days=10), partial(answers.draft, answered))
        diary.note_at(published - timedelta(days=3), partial(answers.clear, answered))
        diary.note_at(published, partial(answers.publish, answered))
    for day in CLOCK:
        diary.note_at(at(2024, *day, 7, 0), answers.look)
    diary.note_at(at(2024, 8, 1, 10, 0), partial(_expect, answers, diary.calendar))


def _expect(answers: Answers, calendar: Calendar, now: datetime) -> None:
    """Say of the late answer when it comes."""
    answers.expect(LATE, calendar.day(2024, 8, 20), now, body=TRUST)


def _newest(assembly: Assembly) -> list[ResponseVersion]:
    """Return what was answered, by the numbers of the recommendations."""
    published = ResponseVersion.objects.filter(response__assembly=assembly, published_at__isnull=False)
    return list(
        published.select_related("response__recommendation").order_by(
            "response__recommendation__report_number"
        )
    )


def _members(assembly: Assembly) -> list[Person]:
    return list(Person.objects.here().members().filter(assembly=assembly).order_by("seat_number"))


def _score(version: ResponseVersion, place: int) -> int:
    number = version.response.recommendation.report_number or 0
    return min(max(LIKED[number] + place % 3 - 1, 0), 10)


def _rate(assembly: Assembly, now: datetime) -> None:
    """Let some rate on their own page, one after another."""
    versions = _newest(assembly)
    for place, person in enumerate(_members(assembly)[:ON_SCREEN]):
        for version in versions:
            score = _score(version, place)
            rate_answer(version=version, person=person, score=score, now=now + timedelta(minutes=9 * place))


def _enter_sheets(assembly: Assembly, actor: User, now: datetime) -> None:
    """Enter what others have written on paper."""
    versions = _newest(assembly)
    for place, person in enumerate(_members(assembly)[ON_SCREEN : ON_SCREEN + ON_PAPER]):
        enter_ratings(
            assembly=assembly,
            person=person,
            scores={version: _score(version, place) for version in versions},
            way=Way.PAPER,
            actor=actor,
            now=now + timedelta(minutes=10 * place),
        )


def _note_kept(diary: Diary, kept: Kept, answers: Answers) -> None:
    """Note the reports on every promise, the evidence, and that it was looked at; then the recommendation is closed."""
    at, jonas = diary.calendar.at, answers.people["jonas"]
    for minute, answered in enumerate(ANSWERED):
        ended = at(2024, 9, 16, 9, minute)
        for promised in answered.promises:
            for place, row in enumerate(promised.reports):
                diary.note_at(at(*row[0], 14, 0), partial(kept.tell, answered, promised, place))
            last = at(*promised.reports[-1][0], 15, 0)
            diary.note_at(last, partial(kept.show, promised, promised.proof))
            diary.note_at(last + timedelta(days=6), partial(kept.confirm, promised))
            ended = last + timedelta(days=7)
        diary.note_at(ended, partial(_close, answers.assembly, answered.number, jonas))


def _close(assembly: Assembly, number: int, actor: User, now: datetime) -> None:
    recommendation: Recommendation = assembly.recommendations.get(report_number=number)
    move_recommendation(recommendation=recommendation, verb="close", actor=actor, now=now)


def _move(assembly: Assembly, verb: str, actor: User, now: datetime) -> None:
    move_assembly(assembly=assembly, verb=verb, actor=actor, now=now)
