"""Limits on how often: in the database's cache, which several web servers share."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from assembly.enums import Role
from assembly.limits import is_over_limit
from tests.factories import AppointmentFactory

HOUR = 3600


@pytest.fixture
def shared_cache(settings, db):
    """Keep the cache in the database, as an installation does."""
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}
    settings.CACHES = {"default": shared}
    call_command("createcachetable")
    yield cache
    cache.clear()


def attempts(monkeypatch, *moments):
    """Try once at each second after a full hour, three at most in an hour."""
    said = []
    for moment in moments:
        monkeypatch.setattr("time.time", lambda moment=moment: 500_000 * HOUR + moment)
        said.append(is_over_limit("letter", "198.51.100.7", most=3, seconds=HOUR))
    return said


def test_attempts_are_counted_for_the_whole_time(shared_cache, monkeypatch):
    """Not for the five minutes that a cache keeps what nobody said a time for."""
    assert attempts(monkeypatch, 0, 1, 2, 400, 1800, 3599) == [False, False, False, True, True, True]


def test_the_next_piece_of_time_begins_anew(shared_cache, monkeypatch):
    assert attempts(monkeypatch, 0, 1, 2, 3, HOUR, HOUR + 1) == [False, False, False, True, False, False]


def test_everybody_has_a_count_of_their_own(shared_cache):
    assert not is_over_limit("letter", "198.51.100.7", most=1, seconds=HOUR)
    assert not is_over_limit("letter", "198.51.100.8", most=1, seconds=HOUR)
    assert not is_over_limit("other", "198.51.100.7", most=1, seconds=HOUR)


def test_people_are_taken_away_as_files_only_so_often_an_hour(
    shared_cache, assembly, organiser, client_of, settings
):
    """By one account, through all its exports together; reading and colleagues go on."""
    settings.EXPORTS_AN_HOUR = 2
    client, colleague = client_of(organiser), AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    pool, needs = (reverse(name, args=[assembly.slug]) for name in ("pool_export", "support_needs_export"))
    assert client.post(pool, {"format": "csv"}).status_code == 200
    assert [client.get(needs).status_code for _ in range(2)] == [200, 429]
    assert "within an hour" in client.post(pool, {"format": "csv"}).content.decode()
    assert client.get(reverse("pool", args=[assembly.slug])).status_code == 200
    assert client_of(colleague).post(pool, {"format": "csv"}).status_code == 200
