"""A lottery under combinations and caps: the panel keeps them, and run page and report say so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assembly.models import Assembly, User
from sortition.enums import RunState
from sortition.errors import RunRefused
from sortition.models import Category, CrossedQuota, Crossing, Grouping, SelectionRun
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.runs_panel import adopt_run
from sortition.services.targets_rules import save_caps
from sortition.services.targets_sign_off import sign_off_targets
from tests.factories import UserFactory
from tests.factories_targets import make_people, make_targets

pytestmark = pytest.mark.django_db(transaction=True)

ClientOf = Callable[[User], Client]


@pytest.fixture
def bound(assembly: Assembly) -> Assembly:
    """Four seats in a rehearsal; exactly one young man; at most one of one employer."""
    assembly.seats, assembly.is_rehearsal = 4, True
    assembly.save()
    made = make_targets(
        assembly,
        Age={"young": (2, 2), "old": (2, 2)},
        Gender={"female": (1, 3), "male": (1, 3)},
        Employer={"Acme": None, "Bolt": None},
    )
    for age in ("young", "old"):
        for gender in ("female", "male"):
            make_people(assembly, 2, made[age], made[gender], made["Acme"])
            make_people(assembly, 1, made[age], made[gender], made["Bolt"])
            make_people(assembly, 1, made[age], made[gender])
    crossing = Crossing.objects.create(
        assembly=assembly, first=made["young"].category, second=made["female"].category
    )
    CrossedQuota.objects.create(
        crossing=crossing, first_value=made["young"], second_value=made["male"], minimum=1, maximum=1
    )
    Grouping.objects.create(assembly=assembly, category=made["Acme"].category, maximum=1)
    return assembly


def run_of(client: Client, assembly: Assembly, work: Callable[[], object]) -> SelectionRun:
    form = {"objective": "leximin", "kind": "real", "time_limit": "60", "seed": "1", "comment": ""}
    assert client.post(reverse("run_new", args=[assembly.slug]), form).status_code == 302
    work()
    return SelectionRun.objects.get()


def test_the_panel_keeps_combinations_and_caps_and_the_pages_say_so(
    bound, organiser, client_of: ClientOf, work, now
) -> None:
    client = client_of(organiser)
    run = run_of(client, bound, work)
    assert run.state == RunState.COMPLETED
    page = client.get(reverse("run", args=[bound.slug, run.number])).content.decode()
    assert "young × male" in page
    assert "At most one person from each group of “Employer”." in page
    assert "No panel seats more people of one group than its cap allows." in page
    adopt_run(run=run, actor=organiser, now=now)
    reached = client.get(reverse("panel_reached", args=[bound.slug])).content.decode()
    assert "Age × Gender" in reached
    assert "At most one person from each group of “Employer”." in reached


def test_targets_changed_after_their_sign_off_hold_the_adoption(
    bound, organiser, client_of: ClientOf, work, now
) -> None:
    def version() -> str:
        return targets_version(categories_of(bound))

    def cap(number: int) -> None:
        caps = {Category.objects.get(name="Employer").pk: number}
        save_caps(assembly=bound, household=1, caps=caps, version=version(), actor=organiser, now=now)

    def sign() -> None:
        sign_off_targets(assembly=bound, version=version(), seats=4, actor=UserFactory(), now=now)

    cap(2)
    sign()
    cap(1)
    run = run_of(client_of(organiser), bound, work)
    with pytest.raises(RunRefused, match="changed after their sign-off"):
        adopt_run(run=run, actor=organiser, now=now)
    sign()
    assert adopt_run(run=run, actor=organiser, now=now).is_binding
