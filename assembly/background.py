"""The one door to background work.

A service names a task by its dotted path, so that it never imports upward. With the database backend the queued task is
a row of the same database: written inside the caller's transaction it becomes visible exactly when the rest does, and
is lost exactly when the rest is (docs/adr/0010).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string


def queue_task(path: str, *args: Any, after: datetime | None = None) -> None:
    """Queue the task at dotted `path` with JSON-able `args` (ids, not objects); with `after` not before that moment.

    Raises:
        TransactionManagementError: outside a transaction, where the task could start before the write it belongs to.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"{path} was queued outside a transaction"
        raise transaction.TransactionManagementError(message)
    task = import_string(path)
    (task.using(run_after=after) if after else task).enqueue(*args)
