"""The heart of a background job: it beats in the job's own row, which is the only truth about a job.

A worker claims the row by a conditional update and opens no transaction while it computes. Its beats carry progress to
whoever waits, keep the clock from taking the job for dead, and tell the worker whether to stop.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError
from django.db.models import QuerySet

BEAT_SECONDS = 0.5
"""Least time between two updates of a job's row."""

Clock = Callable[[], datetime]
_log = structlog.get_logger(__name__)


class Heart:
    """Beat in the row of a job that works; told and asked often, it goes to the database seldom.

    own: the rows that are this worker's as long as the job works, among them that of `pk`. beats_in: the column that
    tells when it beat last. stop_in: the column that is filled when somebody wants the job to stop, where there is one.
    """

    def __init__(
        self, own: QuerySet[Any], pk: int, clock: Clock, *, beats_in: str = "heartbeat_at", stop_in: str = ""
    ) -> None:
        self._pk, self._row, self._clock = pk, own.filter(pk=pk), clock
        self._beats_in, self._stop_in = beats_in, stop_in
        self._last = 0.0
        self._progress: dict[str, Any] = {}
        self._stop_wanted = False

    def report(self, **progress: Any) -> None:
        """Take columns that tell how far the job is, and write them at the next beat."""
        self._progress = progress
        self._beat()

    def is_stop_wanted(self) -> bool:
        """Whether somebody pressed Stop, or the job has been taken for dead or ended by another."""
        self._beat()
        return self._stop_wanted

    def keep_alive(self) -> None:
        """Beat without news, at once; safe in a thread beside the one that works."""
        with self._not_while_others_write():
            self._row.update(**{self._beats_in: self._clock()})

    def _beat(self) -> None:
        moment = time.monotonic()
        if moment - self._last < BEAT_SECONDS:
            return
        self._last = moment
        with self._not_while_others_write():
            alive = self._row.update(**{self._beats_in: self._clock()}, **self._progress)
            self._stop_wanted = not alive or self._is_asked_to_stop()

    def _is_asked_to_stop(self) -> bool:
        return bool(self._stop_in) and self._row.filter(**{f"{self._stop_in}__isnull": False}).exists()

    @contextmanager
    def _not_while_others_write(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            # A beat missed while another process writes is made up by the next one.
            _log.warning(
                "beat_missed", of=self._row.model._meta.label_lower, pk=self._pk, error=type(error).__name__
            )
