"""Where sessions are kept: in the database, as Django keeps them, but honest about a database that is away.

Django takes every failure to save a session for a session that was ended meanwhile, and answers 400. Where the database
went away after a write was committed, whoever pressed the button would be told that they had asked for something
wrong, and would not press again. It is told for what it is: 503, ask again; the same form twice is one write.
"""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import OperationalError


class SessionStore(DatabaseSessions):
    """Sessions in the database."""

    def save(self, must_create: bool = False) -> None:
        """Save it.

        Raises:
            UpdateError: it was ended meanwhile.
            OperationalError: the database is away.
        """
        try:
            super().save(must_create)
        except UpdateError as lost:
            if isinstance(lost.__context__, OperationalError):
                raise lost.__context__ from None
            raise
