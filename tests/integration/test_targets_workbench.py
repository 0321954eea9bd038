"""The targets page as a workbench: shares as one types, combinations, caps, sign-off."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.models import Assembly, AuditEvent, User
from sortition.models import CrossedQuota, Crossing, Grouping, Respondent, Value
from sortition.selectors.targets import categories_of, targets_version
from tests.factories import AppointmentFactory
from tests.factories_targets import (
    CategoryFactory,
    ValueFactory,
    make_crossing,
    make_people,
    make_targets,
)
from tests.integration.test_targets_page import page, typed

ClientOf = Callable[[User], Client]


@pytest.fixture
def age(assembly: Assembly) -> dict[str, Value]:
    assembly.seats = 4
    assembly.save()
    return make_targets(assembly, Age={"young": (1, 2), "old": (2, 3)})


def test_a_share_typed_becomes_seats_and_is_saved(assembly, organiser, age, client_of: ClientOf) -> None:
    """27 % of 50 seats are 13.5: 13 or 14."""
    assembly.seats = 50
    assembly.save()
    client = client_of(organiser)
    data = typed(assembly, **{f"share-{age['young'].pk}": "27", f"share-{age['old'].pk}": "73,0 %"})
    answer = client.post(reverse("targets_check", args=[assembly.slug]), data).content.decode()
    assert f'<span id="exact-{age["young"].pk}" hx-swap-oob="true">13.5</span>' in answer
    assert "(13–14)" in answer
    assert Value.objects.get(pk=age["young"].pk).share is None
    client.post(page(assembly), data)
    assert list(Value.objects.values_list("share", flat=True)) == [Decimal(27), Decimal(73)]
    event = AuditEvent.objects.get(type="targets.quotas_changed")
    assert event.details["changes"][0]["field"] == "share"


def test_a_share_that_is_none_is_refused_at_its_cell(assembly, organiser, age, client_of: ClientOf) -> None:
    data = typed(assembly, **{f"share-{age['young'].pk}": "lots"})
    response = client_of(organiser).post(page(assembly), data)
    assert response.status_code == 422
    assert "Write a number, such as 21.5." in response.content.decode()


def test_who_answered_and_cannot_be_drawn_is_counted_beside(
    assembly, organiser, age, client_of: ClientOf
) -> None:
    make_people(assembly, 3, age["old"])
    Respondent.objects.filter(reference="R00000").update(consents=None)
    table = client_of(organiser).get(page(assembly)).context["table"]
    lines = {row.value.name: row.line for section in table.sections for row in section.rows}
    assert (lines["old"].answered, lines["old"].available) == (3, 2)


def sign_off(client: Client, assembly: Assembly) -> None:
    version = targets_version(categories_of(assembly))
    client.post(
        reverse("targets_sign_off", args=[assembly.slug]), {"version": version, "seats": assembly.seats}
    )


def test_the_page_offers_the_sign_off_to_a_second_person(
    assembly, organiser, observer, age, client_of: ClientOf
) -> None:
    mine, theirs = client_of(organiser), client_of(observer)
    data = typed(assembly, **{f"maximum-{age['young'].pk}": "3"})
    mine.post(page(assembly), data)
    assert "You changed the targets last" in mine.get(page(assembly)).content.decode()
    assert "Sign off these targets for 4 seats" in theirs.get(page(assembly)).content.decode()
    sign_off(theirs, assembly)
    assert f"{observer} signed off these targets" in mine.get(page(assembly)).content.decode()
    mine.post(page(assembly), typed(assembly, **{f"maximum-{age['young'].pk}": "2"}))
    assert "so they need signing again" in mine.get(page(assembly)).content.decode()
    started = mine.get(reverse("run_new", args=[assembly.slug])).content.decode()
    assert "The targets were changed after their sign-off." in started


def test_combinations_are_chosen_set_and_shown(assembly, organiser, age, client_of: ClientOf) -> None:
    made = make_targets(assembly, Gender={"female": (0, 4), "male": (0, 4)})
    make_people(assembly, 3, age["young"], made["female"])
    client = client_of(organiser)
    chosen = {"first": age["young"].category_id, "second": made["male"].category_id}
    response = client.post(reverse("targets_crossing_new", args=[assembly.slug]), chosen)
    grid = response["Location"]
    version = targets_version(categories_of(assembly))
    cell = f"{age['young'].pk}-{made['male'].pk}"
    data = {"version": version, f"minimum-{cell}": "1", f"maximum-{cell}": "2"}
    checked = client.post(f"{grid}check/", data).content.decode()
    assert "Nobody in the pool gave this answer." in checked
    assert client.post(grid, data).status_code == 302
    assert CrossedQuota.objects.values_list("minimum", "maximum").get() == (1, 2)
    assert "one combination has a quota" in client.get(page(assembly)).content.decode()
    stale = client.post(grid, {**data, f"maximum-{cell}": "3"})
    content = stale.content.decode()
    assert stale.status_code == 409
    assert f'name="maximum-{cell}" value="3"' in content
    assert "Meanwhile somebody else saved 2 as the maximum." in content
    assert CrossedQuota.objects.get().maximum == 2


def test_caps_are_typed_saved_and_said(assembly, organiser, age, client_of: ClientOf) -> None:
    employer = make_targets(assembly, Employer={"Acme": None})["Acme"].category
    make_people(assembly, 2, age["young"], household="x")
    client = client_of(organiser)
    address = reverse("targets_caps", args=[assembly.slug])
    assert "In the pool 2 people belong to one group." in client.get(address).content.decode()
    version = targets_version(categories_of(assembly))
    data = {"version": version, "household": "2", f"cap-{employer.pk}": "1"}
    assert client.post(address, {**data, "household": "0"}).status_code == 422
    assert client.post(address, data).status_code == 302
    content = client.get(page(assembly)).content.decode()
    assert "At most 2 people from each household" in content
    assert "At most one person from each group of “Employer”." in content
    assert client.post(address, {**data, "household": ""}).status_code == 409
    assembly.refresh_from_db()
    assert assembly.one_per_household is False


@pytest.mark.parametrize("name", ["targets_crossing", "targets_caps", "targets_copy"])
def test_pages_of_rules_ask_as_many_queries_for_three_as_for_one(
    name, assembly, organiser, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    make_crossing(assembly)
    crossing = Crossing.objects.get()
    address = reverse(name, args=[assembly.slug, *([crossing.pk] if name == "targets_crossing" else [])])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _each in range(2):
        category = CategoryFactory(assembly=assembly)
        value = ValueFactory(category=category)
        ValueFactory(category=crossing.first)
        make_people(assembly, 2, value)
        Grouping.objects.create(assembly=assembly, category=category, maximum=2)
        other = AppointmentFactory(user=organiser, role="observer").assembly
        make_targets(other, Age={"young": (1, 2)})
    client.get(address)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)
