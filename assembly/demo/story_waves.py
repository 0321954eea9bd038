"""Invite by letter as an organiser would: a file of addresses, a draw, letters, codes that come back."""

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.timezone import localdate

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.models import InvitationWave, Respondent
from sortition.reading.files import read_file
from sortition.rehearsal import RIVERBEND, invite
from sortition.services.waves import draw_wave, keep_address_file, post_wave
from sortition.services.waves_answers import note_letter
from sortition.services.waves_print import print_wave, want_letters
from sortition.wave_codes import code_of

WORDS = {
    "subject": "You are invited to the Citizens’ Assembly on Clean Air",
    "body": "Dear residents,\n\nfifty people, drawn by lottery so that together they are like the city, will work out "
    "how Riverbend should clean up its air. Your address was drawn by lot from all addresses in the city.\n\nAnybody "
    "who lives with you and is 16 or older can take part in the lottery. You need no knowledge. The assembly meets on "
    "six Saturdays; you are paid for your time, and travel and care are paid for.\n\nPlease answer by %(day)s: on "
    "the web, by calling 01632 960100, or with the card in this envelope. The code below tells us which letter brought "
    "you, and nothing else.",
    "sender_name": "Riverbend City Council",
    "sender_lines": "Clean Air Assembly\n1 Bridge Street\nRiverbend RB1 1AA\n01632 960100",
    "language": "en",
}


Moment = tuple[int, int, int, int, int]
"""Year, month, day, hour and minute of the story."""


@dataclass(frozen=True, slots=True)
class Letters:
    """One wave of letters: from how many addresses it is drawn, what it says, and when.

    The file comes in ten minutes before `drawn`, and the letters are wanted twenty minutes after it.
    """

    file_name: str
    addresses: int
    letters: int
    seed: int
    words: Mapping[str, str]
    drawn: Moment
    posted: Moment
    answer_by: tuple[int, int, int]
    favoured: int = 2
    """How many wards, in the order of their names, get a fifth of the letters beforehand."""


AIR_LETTERS = Letters(
    "Addresses, the last 2,400 of the list.csv",
    addresses=2_400,
    letters=600,
    seed=11,
    words=WORDS,
    drawn=(2026, 2, 20, 15, 40),
    posted=(2026, 2, 23, 17, 0),
    answer_by=(2026, 3, 31),
)
"""Of 12,500 letters a printing house had posted 11,900 by then: these are the rest, drawn and printed here."""
WITH_CODE = 26


def address_rows(count: int, source: random.Random) -> bytes:
    """Return a file of different addresses in all wards."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Street", "Town", "Postcode", "Ward"])
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        for each in invite(RIVERBEND, count, source=source):
            if len(seen) < count and (each.street, each.postcode) not in seen:
                seen.add((each.street, each.postcode))
                writer.writerow([each.street, "Riverbend", each.postcode, each.area])
    return out.getvalue().encode()


def send_wave(assembly: Assembly, sent: Letters, *, actor: User, calendar: Calendar) -> InvitationWave:
    """Draw a wave, print it and post it."""
    source = random.Random(sent.seed)  # noqa: S311 (invented people)
    data = address_rows(sent.addresses, random.Random(sent.seed))  # noqa: S311 (invented people)
    drawn_at, answer_by = calendar.at(*sent.drawn), calendar.day(*sent.answer_by)
    file = keep_address_file(
        assembly=assembly,
        file_name=sent.file_name,
        data=data,
        table=read_file(data),
        actor=actor,
        now=drawn_at - timedelta(minutes=10),
    )
    wards = sorted(value.name for value in RIVERBEND.category("Ward").values)
    wave = draw_wave(
        source=file,
        letters=sent.letters,
        favoured=wards[: sent.favoured],
        favoured_share=Fraction(1, 5) if sent.favoured else Fraction(0),
        actor=actor,
        now=drawn_at,
        chance=source,
    )
    wanted_at = drawn_at + timedelta(minutes=20)
    wave = want_letters(
        wave=wave,
        answer_by=answer_by,
        link_base=f"https://take-part.riverbend.example/r/{assembly.registration_page.code}/",
        actor=actor,
        now=wanted_at,
        **{**sent.words, "body": sent.words["body"] % {"day": date_format(answer_by, "j F")}},
    )
    print_wave(wave.pk, clock=lambda: wanted_at + timedelta(minutes=1))
    wave.refresh_from_db()
    posted_at = calendar.at(*sent.posted)
    return post_wave(
        wave=wave, posted_on=localdate(posted_at), answer_by=answer_by, actor=actor, now=posted_at
    )


def count_cards(wave: InvitationWave, *, actor: User, now: datetime, with_code: int = WITH_CODE) -> None:
    """Note the codes of the cards that came back; the wards answer as they did in the pool."""
    by_ward: dict[str, list[int]] = {}
    for number, area in wave.invited.order_by("number").values_list("number", "area"):
        by_ward.setdefault(area, []).append(number)
    people = Respondent.objects.filter(assembly=wave.assembly, answers__value__name__in=by_ward)
    for person in people.order_by("reference").distinct()[:with_code]:
        ward = person.answers.get(value__name__in=by_ward).value
        if ward is not None and by_ward[ward.name]:
            code = code_of(wave.token, by_ward[ward.name].pop())
            note_letter(respondent=person, code=code, actor=actor, now=now)
