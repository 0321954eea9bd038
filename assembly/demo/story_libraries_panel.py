"""From the letters to the panel of the assembly on libraries: targets, wave, pool, lottery, draw, answers."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.utils.timezone import localdate

from assembly.demo.calendar import Calendar
from assembly.demo.libraries_words import LETTER, REGISTRATION
from assembly.demo.personas import BY_KEY
from assembly.demo.story_answers import LINK_BASE, REASON, every
from assembly.demo.story_draw import hold_draw
from assembly.demo.story_homes_panel import with_quotas
from assembly.demo.story_pool import import_pool, with_persona
from assembly.demo.story_seats import Compute
from assembly.demo.story_targets import set_targets
from assembly.demo.story_waves import Letters, count_cards, send_wave
from assembly.models import Assembly, User
from assembly.services.move_assembly import move_assembly
from sortition.enums import Objective
from sortition.enums_seats import SeatState
from sortition.models import Offer
from sortition.rehearsal import RIVERBEND, invite, pool_rows, pool_workbook, volunteers
from sortition.rehearsal.town import Town
from sortition.selectors.offers import awaiting_offers
from sortition.selectors.seats import present_seats
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.offers import draw_links, keep_links, open_offers, save_policy
from sortition.services.offers_answers import answer_by_link, enter_answer
from sortition.services.registration import close_page, open_page, prepare_page, save_page
from sortition.services.replacements import adopt_replacement, start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.runs import start_run
from sortition.services.targets_sign_off import sign_off_targets
from sortition.services.waves import land_wave

SEED, SECRETS, BALLS = 59, 212, (2, 9, 3)
RESPONDENTS, BY_PHONE_OR_POST, SEATS, CARDS = 120, 18, 24, 60
LETTERS = Letters(
    "All addresses of Riverbend, by wards.csv",
    addresses=2_400,
    letters=1_200,
    seed=SEED,
    words=LETTER,
    drawn=(2023, 11, 8, 15, 40),
    posted=(2023, 11, 13, 17, 0),
    answer_by=(2024, 1, 10),
    favoured=0,
)
DRAWN = "RB-0012"
"""Somebody whom the lottery draws: as the persona Ida Novotny they can be signed in as."""
KEPT = {
    "Age": "ONS mid-year estimates 2022",
    "Gender": "Census 2021",
    "Ward": "Electoral register, autumn 2023",
    "Education": "Census 2021",
}
"""The categories of this assembly, with the sources that there were then."""
BY_LINK, BY_POST = 10, 6
"""How many of 24 answered by their link and by post; the others were called."""
SAID_NO, MOVED_AWAY = 4, 17
"""The place of who said no, and the seat of who moved away before the first day."""


def town_of_libraries() -> Town:
    """Return the town as this assembly looked at it: four categories, quotas of 24 seats."""
    kept = [
        replace(category, source=KEPT[category.name])
        for category in RIVERBEND.categories
        if category.name in KEPT
    ]
    leanings = tuple(each for each in RIVERBEND.leanings if each.category in KEPT and each.other in KEPT)
    return replace(RIVERBEND, categories=with_quotas(kept, SEATS, slack=2), leanings=leanings)


def recruit(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Set targets, put the page up, post the letters, close the page, import, count cards, sign targets off."""
    amara, jonas, at = people["amara"], people["jonas"], calendar.at
    town = town_of_libraries()
    set_targets(assembly, town, actor=jonas, now=at(2023, 11, 7, 11, 0))
    page = prepare_page(assembly=assembly, source=random.Random(SEED))  # noqa: S311 (an invented page)
    save_page(
        page=page,
        asks={"email": "optional", "phone": "optional", "address": "required", "postcode": "required"},
        closes_at=None,
        language="en",
        words=REGISTRATION,
        actor=amara,
        now=at(2023, 11, 8, 10, 0),
    )
    page.refresh_from_db()
    wave = send_wave(assembly, LETTERS, actor=amara, calendar=calendar)
    open_page(page=page, actor=amara, now=at(2023, 11, 13, 17, 30))
    move_assembly(assembly=assembly, verb="start_selecting", actor=amara, now=at(2024, 1, 8, 9, 0))
    close_page(page=page, actor=amara, now=at(2024, 1, 10, 12, 0))
    _import(assembly, town, actor=amara, calendar=calendar)
    count_cards(wave, actor=people["mei"], now=at(2024, 1, 10, 16, 0), with_code=CARDS)
    land_wave(wave=wave, actor=amara, now=at(2024, 1, 11, 9, 0))
    sign_off_targets(
        assembly=assembly,
        version=targets_version(categories_of(assembly)),
        seats=SEATS,
        actor=amara,
        now=at(2024, 1, 11, 9, 30),
    )


