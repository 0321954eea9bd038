"""Note what was learnt: of the assembly on clean air as it goes along, of the one on warm homes at its end."""

import uuid
from datetime import date, datetime

from assembly.demo.calendar import Calendar
from assembly.demo.diary import Diary
from assembly.evaluation.selectors.learning import record_content
from assembly.evaluation.services.learning import (
    EntryWords,
    SummaryWords,
    add_entry,
    change_entry,
    publish_learning,
    save_summary,
)
from assembly.models import Assembly, User
from assembly.outcomes.selectors.reports import digest_of

_SPACE = uuid.UUID("5b1e3c86-0f7a-4f0e-9b38-3f2f6f2b5f10")
HOMES_SUMMARY = SummaryWords(
    did="We asked 36 people drawn by lottery how every home can be warm, and who should pay. They met on four"
    " Saturdays, heard tenants, landlords, builders and the council, and wrote 25 recommendations.",
    learnt="People need the costs in pounds for one home, not in millions for a city. Tables that were mixed anew each"
    " morning heard more quiet voices. The council’s answers were better where we had asked it early who would"
    " write them.",
    advice="Agree with the authority before the first session on who answers, and by when. Pay people on the day. Leave"
    " one whole afternoon for writing, with nothing else in it.",
)
HOMES = (
    ("pool", "worked", "organiser", "team", (2025, 7, 10), True,
     "A second letter in plain words brought more answers than the first from streets that had hardly answered."),
    ("panel", "did_not_work", "organiser", "team", (2025, 8, 14), True,
     "Half of those who told us that they could not come had work on Saturdays. We asked about shifts too late."),
    ("sessions", "worked", "member", "paper", (2025, 9, 13), True,
     "I liked that nobody had to speak first. We wrote on cards, and the cards were read out."),
    ("sessions", "did_not_work", "member", "phone", (2025, 10, 12), True,
     "From the back of the hall I could not hear the film. Please check the sound before we come."),
    ("evidence", "surprise", "witness", "email", (2025, 9, 30), True,
     "The questions were harder than those of most committees I have sat before."),
    ("evidence", "would_do_differently", "organiser", "team", (2025, 10, 20), True,
     "We gave members nine papers for one day. Four would have been read."),
    ("recommendations", "worked", "observer", "person", (2025, 11, 8), True,
     "The rule was explained with numbers before the vote, and nobody asked about it afterwards."),
    ("responses", "would_do_differently", "official", "person", (2026, 3, 3), True,
     "Had I known before the report what would come to my office, the answers would be in time."),
    ("whole", "cost", "organiser", "team", (2026, 4, 20), True,
     "Sign language and child care together cost less than the hall. They should never be what is saved on."),
    ("whole", "cost", "organiser", "team", (2026, 4, 20), False,
     "The printer’s second bill came two months late. Ask for a fixed price."),
)  # fmt: skip
AIR = (
    ("pool", "surprise", "organiser", "team", (2026, 3, 19), True,
     "One in seven answered by phone or by post. We had planned for one in twenty."),
    ("sessions", "worked", "member", "paper", (2026, 5, 9), True,
     "The walk along Bridge Street with the meter told me more than any chart."),
    ("sessions", "did_not_work", "member", "phone", (2026, 5, 24), False,
     "The break after lunch was too short for those of us who have to lie down."),
    ("evidence", "would_do_differently", "organiser", "team", (2026, 6, 8), False,
     "Ask witnesses for their slides a week earlier: plain language takes three days, not one."),
)  # fmt: skip
"""Part of the work, kind, who said it, how it came, when, whether everybody may read it, and the words."""


def tell_learning(air: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Note what the assembly on clean air has learnt so far; nothing is published yet."""
    note_entries(air, AIR, people["amara"], calendar, calendar.at(2026, 6, 8, 21, 30))


def note_learning(diary: Diary, homes: Assembly, people: dict[str, User]) -> None:
    """Note in the diary how the record of warm homes is written down, published, and corrected once."""
    amara, jonas, calendar = people["amara"], people["jonas"], diary.calendar
    diary.note((5, 12, 17, 0), lambda now: note_entries(homes, HOMES, jonas, calendar, now))
    diary.note(
        (5, 18, 15, 0),
        lambda now: save_summary(assembly=homes, words=HOMES_SUMMARY, began_with=0, actor=jonas, now=now),
    )
    diary.note((5, 20, 10, 0), lambda now: publish_record(homes, "", amara, now))
    diary.note((6, 1, 9, 30), lambda now: _correct(homes, amara, now))
    diary.note(
        (6, 2, 10, 0),
        lambda now: publish_record(
            homes, "Most of those who could not come had work on Saturdays, not half", amara, now
        ),
    )


def note_entries(
    assembly: Assembly,
    rows: tuple[tuple[object, ...], ...],
    actor: User,
    calendar: Calendar,
    now: datetime,
) -> None:
    """Enter what was learnt, in the order in which it is told."""
    for place, (stage, kind, who_said, way, day, is_public, text) in enumerate(rows):
        said_on: date = calendar.day(*day)  # type: ignore[misc]
        words = EntryWords(
            str(stage), str(kind), str(text), str(who_said), str(way), said_on, bool(is_public)
        )
        add_entry(
            assembly=assembly,
            words=words,
            token=uuid.uuid5(_SPACE, f"{assembly.slug} {place}"),
            actor=actor,
            now=now,
        )


def _correct(assembly: Assembly, actor: User, now: datetime) -> None:
    entry = assembly.learning_entries.get(number=2)
    last = entry.versions.get()
    words = EntryWords(
        last.stage,
        last.kind,
        last.text.replace("Half of", "Most of"),
        last.who_said,
        last.way,
        last.said_on,
        last.is_public,
    )
    change_entry(
        entry=entry,
        words=words,
        note="Most of them, not half",
        began_with=1,
        actor=actor,
        now=now,
    )


def publish_record(assembly: Assembly, note: str, actor: User, now: datetime) -> None:
    """Publish what stands as the next edition."""
    publish_learning(
        assembly=assembly,
        seen=digest_of(record_content(assembly)),
        note=note,
        language="en",
        has_open_licence=True,
        actor=actor,
        now=now,
    )
