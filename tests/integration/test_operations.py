"""Commands and checks for those who run the product."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from assembly import clock
from assembly.checks import cache_is_shared, demo_is_no_installation, uploads_are_out_of_reach


@pytest.fixture
def due_check(monkeypatch):
    """Register due-checks for one test alone."""
    monkeypatch.setattr(clock, "_checks", {})
    return clock.register_due_check


def test_tick_says_what_each_check_did(due_check, capsys):
    """One line a check, in the order of names."""
    due_check("reminders", lambda _now: 3)
    due_check("expiries", lambda _now: 0)
    call_command("tick")
    assert capsys.readouterr().out == "expiries: 0\nreminders: 3\n"


def test_tick_fails_if_one_check_failed_and_still_does_the_others(due_check, capsys):
    """Cron sees the failure; the rest is done."""

    def broken(now):
        raise ValueError

    due_check("a broken one", broken)
    due_check("reminders", lambda _now: 1)
    with pytest.raises(CommandError, match="a broken one"):
        call_command("tick")
    assert capsys.readouterr().out == "a broken one: ValueError\nreminders: 1\n"


@pytest.mark.parametrize("host", ["0.0.0.0:8000", "192.0.2.7:8000", "[::]:8000", "example.org:8000"])
def test_the_demonstration_binds_the_loopback_only(settings, host):
    """Anybody could sign in as anybody, so no other machine may reach it."""
    settings.DEMO = True
    with pytest.raises(CommandError, match="loopback"):
        call_command("supervise", web=call_web(host))


def call_web(host):
    """Parse an address as the command line does."""
    name, _, port = host.rpartition(":")
    return name.strip("[]"), int(port)


def test_demo_settings_are_refused_for_deployment(settings):
    """`check --deploy` stops with assembly.E001."""
    settings.DEMO = True
    assert [error.id for error in demo_is_no_installation()] == ["assembly.E001"]
    assert "assembly.E001" in [error.id for error in run_checks(include_deployment_checks=True)]


def test_uploads_must_not_lie_where_files_are_served(settings):
    """An upload folder inside the static root would be public: assembly.E002."""
    settings.MEDIA_ROOT = Path(settings.STATIC_ROOT) / "uploads"
    assert [error.id for error in uploads_are_out_of_reach()] == ["assembly.E002"]
    settings.MEDIA_ROOT = Path(settings.STATIC_ROOT).parent / "uploads"
    assert uploads_are_out_of_reach() == []


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_that_processes_do_not_share_is_refused(settings, backend):
    """Limits on sign-in attempts would count for each process alone: assembly.E003."""
    assert cache_is_shared() == []
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    assert [error.id for error in cache_is_shared()] == ["assembly.E003"]


def test_health_answers_without_signing_in(db):
    """A load balancer learns that the process runs and reaches its database, and nothing else."""
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")
