"""Can these targets be met? The exact answer, its repairs, and applying one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, AuditEvent, User
from sortition.errors import NotReadyForLottery
from sortition.lottery import QuotaChange, Repair, SeatsChange
from sortition.models import Value
from sortition.selectors.feasibility import FeasibilityAnswer, feasibility_of, known_feasibility
from sortition.selectors.instance import instance_of
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.targets import QuotaEntry, save_quotas
from sortition.services.targets_repair import apply_repair
from sortition.stage_targets import targets_status
from tests.factories_targets import make_people, make_targets

ClientOf = Callable[[User], Client]


def version_of(assembly: Assembly) -> str:
    return targets_version(categories_of(assembly))


@pytest.fixture
def small(assembly: Assembly) -> Assembly:
    """Four seats; three young and three old people, all in their own households."""
    assembly.seats = 4
    assembly.save()
    return assembly


@pytest.fixture
def impossible(small: Assembly) -> dict[str, Value]:
    """At least four young are wanted, but there are three."""
    made = make_targets(small, Age={"young": (4, 4), "old": (0, 4)})
    make_people(small, 3, made["young"])
    make_people(small, 3, made["old"])
    return made


def test_the_instance_holds_seats_quotas_people_and_households(small: Assembly) -> None:
    made = make_targets(small, Age={"young": (1, 2), "old": (2, 3)}, Pet={"cat": None})
    alone = make_people(small, 1, made["young"], made["cat"])
    home = make_people(small, 2, made["old"], household="h1")
    instance = instance_of(small)
    assert instance.seats == 4
    assert [(q.category, q.value, q.minimum, q.maximum) for q in instance.quotas] == [
        ("Age", "young", 1, 2),
        ("Age", "old", 2, 3),
    ]
    assert [(p.id, dict(p.values), p.household) for p in instance.people] == [
        (str(alone[0].pk), {"Age": "young"}, None),
        (str(home[0].pk), {"Age": "old"}, "h1"),
        (str(home[1].pk), {"Age": "old"}, "h1"),
    ]
    small.one_per_household = False
    assert {person.household for person in instance_of(small).people} == {None}


@pytest.mark.parametrize(
    ("quotas", "code"), [({}, "no_quotas"), ({"young": (1, 2), "old": None}, "quotas_incomplete")]
)
def test_an_instance_needs_quotas_for_every_value(quotas, code, small: Assembly) -> None:
    make_targets(small, Age=quotas)
    with pytest.raises(NotReadyForLottery) as refusal:
        instance_of(small)
    assert refusal.value.code == code


def test_an_instance_needs_people(small: Assembly) -> None:
    make_targets(small, Age={"young": (1, 2)})
    with pytest.raises(NotReadyForLottery) as refusal:
        instance_of(small)
    assert refusal.value.code == "no_people"


def test_the_instance_costs_as_many_queries_for_ten_people_as_for_one(small: Assembly) -> None:
    made = make_targets(small, Age={"young": (1, 2), "old": (2, 3)})
    make_people(small, 1, made["young"])
    with CaptureQueriesContext(connection) as one:
        instance_of(small)
    made |= make_targets(small, Pet={"cat": (0, 4)})
    make_people(small, 9, made["old"], made["cat"])
    with CaptureQueriesContext(connection) as ten:
        instance_of(small)
    assert len(ten) == len(one)


def test_quotas_that_can_be_met_are_told_so(small: Assembly, observer, client_of: ClientOf) -> None:
    made = make_targets(small, Age={"young": (1, 2), "old": (2, 3)})
    make_people(small, 3, made["young"])
    make_people(small, 3, made["old"])
    client = client_of(observer)
    address = reverse("targets_feasibility", args=[small.slug])
    assert "A panel of 4 can meet the saved quotas" in client.get(address).content.decode()
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert part.strip().startswith('<section class="notice" data-tone="good" id="feasibility"')
    # Remembered: the targets page shows the answer without being asked.
    page = client.get(reverse("targets", args=[small.slug])).content.decode()
    assert "A panel of 4 can meet the saved quotas" in page


def test_an_impossible_quota_names_the_cause_and_its_smallest_repair(
    small: Assembly, organiser, impossible, client_of: ClientOf
) -> None:
    content = client_of(organiser).get(reverse("targets_feasibility", args=[small.slug])).content.decode()
    assert "No panel of 4 can meet the saved quotas" in content
    link = f'<a href="{reverse("targets", args=[small.slug])}#value-{impossible["young"].pk}">young</a>'
    assert f"{link} (Age) needs at least 4, but the pool can offer only 3." in content
    assert "Lower the minimum of young (Age) from 4 to 3." in content


def test_applying_the_repair_makes_a_panel_possible_and_is_recorded(
    small: Assembly, organiser, impossible, client_of: ClientOf
) -> None:
    client = client_of(organiser)
    content = client.get(reverse("targets_feasibility", args=[small.slug])).context
    signed = content["repairs"][0].signed
    response = client.post(reverse("targets_repair", args=[small.slug]), {"repair": signed})
    assert response["Location"] == reverse("targets", args=[small.slug])
    impossible["young"].refresh_from_db()
    assert (impossible["young"].minimum, impossible["young"].maximum) == (3, 4)
    event = AuditEvent.objects.get(type="targets.repair_applied")
    assert [(c["field"], c["from"], c["to"]) for c in event.details["changes"]] == [("minimum", 4, 3)]
    assert feasibility_of(small).state == "possible"


def test_the_same_repair_twice_is_refused(small, organiser, impossible, client_of: ClientOf) -> None:
    client = client_of(organiser)
    context = client.get(reverse("targets_feasibility", args=[small.slug])).context
    data = {"repair": context["repairs"][0].signed}
    client.post(reverse("targets_repair", args=[small.slug]), data)
    again = client.post(reverse("targets_repair", args=[small.slug]), data, follow=True)
    assert "Somebody else changed the targets meanwhile." in again.content.decode()
    assert AuditEvent.objects.filter(type="targets.repair_applied").count() == 1


@pytest.mark.parametrize("signed", ["", "nonsense", "a:b:c"])
def test_a_repair_that_nobody_signed_is_refused(
    signed, small, organiser, impossible, client_of: ClientOf
) -> None:
    address = reverse("targets_repair", args=[small.slug])
    response = client_of(organiser).post(address, {"repair": signed}, follow=True)
    assert "This repair cannot be read." in response.content.decode()


def test_an_observer_sees_repairs_but_cannot_apply_them(
    small, observer, impossible, client_of: ClientOf
) -> None:
    client = client_of(observer)
    content = client.get(reverse("targets_feasibility", args=[small.slug])).content.decode()
    assert "Lower the minimum" in content
    assert "Apply" not in content
    assert client.post(reverse("targets_repair", args=[small.slug])).status_code == 403


def test_a_repair_is_refused_where_quotas_changed_meanwhile(small, organiser, impossible, now) -> None:
    version = version_of(small)
    repair = Repair((QuotaChange("Age", "young", "minimum", 4, 3),), 1.0)
    quotas = {impossible["old"].pk: QuotaEntry(1, 4)}
    save_quotas(assembly=small, quotas=quotas, version=version, actor=organiser, now=now)
    with pytest.raises(ChangedMeanwhile):
        apply_repair(assembly=small, repair=repair, version=version, actor=organiser, now=now)
    impossible["young"].refresh_from_db()
    assert impossible["young"].minimum == 4


def test_a_repair_of_the_seats_changes_them_and_records_it(small, organiser, impossible, now) -> None:
    repair = Repair((SeatsChange(4, 3), QuotaChange("Age", "young", "minimum", 4, 3)), 2.0)
    apply_repair(assembly=small, repair=repair, version=version_of(small), actor=organiser, now=now)
    small.refresh_from_db()
    assert small.seats == 3
    assert AuditEvent.objects.get(type="assembly.seats_changed").details == {"from": 4, "to": 3}


def test_a_repair_for_other_seats_is_refused_whole(small, organiser, impossible, now) -> None:
    repair = Repair((QuotaChange("Age", "young", "minimum", 4, 3), SeatsChange(9, 3)), 2.0)
    with pytest.raises(ChangedMeanwhile):
        apply_repair(assembly=small, repair=repair, version=version_of(small), actor=organiser, now=now)
    impossible["young"].refresh_from_db()
    assert impossible["young"].minimum == 4


def test_the_answer_is_forgotten_when_quotas_change(small, organiser, impossible, now) -> None:
    feasibility_of(small)
    assert known_feasibility(small, categories_of(small)).state == "impossible"
    quotas = {impossible["young"].pk: QuotaEntry(3, 4)}
    save_quotas(assembly=small, quotas=quotas, version=version_of(small), actor=organiser, now=now)
    assert known_feasibility(small, categories_of(small)) is None


def test_a_remembered_answer_is_the_computed_one(small, impossible) -> None:
    assert feasibility_of(small) == feasibility_of(small) == known_feasibility(small, categories_of(small))


def test_the_stage_goes_from_nothing_over_missing_quotas_to_done(small, organiser, now) -> None:
    status = targets_status(small)
    assert (status.state, [action.title for action in status.actions]) == ("todo", ["Enter targets"])
    made = make_targets(small, Age={"young": (1, 2), "old": None})
    assert targets_status(small).sentence == "One value has no quota yet."
    quotas = {made["old"].pk: QuotaEntry(5, 6)}
    save_quotas(assembly=small, quotas=quotas, version=version_of(small), actor=organiser, now=now)
    assert targets_status(small).actions[0].title == "Quotas cannot be met: choose a repair"
    quotas = {made["old"].pk: QuotaEntry(2, 3)}
    save_quotas(assembly=small, quotas=quotas, version=version_of(small), actor=organiser, now=now)
    assert targets_status(small).state == "done"
    make_people(small, 4, made["old"])
    feasibility_of(small)
    assert targets_status(small).actions[0].is_blocking


def test_more_seats_than_people_is_repaired_by_fewer_seats(
    small: Assembly, organiser, client_of: ClientOf
) -> None:
    made = make_targets(small, Age={"young": (0, 4)})
    make_people(small, 3, made["young"])
    client = client_of(organiser)
    shown = client.get(reverse("targets_feasibility", args=[small.slug]))
    assert "There are 4 seats, but only 3 people in the pool." in shown.content.decode()
    assert "Change the number of seats from 4 to 3." in shown.content.decode()
    client.post(reverse("targets_repair", args=[small.slug]), {"repair": shown.context["repairs"][0].signed})
    small.refresh_from_db()
    assert small.seats == 3
    assert feasibility_of(small).state == "possible"


def test_an_answer_that_took_too_long_says_what_to_do(small: Assembly) -> None:
    answer = FeasibilityAnswer("undecided", "v", seconds=5.0, people=9)
    context = {"answer": answer, "assembly": small}
    said = render_to_string("sortition/targets_feasibility.html", context)
    assert "was not decided in 5 seconds. Start a lottery to be sure" in said


def test_the_answer_without_quotas_or_people_gives_the_reason(
    small: Assembly, observer, client_of: ClientOf
) -> None:
    make_targets(small, Age={"young": (0, 4)})
    content = client_of(observer).get(reverse("targets_feasibility", args=[small.slug])).content.decode()
    assert "Nobody is in the pool yet." in content
