"""Days on which clocks are changed, and venues far ahead of UTC: all is told by the clock on the venue's wall."""

import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from assembly.enums import PersonKind
from assembly.own_cards import own_cards
from scheduling.enums import Half
from scheduling.errors import AttendanceRefused, MoneyRefused
from scheduling.local_times import moment_at
from scheduling.models import Absence, HonorariumRate, Session
from scheduling.selectors.attendance import half_at
from scheduling.services.absences import say_absence
from scheduling.services.claims import Spent, submit_claim
from scheduling.services.honoraria import work_out_honoraria
from tests.factories_attendance import give_account, note
from tests.factories_people import make_members
from tests.factories_sessions import make_room, make_session, make_venue

pytestmark = pytest.mark.django_db

CHANGES = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Pacific/Auckland", date(2026, 4, 5)),
    ("Pacific/Auckland", date(2026, 9, 27)),
]
"""The clocks go forward and back, in London and half a day ahead of it."""


@pytest.fixture(params=CHANGES, ids=lambda change: f"{change[0]}-{change[1]}")
def session(request, assembly) -> Session:
    """From 9:30 to 16:30 on a day in whose night the clocks were changed; the second half begins at 13:00."""
    zone, day = request.param
    venue = make_room(make_venue(assembly, time_zone=zone)).venue
    begins, half, ends = (moment_at(day, at, ZoneInfo(zone)) for at in (time(9, 30), time(13), time(16, 30)))
    return make_session(
        assembly, venue=venue, state="open", starts_at=begins, second_half_at=half, ends_at=ends
    )


def at(session: Session, *clock: int) -> datetime:
    """Return when the venue's clock shows a time on the day."""
    day = session.starts_at.astimezone(session.zone).date()
    return moment_at(day, time(*clock), session.zone)


def words(session: Session) -> str:
    """Return the day as people say it."""
    day = session.starts_at.astimezone(session.zone).date()
    return f"{day:%-d %B %Y}"


def test_halves_change_and_the_session_ends_by_the_venues_clock(session, organiser):
    member, other = make_members(session.assembly, 2, joined_at=session.starts_at - timedelta(days=9))
    assert [half_at(session, at(session, *clock)) for clock in ((9, 30), (12, 59), (13, 0))] == [
        Half.FIRST,
        Half.FIRST,
        Half.SECOND,
    ]
    said = {"session": session, "half": "", "reason": "", "how": "phone", "actor": organiser}
    say_absence(person=member, now=at(session, 16, 29), **said)
    with pytest.raises(AttendanceRefused):
        say_absence(person=other, now=at(session, 16, 30), **said)
    assert Absence.objects.count() == 1


def test_a_members_session_is_today_from_midnight_to_midnight_there(session):
    member = make_members(session.assembly, 1)[0]
    user = give_account(member)
    for moment, is_today in ((at(session, 0) - timedelta(minutes=1), False), (at(session, 0), True)):
        cards = dict(own_cards(user, session.assembly, moment))
        assert cards["scheduling/own_next_session.html"]["is_today"] is is_today


def test_pages_tell_days_and_times_by_the_venues_clock(session, organiser, client_of):
    member = make_members(session.assembly, 1, joined_at=session.starts_at - timedelta(days=9))[0]
    user = give_account(member)
    note(session, member, actor=organiser, now=at(session, 9, 41))
    Session.objects.filter(pk=session.pk).update(state="closed")
    HonorariumRate.objects.create(assembly=session.assembly, kind=PersonKind.MEMBER, per_half=Decimal(75))
    session.refresh_from_db()
    work_out_honoraria(session=session, actor=organiser, now=at(session, 18))
    here = [session.assembly.slug]
    pages = [
        (organiser, reverse("attendance_person", args=[*here, session.number, member.pk]), ", 09:41"),
        (organiser, reverse("honoraria", args=[*here, session.number]), ""),
        (organiser, reverse("payments", args=here), ""),
        (user, reverse("own_payments", args=here), ""),
        (user, reverse("own_home", args=here), ""),
    ]
    for who, address, after in pages:
        assert f"{words(session)}{after}" in client_of(who).get(address).content.decode(), address


def test_what_was_spent_this_morning_is_not_still_to_come_where_the_sun_rises_first(session):
    """A member claims at breakfast, when it is still yesterday in UTC; a day later is refused."""
    member = make_members(session.assembly, 1)[0]
    user = give_account(member)
    today = at(session, 8).astimezone(session.zone).date()
    sent = {"person": member, "way": "self", "receipts": [], "actor": user, "now": at(session, 8)}
    spent = {"kind": "travel", "words": "⟪Bus⟫", "amount": Decimal(8)}
    submit_claim(spent=Spent(spent_on=today, **spent), token=uuid.uuid4(), **sent)
    with pytest.raises(MoneyRefused):
        submit_claim(spent=Spent(spent_on=today + timedelta(days=1), **spent), token=uuid.uuid4(), **sent)
