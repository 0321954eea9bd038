"""Limits on how often: in the database's cache, which several web servers share."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from assembly.limits import is_over_limit

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
