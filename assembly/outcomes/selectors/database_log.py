"""What the database is told to write down about statements: while a vote is secret it should be nothing."""

from django.db import connection

_QUIET = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "track_commit_timestamp": ("off",),
}
"""A setting of PostgreSQL → the values with which neither votes nor the times of transactions are kept."""


def talkative_settings() -> list[str]:
    """Return the settings, as name and value, by which the database would keep votes in its log, or their times."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*_QUIET]])
        found = cursor.fetchall()
    return [f"{name} = {value}" for name, value in sorted(found) if value not in _QUIET[name]]
