"""What an assembly has laid down for seats that are given up binds whoever would fill them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sortition.enums_offers import VacatedSeats
from sortition.errors import AlternatesRefused, OfferRefused, ReplacementRefused
from sortition.models import Seat
from sortition.services.alternates import call_alternate
from sortition.services.offers import open_offers
from sortition.services.replacements import adopt_replacement, start_replacement
from sortition.stage_lottery import panel_status
from tests.factories import NOON
from tests.factories_offers import make_policy
from tests.factories_replacements import make_alternates, make_replacement, make_vacancies

pytestmark = pytest.mark.django_db

DAY = timezone.localdate(NOON)


@pytest.mark.parametrize(
    "rule",
    [
        {"vacated": VacatedSeats.NONE},
        {"vacated": VacatedSeats.REDRAW, "none_after": DAY - timedelta(days=1)},
        {"vacated": VacatedSeats.ALTERNATES, "none_after": DAY - timedelta(days=1)},
    ],
    ids=["none", "redraw until yesterday", "alternates until yesterday"],
)
def test_nobody_is_put_on_a_seat_against_the_rule(assembly, organiser, rule):
    run = make_replacement(assembly)
    vacancy = Seat.objects.get(number=1)
    standing = make_alternates(assembly).people.first()
    make_policy(assembly, **rule)
    who = {"actor": organiser, "now": NOON}
    with pytest.raises(ReplacementRefused, match="own rule"):
        start_replacement(assembly=assembly, seats=[vacancy.pk], **who)
    with pytest.raises(ReplacementRefused, match="own rule"):
        adopt_replacement(run=run, **who)
    with pytest.raises(AlternatesRefused, match="own rule"):
        call_alternate(seat=vacancy, respondent=standing.respondent_id, **who)
    assert Seat.objects.count() == 4


def test_after_the_last_day_no_seat_is_offered(assembly, organiser):
    make_vacancies(assembly)
    make_policy(assembly, none_after=DAY - timedelta(days=1))
    with pytest.raises(OfferRefused, match="own rule"):
        open_offers(assembly=assembly, last_day=DAY + timedelta(days=3), actor=organiser, now=NOON)


def test_on_the_last_day_itself_seats_are_filled(assembly, organiser):
    run = make_replacement(assembly)
    make_policy(assembly, vacated=VacatedSeats.REDRAW, none_after=DAY)
    assert [seat.number for seat in adopt_replacement(run=run, actor=organiser, now=NOON)] == [1]


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        (VacatedSeats.REDRAW, "Fill 1 seat"),
        (VacatedSeats.ALTERNATES, "Ask an alternate for 1 seat"),
        (VacatedSeats.NONE, "Mark 1 seat as left vacant"),
    ],
)
def test_the_next_step_is_what_the_rule_asks_for(assembly, rule, title):
    make_vacancies(assembly)
    make_policy(assembly, vacated=rule)
    assert title in [str(action.title) for action in panel_status(assembly).actions]
