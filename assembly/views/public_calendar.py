"""The publication calendar for anybody: promised against delivered, and its files."""

import hashlib
from abc import ABC, abstractmethod
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from assembly.exports_publication import CALENDAR_TYPE, calendar_csv, calendar_ics, calendar_json
from assembly.publication_days import OVERDUE
from assembly.publication_words import summary_words
from assembly.selectors_publication import PublicationSummary, publication_summary
from assembly.views.public_base import PublicView
from assembly.views.publication import shown


class _CalendarView(PublicView):
    here: ClassVar[str] = "calendar"

    def summary(self) -> PublicationSummary:
        """Return how all promises stand today."""
        return publication_summary(self.assembly, timezone.localdate(self.now))


class PublicCalendarView(_CalendarView):
    """What was promised and what is out; overdue on top."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page, whole: whoever looks for what is late should find it."""
        summary = self.summary()
        overdue = [shown(row) for row in summary.rows if row.standing == OVERDUE]
        context = {
            "summary": summary,
            "said": summary_words(summary),
            "overdue": overdue,
            "others": [shown(row) for row in summary.rows if row.standing != OVERDUE],
            "pictured": [
                shown(row) for row in sorted(summary.rows, key=lambda row: (row.due_on, row.number))
            ],
        }
        return self.render("assembly/public_calendar.html", context)


class _CalendarFile(_CalendarView, ABC):
    """A file that says by its mark whether it changed since somebody last asked."""

    content_type: ClassVar[str]
    ending: ClassVar[str]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Answer with the file, or that it is the same as before."""
        content = self.content(self.summary())
        answer = HttpResponse(content, content_type=self.content_type)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Content-Disposition"] = f'attachment; filename="{slug}-promised.{self.ending}"'
        mark = quote_etag(hashlib.sha256(content).hexdigest())
        answer["ETag"] = mark
        return get_conditional_response(request, etag=mark, response=answer) or answer

    @abstractmethod
    def content(self, summary: PublicationSummary) -> bytes:
        """Return the file."""


class PublicCalendarCsvView(_CalendarFile):
    """One row a promise, for spreadsheets."""

    content_type: ClassVar[str] = "text/csv; charset=utf-8"
    ending: ClassVar[str] = "csv"

    def content(self, summary: PublicationSummary) -> bytes:
        """Return the rows."""
        return calendar_csv(summary.rows, self.request.build_absolute_uri)


class PublicCalendarJsonView(_CalendarFile):
    """Everything, for programmes."""

    content_type: ClassVar[str] = "application/json"
    ending: ClassVar[str] = "json"

    def content(self, summary: PublicationSummary) -> bytes:
        """Return the document."""
        home = self.address("public_calendar")
        return calendar_json(self.assembly, summary, home=home, whole=self.request.build_absolute_uri)


class PublicCalendarIcsView(_CalendarFile):
    """The promised days, for calendar programs."""

    content_type: ClassVar[str] = CALENDAR_TYPE
    ending: ClassVar[str] = "ics"

    def content(self, summary: PublicationSummary) -> bytes:
        """Return the calendar."""
        home = self.address("public_calendar")
        return calendar_ics(self.assembly, summary.rows, home=home, whole=self.request.build_absolute_uri)
