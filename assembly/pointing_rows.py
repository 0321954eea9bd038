"""Rows that somebody deletes at the moment in which another points at them, or is about to change them.

PostgreSQL tests foreign keys at the commit, after everything that a service could have caught. So whoever deletes has
them tested while the transaction still lives; and whoever points at what is gone, or waited for its lock, is told so at
the door, by `assembly.middleware.GoneMeanwhileMiddleware`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError

from assembly.errors import HouseError

_POSTGRESQL_CODE = "23503"
_SQLITE_WORDS = "FOREIGN KEY constraint failed"
_NOTHING_WRITTEN = (
    "Save with update_fields did not affect any rows",
    "Forced update did not affect any rows",
)
_HOUSE = frozenset({"assembly", "sortition", "scheduling", "evidence"})


def is_about_a_gone_row(error: IntegrityError) -> bool:
    """Whether a row was to point at one that is not there, or was deleted while one points at it."""
    return getattr(error.__cause__, "sqlstate", "") == _POSTGRESQL_CODE or _SQLITE_WORDS in str(error)


def is_a_gone_row(error: ObjectDoesNotExist) -> bool:
    """Whether a row of the house was asked for by its key and is not there.

    A relation that was never filled in raises an AttributeError as well: that is a fault in the code that asks.
    """
    return type(error).__module__.partition(".")[0] in _HOUSE and not isinstance(error, AttributeError)


def is_a_lost_write(error: Exception) -> bool:
    """Whether fields of a loaded row were to be saved and the row was gone; Django says so in words alone."""
    return type(error) is DatabaseError and str(error).startswith(_NOTHING_WRITTEN)


@contextmanager
def deleting(refusal: Callable[[], HouseError]) -> Iterator[None]:
    """Delete within, inside a service's transaction; where something points at the rows, raise what `refusal` gives.

    Write the record before: whoever writes waits for it. So whoever pointed at the rows first has committed and is
    seen here, and whoever comes later finds them gone.
    """
    try:
        with transaction.atomic():
            yield
            # Elsewhere writers come one at a time, and Django's own look before it deletes has seen everything.
            if connection.features.has_select_for_update:
                connection.check_constraints()
    except (ProtectedError, RestrictedError) as refused:
        raise refusal() from refused
    except IntegrityError as refused:
        if not is_about_a_gone_row(refused):
            raise
        raise refusal() from refused
