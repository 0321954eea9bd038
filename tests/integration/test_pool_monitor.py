"""The pool monitor: who is at risk, how the pool grows, by which way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sortition.models import Respondent
from sortition.selectors.monitor import periods_of, pool_monitor
from tests.factories import NOON
from tests.factories_pool import AnswerFactory, RespondentFactory
from tests.factories_targets import make_people, make_targets

TODAY = NOON.date()


@pytest.fixture
def url(assembly):
    return reverse("pool_monitor", args=[assembly.slug])


def answer(assembly, value, number, *, days_ago=100, **more):
    for _each in range(number):
        person = RespondentFactory(assembly=assembly, registered_on=TODAY - timedelta(days=days_ago), **more)
        AnswerFactory(respondent=person, value=value)


def test_values_at_risk_come_first_and_the_rule_is_three_for_each_seat(assembly):
    """Fewer than the minimum is impossible; fewer than three times as many is at risk."""
    values = make_targets(
        assembly,
        age={"enough": (2, 9), "risky": (2, 9), "impossible": (2, 9), "free": (0, 9), "riskier": (2, 9)},
    )
    for name, number in {"enough": 6, "risky": 5, "impossible": 1, "free": 1, "riskier": 2}.items():
        answer(assembly, values[name], number)
    found = pool_monitor(assembly, NOON)
    assert [(each.value, each.state, each.people) for each in found.values] == [
        ("impossible", "impossible", 1),
        ("riskier", "at_risk", 2),
        ("risky", "at_risk", 5),
        ("enough", "enough", 6),
        ("free", "no_quota", 1),
    ]
    assert (found.total, found.in_pool) == (15, 15)


def test_the_trend_of_fourteen_days_says_when_there_will_be_enough(assembly):
    """Two in fourteen days, four more needed: four weeks. Nobody lately: no day is named."""
    values = make_targets(assembly, age={"coming": (2, 9), "standing": (2, 9)})
    answer(assembly, values["coming"], 2, days_ago=13)
    answer(assembly, values["standing"], 2, days_ago=14)
    by_name = {each.value: each for each in pool_monitor(assembly, NOON).values}
    assert (by_name["coming"].recent, by_name["coming"].enough_on) == (2, TODAY + timedelta(days=28))
    assert (by_name["standing"].recent, by_name["standing"].enough_on) == (0, None)


def test_only_people_who_can_be_drawn_count_for_a_value_but_all_registrations_for_the_growth(assembly):
    """Withdrawn people registered; test entries never did."""
    value = make_targets(assembly, age={"⟪old⟫": (1, 9)})["⟪old⟫"]
    answer(assembly, value, 1)
    answer(assembly, value, 1, state="withdrawn", channel="phone")
    answer(assembly, value, 1, is_test=True)
    found = pool_monitor(assembly, NOON)
    assert (found.values[0].people, found.total, found.in_pool) == (1, 2, 1)
    assert dict(found.by_channel) == {"web": 1, "phone": 1}
    Respondent.objects.filter(registered_on=TODAY - timedelta(days=100)).update(registered_on=None)
    assert pool_monitor(assembly, NOON).periods[-1].begin == TODAY


def test_a_short_recruitment_is_shown_by_days_and_a_long_one_by_weeks():
    """Days without anybody are shown too."""
    monday = date(2026, 3, 2)
    days, is_weekly = periods_of([(monday, "web", 2), (monday + timedelta(days=2), "phone", 1)])
    assert not is_weekly
    assert [(each.begin.day, each.new, each.together) for each in days] == [(2, 2, 2), (3, 0, 2), (4, 1, 3)]
    weeks, is_weekly = periods_of(
        [(monday + timedelta(days=3), "web", 2), (monday + timedelta(days=40), "web", 1)]
    )
    assert is_weekly
    assert [each.begin for each in weeks] == [monday + timedelta(days=7 * n) for n in range(6)]
    assert [each.together for each in weeks] == [2, 2, 2, 2, 2, 3]
    assert periods_of([]) == ((), False)


def test_registrations_near_midnight_fall_on_the_day_of_the_assembly(assembly, settings):
    """Of those whose day is only known by the moment of their entry."""
    settings.TIME_ZONE = "Europe/Berlin"
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    RespondentFactory(assembly=assembly, created_at=late)
    assert [each.begin for each in pool_monitor(assembly, late).periods] == [date(2026, 3, 3)]


def test_observers_see_figures_and_strangers_nothing(  # noqa: PLR0917 (personas and fixtures)
    assembly, url, observer, outsider, client, client_of
):
    """No names stand on the page."""
    value = make_targets(assembly, age={"⟪old⟫": (1, 9)})["⟪old⟫"]
    answer(assembly, value, 1, first_name="Grace")
    seen = client_of(observer).get(url).content.decode()
    assert "At risk" in seen
    assert "Grace" not in seen
    assert client_of(outsider).get(url).status_code == 404
    assert client.get(url).url.startswith(reverse("account_login"))


def test_an_empty_pool_says_so(url, organiser, client_of):
    """Without a picture of nothing."""
    page = client_of(organiser).get(url).content.decode()
    assert "Nobody has answered yet" in page
    assert "<figure>" not in page


def test_many_people_cost_as_many_queries_as_one(assembly, url, organiser, client_of):
    """After the first request, which counts them."""
    value = make_targets(assembly, age={"⟪old⟫": (1, 9)})["⟪old⟫"]
    client = client_of(organiser)

    def queries(number):
        make_people(assembly, number, value)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    assert queries(1) == queries(2)
