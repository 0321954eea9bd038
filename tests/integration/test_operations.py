"""Commands and checks for those who run the product."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from assembly import clock
from assembly.checks import (
    cache_is_shared,
    demo_is_no_installation,
    malware_scanner_is_there,
    uploads_are_out_of_reach,
)
from assembly.views.health import _were_all_run
from tests.clamd_server import SCANNER
from tests.factories import AssemblyFactory
from tests.factories_messages import make_mailing


@pytest.fixture
def due_check(monkeypatch):
    """Register due-checks for one test alone."""
    monkeypatch.setattr(clock, "_checks", {})
    return clock.register_due_check


def test_tick_says_what_each_check_did(db, due_check, capsys):
    """One line a check, in the order of names."""
    due_check("reminders", lambda _now: 3)
    due_check("expiries", lambda _now: 0)
    call_command("tick")
    assert capsys.readouterr().out == "expiries: 0\nreminders: 3\n"


def test_tick_fails_if_one_check_failed_and_still_does_the_others(db, due_check, capsys):
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


@pytest.mark.parametrize(
    ("name", "faults"), [("", 0), (SCANNER, 0), ("evidence.uploads.malware.ClamdScanner", 1)]
)
def test_a_scanner_that_cannot_be_found_is_a_fault_of_the_settings(settings, name, faults):
    """The old name of ours, say, which has moved."""
    settings.MALWARE_SCANNER = name
    assert [error.id for error in malware_scanner_is_there()] == ["assembly.E012"] * faults


def test_health_answers_without_signing_in(db):
    """A load balancer learns that the process runs and reaches its database, and nothing else."""
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_process_is_ready_when_database_migrations_cache_and_files_are(db):
    """A proxy sends requests to a process that answers 200; whoever reads on sees part by part."""
    answer = Client().get("/health/ready/")
    assert answer.status_code == 200
    assert answer.content.decode() == "database: ok\nmigrations: ok\ncache: ok\nfiles: ok\n"


@pytest.mark.owner
def test_a_process_whose_database_lacks_a_migration_is_not_ready(db):
    """It would fail at the first page that asks for the new table."""
    _were_all_run.cache_clear()
    [last] = MigrationLoader(connection).graph.leaf_nodes("assembly")
    MigrationRecorder(connection).record_unapplied(*last)
    answer = Client().get("/health/ready/")
    _were_all_run.cache_clear()
    assert answer.status_code == 503
    assert "migrations: no\n" in answer.content.decode()


def test_metrics_are_for_who_has_the_token(db, settings):
    """Without a token in the settings there is no such page."""
    assert Client().get("/metrics/").status_code == 404
    assert Client(headers={"authorization": "Bearer "}).get("/metrics/").status_code == 404
    settings.METRICS_TOKEN = "a-long-token"
    assert Client(headers={"authorization": "Bearer another"}).get("/metrics/").status_code == 404
    assert Client(headers={"authorization": "Bearer a-long-token"}).get("/metrics/").status_code == 200


def test_metrics_tell_counts_and_ages_and_nothing_of_anybody(db, settings):
    """What waits, what failed, when the clock last ticked; no name of a person or an assembly."""
    settings.METRICS_TOKEN = "a-long-token"
    assembly = AssemblyFactory()
    make_mailing(assembly, state="unknown")
    call_command("tick")
    told = Client(headers={"authorization": "Bearer a-long-token"}).get("/metrics/").content.decode()
    lines = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    assert lines['assembly_messages{state="unknown"}'] == "1"
    assert lines['assembly_messages{state="failed"}'] == "0"
    assert lines['assembly_assemblies{state="draft"}'] == "1"
    assert float(lines["assembly_clock_age_seconds"]) < 60
    assert "⟪" not in told
    assert assembly.slug not in told


def test_addresses_of_the_settings_are_checked_before_deployment(settings, tmp_path):
    """Whom to tell of weaknesses, where breached passwords lie, where the beacon is asked."""
    settings.SECURITY_CONTACT, settings.BREACHED_PASSWORDS = "security@example.org", str(tmp_path / "gone")
    settings.BEACON_URL = "http://beacon.example"
    found = {each.id for each in run_checks(include_deployment_checks=True)}
    assert {"assembly.E021", "assembly.E022", "assembly.E023"} <= found
    (tmp_path / "gone").write_text("")
    settings.SECURITY_CONTACT, settings.BEACON_URL = "mailto:security@example.org", "https://beacon.example"
    found = {each.id for each in run_checks(include_deployment_checks=True)}
    assert not {"assembly.E021", "assembly.E022", "assembly.E023"} & found


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="what it does there: test_database_rights.py")
def test_sqlite_has_no_roles_to_give_rights_to(db, settings):
    settings.DATABASE_APP_ROLE = "assembly"
    with pytest.raises(CommandError, match="SQLite has no roles"):
        call_command("grant_rights")


def test_no_secret_has_a_value_that_everybody_knows():
    """What an installation copies begins empty; where a password is missing nothing starts; the image holds none."""
    root = Path(__file__).resolve().parent.parent.parent
    example = (root / ".env.example").read_text().splitlines()
    assert {"SECRET_KEY=", "POSTGRES_PASSWORD=", "DATABASE_APP_PASSWORD="} <= set(example)
    compose = (root / "compose.yaml").read_text()
    assert all(f"${{{name}:?" in compose for name in ("POSTGRES_PASSWORD", "DATABASE_APP_PASSWORD"))
    assert 'SECRET_KEY = env.str("SECRET_KEY")' in (root / "assembly/project/settings.py").read_text()
    kept_out = (root / ".dockerignore").read_text().split()
    assert {".git", ".env", "tests", "var"} <= set(kept_out)