def _import(assembly: Assembly, town: Town, *, actor: User, calendar: Calendar) -> None:
    source = random.Random(SEED)  # noqa: S311 (invented people, not a draw)
    found = volunteers(
        town,
        invite(town, LETTERS.letters, source=source),
        count=RESPONDENTS,
        by_phone_or_post=BY_PHONE_OR_POST,
        shared_addresses=2,
        unable=3,
        today=calendar.day(2024, 1, 8),
        source=source,
    )
    rows = pool_rows(town, found, source=source, posted=calendar.day(2023, 11, 13))
    import_pool(
        assembly=assembly,
        data=pool_workbook(with_persona(rows, DRAWN, BY_KEY["ida"]), title="Answers"),
        file_name="Answers on libraries.xlsx",
        actor=actor,
        now=calendar.at(2024, 1, 10, 13, 0),
    )


def draw_panel(assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute) -> None:
    """Run the lottery, and draw one of its panels in public."""
    started = calendar.at(2024, 1, 15, 14, 0)
    run = start_run(
        assembly=assembly,
        actor=people["amara"],
        now=started,
        source=random.Random(SEED),  # noqa: S311 (the seed is given)
        objective=Objective.LEXIMIN,
        seed=20240115,
        comment="The lottery, as announced",
    )
    run = compute(run, started + timedelta(seconds=2))
    hold_draw(run, people, noon=calendar.at(2024, 1, 16, 12, 0), balls=BALLS, seed=SECRETS)


def seat_panel(assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute) -> None:
    """Offer the seats, take the answers by link, post and phone, and replace one who said no and one who moved."""
    amara, at = people["amara"], calendar.at
    save_policy(
        assembly=assembly,
        days_to_answer=10,
        attempts=3,
        vacated="redraw",
        none_after=calendar.day(2024, 2, 24),
        phone="01632 960100",
        sender_lines="Libraries Assembly\n1 Bridge Street\nRiverbend RB1 1AA",
        link_base=LINK_BASE,
        actor=amara,
        now=at(2024, 1, 16, 13, 0),
    )
    offers = open_offers(
        assembly=assembly, last_day=calendar.day(2024, 1, 26), actor=amara, now=at(2024, 1, 16, 14, 0)
    )
    links = draw_links(offers)
    keep_links(assembly=assembly, links=links, way="post", actor=amara, now=at(2024, 1, 16, 14, 20))
    waiting = iter(offers)
    for place, moment in zip(range(BY_LINK), every(at(2024, 1, 18, 9, 4), 37), strict=False):
        link = links[next(waiting).pk]
        said_no = place == SAID_NO
        answer_by_link(
            token=link.token,
            proof=link.code,
            answer="no" if said_no else "yes",
            reason=REASON if said_no else "",
            now=moment,
        )
    _enter(waiting, people, calendar)
    _replace(assembly, people, calendar, compute)


def _enter(waiting: Iterator[Offer], people: dict[str, User], calendar: Calendar) -> None:
    """Enter the slips that came by post, then what was said on the phone."""
    for place, (offer, moment) in enumerate(
        zip(waiting, every(calendar.at(2024, 1, 19, 10, 0), 25), strict=False)
    ):
        by_post = place < BY_POST
        enter_answer(
            offer=offer,
            answer="yes",
            channel="post" if by_post else "phone",
            received_on=localdate(moment),
            reason="",
            actor=people["mei" if by_post else "noor"],
            now=moment,
        )


def _replace(assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute) -> None:
    """Draw anew for the seat that was declined and the one of somebody who moves away; both new ones say yes."""
    amara, at = people["amara"], calendar.at
    member = present_seats(assembly).get(number=MOVED_AWAY, state=SeatState.CONFIRMED)
    withdraw_respondent(
        respondent=member.respondent,
        reason="moves to another city in February",
        actor=people["jonas"],
        now=at(2024, 1, 22, 11, 0),
    )
    declined = present_seats(assembly).get(state=SeatState.DECLINED)
    started = at(2024, 1, 23, 10, 0)
    run = start_replacement(
        assembly=assembly,
        seats=[declined.pk, member.pk],
        actor=amara,
        now=started,
        comment="One who said no, and one who moved away",
    )
    run = compute(run, started + timedelta(seconds=2))
    adopt_replacement(run=run, actor=amara, now=started + timedelta(minutes=15))
    offers = open_offers(
        assembly=assembly, last_day=calendar.day(2024, 1, 30), actor=amara, now=at(2024, 1, 23, 10, 30)
    )
    keep_links(
        assembly=assembly,
        links=draw_links(offers),
        way="post",
        actor=amara,
        now=at(2024, 1, 23, 10, 40),
    )
    for offer, moment in zip(awaiting_offers(assembly), every(at(2024, 1, 25, 17, 0), 30), strict=False):
        enter_answer(
            offer=offer,
            answer="yes",
            channel="phone",
            received_on=localdate(moment),
            reason="",
            actor=people["noor"],
            now=moment,
        )
