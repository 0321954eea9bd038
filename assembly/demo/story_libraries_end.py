"""What was asked, counted and learnt of the assembly on libraries, what was erased, and how it was closed out."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from assembly.demo.diary import Diary
from assembly.demo.libraries_words import (
    COST,
    COST_NOTE,
    FOLLOW_UPS,
    LEARNT,
    REMARK,
    REPLACED_BECAUSE,
    SUMMARY,
    WITH_BUDGET,
)
from assembly.demo.story_figures import publish_all
from assembly.demo.story_learning import note_entries, publish_record
from assembly.demo.story_statement import publish_statements
from assembly.demo.story_surveys import AFTER_RESPONSE_SET, Asked, Surveys
from assembly.evaluation.enums_surveys import SurveyMoment
from assembly.evaluation.models import SurveyWave, WelfareCall
from assembly.evaluation.services.close_out import add_follow_up, issue_close_out
from assembly.evaluation.services.indicators import remark_on_indicator
from assembly.evaluation.services.learning import save_summary
from assembly.evaluation.services.welfare import note_call
from assembly.models import Assembly, PublicationItem, User
from assembly.services.move_assembly import move_assembly
from assembly.services.publication import note_delivered, note_what_is_out
from assembly.services.retention import erase_what_is_due
from scheduling.models import Session
from sortition.services.seats_by_itself import complete_seats

OUT = ((2024, 2, 9), (2024, 3, 4), (2024, 4, 30), (2024, 8, 20))
"""Days on whose evening the clock found something published that was promised."""
ERASED = ((2024, 4, 10), (2024, 6, 19), (2024, 11, 1), (2025, 6, 18), (2025, 9, 18))
"""Days on which the time of some class of data was over."""
MOODS = (0.55, 0.7, 0.8)


def note_clock(diary: Diary) -> None:
    """Note in the diary when the clock finds out what is published, and what is to be erased."""
    at = diary.calendar.at
    for day in OUT:
        diary.note_at(at(*day, 20, 0), note_what_is_out)
    for day in ERASED:
        diary.note_at(at(*day, 3, 0), erase_what_is_due)


def note_surveys(
    diary: Diary, assembly: Assembly, people: dict[str, User], sessions: Sequence[Session]
) -> None:
    """Note in the diary what members are asked before, after each day, at the end, and after the answers."""
    at = diary.calendar.at
    chance = random.Random(20240302)  # noqa: S311 (a story, no secret)
    surveys = Surveys(assembly, people, chance, at(2024, 2, 9, 10, 0))
    asked = [Asked("Before we begin", SurveyMoment.BEFORE, at(2024, 2, 24, 12, 0), 0.5)]
    for session, mood in zip(sessions, MOODS, strict=True):
        opened, title = session.ends_at + timedelta(hours=2), f"After Saturday {session.number}"
        wants_call = 1 if session.number == 1 else 0
        asked.append(Asked(title, SurveyMoment.AFTER_SESSION, opened, mood, session, wants_call=wants_call))
    asked.append(Asked("Looking back", SurveyMoment.END, at(2024, 5, 4, 9, 0), 0.85))
    asked.append(
        Asked(
            "What we were answered",
            SurveyMoment.AFTER_RESPONSE,
            at(2024, 9, 12, 9, 0),
            0.7,
            content=AFTER_RESPONSE_SET,
        )
    )
    for each in asked:
        _note_survey(diary, surveys, each)
    diary.note_at(at(2024, 3, 4, 17, 30), partial(_call, assembly, people["noor"]))


def _note_survey(diary: Diary, surveys: Surveys, asked: Asked) -> None:
    waves: list[SurveyWave] = []
    diary.note_at(asked.opened - timedelta(hours=20), lambda _now: waves.append(surveys.plan(asked)))

    def open_and_answer(_now: datetime) -> None:
        surveys.answer(surveys.open(waves[0], asked), asked)

    diary.note_at(asked.opened, open_and_answer)
    diary.note_at(
        asked.opened + timedelta(days=asked.days, hours=2), lambda _now: surveys.close(waves[0], asked)
    )


def _call(assembly: Assembly, actor: User, now: datetime) -> None:
    """Call who thought of leaving after the first day."""
    note_call(
        call=WelfareCall.objects.get(assembly=assembly),
        outcome="finish",
        text="The day was long, and the chair was hard. A better one is there on the next day.",
        again_on=None,
        actor=actor,
        now=now,
    )


def note_end(diary: Diary, assembly: Assembly, people: dict[str, User]) -> None:
    """Note in the diary how it ends: figures, what was learnt, the close-out, what is erased, the archive."""
    at, amara, jonas = diary.calendar.at, people["amara"], people["jonas"]
    diary.note_at(
        at(2024, 5, 27, 10, 0), lambda now: publish_all(assembly, with_letters=True, actor=amara, now=now)
    )
    diary.note_at(at(2024, 6, 21, 15, 0), partial(_note_costs, assembly, jonas))
    diary.note_at(
        at(2024, 6, 21, 15, 30), lambda now: publish_statements(assembly, ((WITH_BUDGET, now),), actor=amara)
    )
    diary.note_at(at(2024, 9, 24, 10, 0), partial(_remark, assembly, amara))
    diary.note_at(
        at(2025, 2, 10, 17, 0), lambda now: note_entries(assembly, LEARNT, jonas, diary.calendar, now)
    )
    diary.note_at(
        at(2025, 2, 12, 15, 0),
        lambda now: save_summary(assembly=assembly, words=SUMMARY, began_with=0, actor=jonas, now=now),
    )
    diary.note_at(at(2025, 2, 24, 10, 0), lambda now: publish_record(assembly, "", amara, now))
    for minute, fields in enumerate(FOLLOW_UPS):
        diary.note_at(at(2025, 3, 10, 10, minute), partial(_add_matter, assembly, fields, jonas))
    diary.note_at(at(2025, 3, 17, 9, 0), partial(_move, assembly, "close", amara))
    diary.note_at(at(2025, 3, 17, 9, 1), complete_seats)
    diary.note_at(at(2025, 3, 20, 10, 0), partial(_issue, assembly, amara, 0, ""))
    diary.note_at(at(2025, 9, 22, 10, 0), partial(_issue, assembly, amara, 1, REPLACED_BECAUSE))
    diary.note_at(at(2025, 9, 29, 9, 0), partial(_move, assembly, "archive", amara))


def _note_costs(assembly: Assembly, actor: User, now: datetime) -> None:
    note_delivered(
        item=PublicationItem.objects.get(assembly=assembly, title=COST),
        delivered_on=now.date(),
        link="",
        note=COST_NOTE,
        actor=actor,
        now=now,
    )


def _add_matter(assembly: Assembly, fields: Mapping[str, str], actor: User, now: datetime) -> None:
    add_follow_up(assembly=assembly, fields={**fields, "by_when": None}, actor=actor, now=now)


def _remark(assembly: Assembly, actor: User, now: datetime) -> None:
    remark_on_indicator(assembly=assembly, indicator="answered_in_time", text=REMARK, actor=actor, now=now)


def _issue(assembly: Assembly, actor: User, seen: int, reason: str, now: datetime) -> None:
    issue_close_out(assembly=assembly, seen=seen, reason=reason, actor=actor, now=now)


def _move(assembly: Assembly, verb: str, actor: User, now: datetime) -> None:
    move_assembly(assembly=assembly, verb=verb, actor=actor, now=now)
