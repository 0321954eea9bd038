"""Two people at once: one wins, the other is told; nothing is half-written."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, AuditEvent
from sortition.lottery import QuotaChange, Repair
from sortition.models import Value
from sortition.selectors.targets import categories_of, targets_version
from sortition.services.targets import QuotaEntry, save_quotas
from sortition.services.targets_repair import apply_repair
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_targets import make_targets

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run the calls in threads that start together; return what became of each."""
    start = threading.Barrier(len(calls))
    outcomes: list[str] = []

    def run(call: Callable[[], object]) -> None:
        start.wait()
        try:
            call()
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_two_who_save_at_once_the_second_is_refused() -> None:
    assembly: Assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    value = make_targets(assembly, Age={"young": (1, 2)})["young"]
    version = targets_version(categories_of(assembly))

    def save(maximum: int) -> Callable[[], object]:
        quotas = {value.pk: QuotaEntry(1, maximum)}
        return lambda: save_quotas(assembly=assembly, quotas=quotas, version=version, actor=actor, now=NOON)

    assert at_once(save(3), save(4)) == ["done", "refused"]
    event = AuditEvent.objects.get(type="targets.quotas_changed")
    assert event.details["changes"][0]["to"] == Value.objects.get().maximum


def test_a_repair_and_a_save_at_once_do_not_mix() -> None:
    assembly: Assembly = AssemblyFactory()
    actor = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    made = make_targets(assembly, Age={"young": (1, 2), "old": (3, 4)})
    version = targets_version(categories_of(assembly))
    repair = Repair(
        (QuotaChange("Age", "old", "minimum", 3, 2), QuotaChange("Age", "young", "maximum", 2, 5)), 1
    )
    quotas = {made["old"].pk: QuotaEntry(1, 9)}
    outcome = at_once(
        lambda: apply_repair(assembly=assembly, repair=repair, version=version, actor=actor, now=NOON),
        lambda: save_quotas(assembly=assembly, quotas=quotas, version=version, actor=actor, now=NOON),
    )
    assert outcome == ["done", "refused"]
    stands = list(Value.objects.order_by("position").values_list("minimum", "maximum"))
    assert stands in ([(1, 5), (2, 4)], [(1, 2), (1, 9)])
    assert AuditEvent.objects.filter(type__startswith="targets.").count() == 1
