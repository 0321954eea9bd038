"""Two people at the same moment in a draw: one draw, one reading each, one publication, one set of seats."""

import random
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from assembly.errors import HouseError
from sortition.enums import RunState
from sortition.enums_draws import DrawState
from sortition.models import Draw, Seat, SelectionRun
from sortition.selectors.draws import terms_digest
from sortition.services.draws import approve_draw, prepare_draw
from sortition.services.draws_freeze import commit_draw
from sortition.services.draws_outcome import enter_reading, publish_draw, resolve_draw
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_draws import HELD, make_draw, terms_by
from tests.factories_runs import make_run

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(call: Callable[..., Draw], *differing: dict[str, object], **same: object) -> list[str]:
    """Make the call in threads that start together; return the state or the code of the refusal of each, sorted."""
    start = threading.Barrier(len(differing))
    outcomes: list[str] = []

    def run(own: dict[str, object]) -> None:
        start.wait()
        try:
            outcomes.append(str(call(**same, **own).state))
        except HouseError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(own,)) for own in differing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def two_people(**more: object) -> list[dict[str, object]]:
    return [{"actor": UserFactory(), **more}, {"actor": UserFactory(), **more}]


def test_of_two_organisers_who_prepare_at_once_one_prepares_the_draw() -> None:
    run = make_run(AssemblyFactory(), RunState.COMPLETED)
    same = {"run": run, "terms": terms_by(), "now": NOON, "token_bytes": random.Random(7).randbytes}
    assert at_once(prepare_draw, *two_people(), **same) == ["draw_exists", "prepared"]
    assert Draw.objects.count() == 1


def test_of_two_organisers_who_commit_at_once_one_commits() -> None:
    draw = make_draw(AssemblyFactory())
    approve_draw(draw=draw, seen=terms_digest(draw), actor=UserFactory(), now=NOON)
    people = [{**each, "token_bytes": random.Random(n).randbytes} for n, each in enumerate(two_people())]
    first, second = at_once(commit_draw, *people, draw=draw, now=NOON)
    assert (first, second) == ("committed", "illegal_move")
    draw.refresh_from_db()
    assert draw.entrants.count() == draw.run.pool_size


def test_of_two_readings_at_once_one_is_the_first() -> None:
    draw = make_draw(AssemblyFactory(), DrawState.COMMITTED)
    readers = [{"actor": UserFactory(), "by": "Helen"}, {"actor": UserFactory(), "by": "Yusuf"}]
    outcomes = at_once(enter_reading, *readers, draw=draw, goes=[(4, 7)], now=HELD)
    assert outcomes == ["committed", "randomness_received"]


def test_of_two_organisers_who_press_draw_at_once_one_resolves_and_one_publishes() -> None:
    draw = make_draw(AssemblyFactory(), DrawState.RANDOMNESS_RECEIVED)
    assert at_once(resolve_draw, *two_people(), draw=draw, now=HELD) == ["illegal_move", "resolved"]
    draw.refresh_from_db()
    assert at_once(publish_draw, *two_people(), draw=draw, now=HELD) == ["illegal_move", "published"]
    assert SelectionRun.objects.filter(is_binding=True).count() == 1
    assert Seat.objects.count() == draw.run.seats
