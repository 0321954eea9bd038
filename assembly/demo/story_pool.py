"""Bring people into the pool as an organiser would: a registration page, a file, telephone calls."""

import random
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from assembly.demo.calendar import Calendar
from assembly.demo.personas import Persona
from assembly.models import Assembly, User
from sortition.enums import Channel
from sortition.models import Respondent
from sortition.reading.cells import fold
from sortition.reading.decisions import BLANK, REJECT
from sortition.reading.files import read_file
from sortition.reading.questions import proposed_values
from sortition.rehearsal import meanings
from sortition.selectors.imports import import_decisions, import_frame
from sortition.services.imports import (
    decide_values,
    match_columns,
    start_import,
    take_proposals,
    try_import,
)
from sortition.services.imports_commit import commit_import
from sortition.services.registration import open_page, prepare_page, save_page
from sortition.services.respondents_edit import add_respondent

REGISTRATION_WORDS = {
    "introduction": "Fifty people, drawn by lottery so that together they are like the city, will work out how "
    "Riverbend should clean up its air. They hear people who know about it, talk with each other, and tell the "
    "council what to do. You need no knowledge. You are paid for your time, and travel and care are paid for.",
    "eligibility": "I live in Riverbend and am 16 or older.",
    "dates": "six Saturdays between %(first)s and %(last)s, from half past nine to four",
    "consent": "I would like to take part in the lottery for the Citizens’ Assembly on Clean Air, and agree that my "
    "answers are used for it.",
    "other_ways": "Call 01632 960100 on weekdays from 9 to 5, or send back the card that came with your letter.",
    "thanks": "The lottery is held in April. You hear from us either way, by letter if you gave no e-mail address.",
}


DRAWN = "RB-0128"
"""Somebody whom the lottery draws: as the persona Grace Hill they can be signed in as."""


def with_persona(rows: list[list[str]], reference: str, persona: Persona) -> list[list[str]]:
    """Let one of the invented volunteers be a persona: name and address are theirs, all else stays."""
    first, last = persona.name.split()
    return [[reference, first, last, persona.email, *row[4:]] if row[0] == reference else row for row in rows]


def import_pool(
    *, assembly: Assembly, data: bytes, file_name: str, actor: User, now: datetime
) -> dict[str, int]:
    """Import the file and return the counts; people who are not asked about eligibility are declared eligible."""
    started = start_import(
        assembly=assembly, file_name=file_name, data=data, table=read_file(data), actor=actor, now=now
    )
    match_columns(pool_import=started, columns=started.columns, declarations={"is_eligible": "all"})
    take_proposals(pool_import=started, now=now)
    proposed = proposed_values(
        import_frame(started), import_decisions(started), today=timezone.localdate(now)
    )
    decide_values(pool_import=started, values=decisions(proposed))
    found = try_import(pool_import=started, now=now + timedelta(minutes=20))
    return commit_import(
        pool_import=started, digest=found.digest, actor=actor, now=now + timedelta(minutes=25)
    )


def decisions(proposed: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Decide the spellings that the proposals did not see through; whoever would not say is left blank."""
    known = {fold(typed): f"={value}" for typed, value in meanings().items()}
    return {
        key: {
            folded: known.get(folded, BLANK if becomes == REJECT else becomes)
            for folded, becomes in spellings.items()
        }
        for key, spellings in proposed.items()
    }


def take_calls(*, assembly: Assembly, actor: User, now: datetime) -> None:
    """Enter two people who phoned: one who had answered on the web already, one who lives with somebody in the pool.

    Nobody has asked them yet whether they can come, so neither can be drawn.
    """
    found = Respondent.objects.filter(assembly=assembly, channel=Channel.WEB).exclude(postcode="")
    twice, housemate = found.exclude(born_on=None).order_by("reference")[4:6]
    calls = [
        {
            "first_name": twice.first_name,
            "last_name": f"{twice.last_name[:-1]}{twice.last_name[-1] * 2}",
            "born_on": twice.born_on,
            "address": twice.address,
            "postcode": twice.postcode,
        },
        {
            "first_name": "Robin",
            "last_name": housemate.last_name,
            "address": f"{housemate.address}, Riverbend",
            "postcode": housemate.postcode,
        },
    ]
    for number, fields in enumerate(calls):
        add_respondent(
            assembly=assembly,
            fields={**fields, "channel": Channel.PHONE, "registered_on": timezone.localdate(now)},
            answers={},
            actor=actor,
            now=now + timedelta(minutes=7 * number),
        )


def offer_registration(*, assembly: Assembly, actor: User, calendar: Calendar) -> None:
    """Put the registration page up while letters are out; it closed by itself before the lottery."""
    days = {
        "first": date_format(calendar.day(2026, 5, 9), "j F"),
        "last": date_format(calendar.day(2026, 7, 18), "j F"),
    }
    page = prepare_page(assembly=assembly, source=random.Random(assembly.pk))  # noqa: S311 (an invented page)
    save_page(
        page=page,
        asks={"email": "optional", "phone": "optional", "address": "required", "postcode": "required"},
        closes_at=calendar.at(2026, 3, 16, 0, 0),
        language="en",
        words={**REGISTRATION_WORDS, "dates": REGISTRATION_WORDS["dates"] % days},
        actor=actor,
        now=calendar.at(2026, 2, 20, 15, 0),
    )
    open_page(page=page, actor=actor, now=calendar.at(2026, 2, 23, 9, 0))
