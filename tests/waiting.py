"""Writers that meet in a known order: each holds what it locks first while it waits for the record."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from assembly.errors import HouseError
from assembly.models import Assembly, RecordChain
from assembly.models.record import chain_key
from assembly.services.record import record_event
from tests.factories import NOON

PATIENCE = 15
"""Seconds until a writer that should have come to wait is missed."""


def one_behind_the_other(assembly: Assembly, calls: list[Callable[[], object]]) -> list[object]:
    """Run the calls in threads while the assembly's record is held; return what each gave or raised, in their order.

    Each begins when the one before waits, for the record or for what that one has locked; then the record is let go.
    Two that wait for each other crosswise are found by PostgreSQL, which breaks one off. Other databases have no such
    locks: there the test is skipped.
    """
    if not connection.features.has_select_for_update:
        pytest.skip("rows are locked on PostgreSQL alone")
    with transaction.atomic():
        record_event("plan.undo", assembly=assembly, actor=None, now=NOON)
    outcomes: dict[int, object] = {}

    def run(position: int, call: Callable[[], object]) -> None:
        try:
            outcomes[position] = call()
        except HouseError as refusal:
            outcomes[position] = refusal.code
        except Exception as error:
            outcomes[position] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    with transaction.atomic():
        RecordChain.objects.select_for_update().get(key=chain_key(assembly.pk))
        for number, thread in enumerate(threads, start=1):
            thread.start()
            _await_waiting(number)
    for thread in threads:
        thread.join()
    return [outcomes[position] for position in range(len(calls))]


def _await_waiting(number: int) -> None:
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= number:
                return
            time.sleep(0.01)
    pytest.fail(f"writer {number} did not come to wait")
