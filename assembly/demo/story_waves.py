"""Invite by letter as an organiser would: a file of addresses, a draw, letters, codes that come back."""

import csv
import io
import random
from datetime import datetime
from fractions import Fraction

from django.utils.formats import date_format

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.models import InvitationWave, Respondent
from sortition.reading.files import read_file
from sortition.rehearsal import RIVERBEND, invite
from sortition.services.waves import draw_wave, keep_address_file, post_wave
from sortition.services.waves_answers import note_letter
from sortition.services.waves_print import print_wave, want_letters
from sortition.wave_codes import code_of

SEED = 11
ADDRESSES, LETTERS, WITH_CODE = 2_400, 600, 26
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


def send_wave(assembly: Assembly, *, actor: User, calendar: Calendar) -> InvitationWave:
    """Draw a wave with a fifth of its letters for two wards, print it and post it."""
    source, data = random.Random(SEED), address_rows(ADDRESSES, random.Random(SEED))  # noqa: S311 (invented people)
    file = keep_address_file(
        assembly=assembly,
        file_name="Addresses, first ward list.csv",
        data=data,
        table=read_file(data),
        actor=actor,
        now=calendar.at(2026, 2, 20, 15, 30),
    )
    answer_by = calendar.day(2026, 3, 31)
    wards = sorted(value.name for value in RIVERBEND.category("Ward").values)
    wave = draw_wave(
        source=file,
        letters=LETTERS,
        favoured=wards[:2],
        favoured_share=Fraction(1, 5),
        actor=actor,
        now=calendar.at(2026, 2, 20, 15, 40),
        chance=source,
    )
    wave = want_letters(
        wave=wave,
        answer_by=answer_by,
        link_base=f"https://take-part.riverbend.example/r/{assembly.registration_page.code}/",
        actor=actor,
        now=calendar.at(2026, 2, 20, 16, 0),
        **{**WORDS, "body": WORDS["body"] % {"day": date_format(answer_by, "j F")}},
    )
    print_wave(wave.pk, clock=lambda: calendar.at(2026, 2, 20, 16, 1))
    wave.refresh_from_db()
    return post_wave(
        wave=wave,
        posted_on=calendar.day(2026, 2, 23),
        answer_by=answer_by,
        actor=actor,
        now=calendar.at(2026, 2, 23, 17, 0),
    )


def count_cards(wave: InvitationWave, *, actor: User, now: datetime) -> None:
    """Note the codes of the cards that came back; the wards answer as they did in the pool."""
    by_ward: dict[str, list[int]] = {}
    for number, area in wave.invited.order_by("number").values_list("number", "area"):
        by_ward.setdefault(area, []).append(number)
    people = Respondent.objects.filter(assembly=wave.assembly, answers__value__name__in=by_ward)
    for person in people.order_by("reference").distinct()[:WITH_CODE]:
        ward = person.answers.get(value__name__in=by_ward).value
        if ward is not None and by_ward[ward.name]:
            code = code_of(wave.token, by_ward[ward.name].pop())
            note_letter(respondent=person, code=code, actor=actor, now=now)
