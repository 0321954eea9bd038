"""The draw with invented people: it holds on this machine, it notices faults, it is done once a day."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from assembly.models import AuditEvent
from sortition import canary
from sortition.services.canary import TASK, ask_for_canary, canary_metrics, do_canary
from tests.factories import NOON


def test_the_canary_lives():
    """Lottery, proof, panels, draw and verifier work here, and the same people give the same panel each time."""
    assert canary.try_a_draw() == canary.Canary((), 42)


def test_a_verifier_that_sees_nothing_is_noticed(tmp_path, monkeypatch):
    """One that calls every file good finds out about itself."""
    blind = tmp_path / "verify.py"
    blind.write_text('print(\'{"result": "holds"}\')')
    monkeypatch.setattr(canary, "VERIFIER", blind)
    assert canary.try_a_draw().faults == ("the verifier does not notice that a word of the file was changed",)


def test_a_lottery_without_time_is_noticed(monkeypatch):
    """Whatever breaks off the draw is a fault, not a crash."""
    monkeypatch.setattr(canary, "SECONDS", 0.0)
    assert canary.try_a_draw().faults


def test_it_is_asked_for_once_a_day(db, settings, queued):
    """Two clocks at once ask once; the next day again; not where it is switched off."""
    assert ask_for_canary(NOON) == 0
    settings.CANARY_DRAW = True
    assert [ask_for_canary(NOON), ask_for_canary(NOON), ask_for_canary(NOON + timedelta(days=1))] == [1, 0, 1]
    assert [path for path, _arguments in queued()] == [TASK] * 2


def test_how_it_went_stands_in_the_record_and_in_the_metrics(db, monkeypatch):
    """A command for the evening before a draw fails with what is wrong."""
    cache.clear()
    assert [metric.values for metric in canary_metrics(NOON)] == [[], []]
    call_command("canary_draw")
    monkeypatch.setattr(canary, "SEATS", 13)
    with pytest.raises(CommandError):
        call_command("canary_draw")
    assert do_canary(clock=lambda: NOON).panel is None
    found = AuditEvent.objects.filter(type="platform.canary_drawn").order_by("number")
    assert found[0].details == {"faults": 0, "panel": 42}
    age, faults = canary_metrics(NOON + timedelta(minutes=1))
    assert (age.values, faults.values) == ([({}, 60.0)], [({}, 1)])
