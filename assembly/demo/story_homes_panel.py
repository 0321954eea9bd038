"""From the letters to the panel of the earlier assembly: pool, lottery, draw, seats, accounts."""

import math
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from assembly.demo.calendar import Calendar
from assembly.demo.personas import BY_KEY
from assembly.demo.story_answers import every
from assembly.demo.story_draw import hold_draw
from assembly.demo.story_pool import import_pool, with_persona
from assembly.demo.story_seats import Compute
from assembly.models import Assembly, User
from assembly.services.people_accounts import give_accounts
from sortition.enums import Objective
from sortition.enums_seats import SeatState
from sortition.rehearsal import RIVERBEND, invite, pool_rows, pool_workbook, volunteers
from sortition.rehearsal.town import Town, TownCategory, TownValue
from sortition.selectors.offers import awaiting_offers
from sortition.selectors.seats import present_seats
from sortition.services.offers import open_offers, save_policy
from sortition.services.offers_answers import enter_answer
from sortition.services.runs import start_run
from sortition.services.seats import move_seat_by_hand

SEED, SECRETS, BALLS = 29, 836, (6, 0, 8)
LETTERS, RESPONDENTS, BY_PHONE_OR_POST, SEATS = 6_000, 220, 30, 36
DRAWN = "RB-0182"
"""Somebody whom the lottery draws: as the persona Hanna Berg they can be signed in as."""
HOME = TownCategory(
    "Home",
    "Census 2021",
    tuple(
        TownValue(name, share, pull, 0, 0)
        for name, share, pull in (
            ("Own it", 58.0, 1.2),
            ("Rent from a landlord", 24.0, 0.7),
            ("Rent from the city", 18.0, 0.7),
        )
    ),
)


def town_of_homes() -> Town:
    """Return the town as this assembly looked at it: who rents instead of views on traffic, quotas of 36 seats."""
    kept = [category for category in RIVERBEND.categories if category.name != "View on traffic"]
    leanings = tuple(leaning for leaning in RIVERBEND.leanings if leaning.other != "View on traffic")
    return replace(RIVERBEND, categories=with_quotas((*kept, HOME), SEATS), leanings=leanings)


def with_quotas(
    categories: Iterable[TownCategory], seats: int, *, slack: int = 1
) -> tuple[TownCategory, ...]:
    """Return categories with quotas that leave each value so many seats more or less than its share."""
    return tuple(
        replace(category, values=tuple(_with_quota(value, seats, slack) for value in category.values))
        for category in categories
    )


def _with_quota(value: TownValue, seats: int, slack: int) -> TownValue:
    exact = value.share * seats / 100
    return replace(value, minimum=max(math.floor(exact) - slack, 0), maximum=math.ceil(exact) + slack)


def seat_panel(
    assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute, town: Town
) -> None:
    """Import the pool, run the lottery, draw in public, and take 36 answers."""
    amara = people["amara"]
    _import(assembly, town, actor=amara, calendar=calendar)
    started = calendar.at(2025, 7, 9, 14, 0)
    run = start_run(
        assembly=assembly,
        actor=amara,
        now=started,
        source=random.Random(SEED),  # noqa: S311 (the seed is given)
        objective=Objective.MAXIMIN,
        seed=20250709,
        comment="The lottery, as announced",
    )
    run = compute(run, started + timedelta(seconds=2))
    hold_draw(run, people, noon=calendar.at(2025, 7, 10, 12, 0), balls=BALLS, seed=SECRETS)
    _confirm(assembly, actor=people["mei"], offered_by=amara, calendar=calendar)


def _import(assembly: Assembly, town: Town, *, actor: User, calendar: Calendar) -> None:
    source = random.Random(SEED)  # noqa: S311 (invented people, not a draw)
    found = volunteers(
        town,
        invite(town, LETTERS, source=source),
        count=RESPONDENTS,
        by_phone_or_post=BY_PHONE_OR_POST,
        shared_addresses=4,
        unable=6,
        today=calendar.day(2025, 7, 1),
        source=source,
    )
    rows = pool_rows(town, found, source=source, posted=calendar.day(2025, 6, 12))
    import_pool(
        assembly=assembly,
        data=pool_workbook(with_persona(rows, DRAWN, BY_KEY["hanna"]), title="Answers"),
        file_name="Answers on warm homes.xlsx",
        actor=actor,
        now=calendar.at(2025, 7, 7, 10, 0),
    )


def _confirm(assembly: Assembly, *, actor: User, offered_by: User, calendar: Calendar) -> None:
    """Offer all seats; everybody said yes at the second call at the latest."""
    save_policy(
        assembly=assembly,
        days_to_answer=10,
        attempts=3,
        vacated="redraw",
        none_after=calendar.day(2025, 9, 6),
        phone="01632 960100",
        sender_lines="Warm Homes Assembly\n1 Bridge Street\nRiverbend RB1 1AA",
        link_base="https://take-part.riverbend.example/answer/",
        actor=offered_by,
        now=calendar.at(2025, 7, 10, 13, 0),
    )
    last_day, now = calendar.day(2025, 7, 24), calendar.at(2025, 7, 10, 14, 0)
    open_offers(assembly=assembly, last_day=last_day, actor=offered_by, now=now)
    for moment, offer in zip(
        every(calendar.at(2025, 7, 11, 9, 0), 170), awaiting_offers(assembly), strict=False
    ):
        enter_answer(
            offer=offer,
            answer="yes",
            channel="phone",
            received_on=localdate(moment),
            reason="",
            actor=actor,
            now=moment,
        )


def welcome(assembly: Assembly, *, actor: User, now: datetime) -> None:
    """Note that everybody was called and welcomed, and give them accounts."""
    for seat in present_seats(assembly).filter(state=SeatState.CONFIRMED):
        move_seat_by_hand(seat=seat, verb="onboard", reason="", actor=actor, now=now)
    give_accounts(assembly=assembly, actor=actor, now=now + timedelta(hours=1))
