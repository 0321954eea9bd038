"""The register to take away: CSV, JSON, PDF, and the feed of changes."""

import hashlib
from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import get_tag_uri
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.feed_document import Feed
from assembly.outcomes.documents.side_by_side import side_by_side_pdf
from assembly.outcomes.exports_register import register_csv, register_json
from assembly.outcomes.selectors.register import confirmed_file, entries_of
from assembly.outcomes.selectors.register_changes import PublicChange, changes_in
from assembly.outcomes.views.public_register_base import RegisterView
from evidence.views.file_answers import file_answer

NEWEST = 100
"""Changes in the feed. Whoever comes late finds all of them in the data file."""


class _RegisterFile(RegisterView, ABC):
    """A file that says by its mark whether it changed since somebody last asked."""

    content_type: ClassVar[str]
    ending: ClassVar[str] = ""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Answer with the file, or that it is the same as before."""
        entries, handed_over = entries_of(self.assembly, self.now), self.handed_over
        changes = changes_in(entries, handed_over)
        content = self.content(entries, changes, handed_over)
        answer = HttpResponse(content, content_type=self.content_type)
        answer["Access-Control-Allow-Origin"] = "*"
        if self.ending:
            answer["Content-Disposition"] = f'attachment; filename="{slug}-answers.{self.ending}"'
        if changes:
            answer["Last-Modified"] = http_date(changes[0].at.timestamp())
        # The mark alone is compared: what is late changes with the day, and nobody writes that down.
        mark = quote_etag(hashlib.sha256(content).hexdigest())
        answer["ETag"] = mark
        return get_conditional_response(request, etag=mark, response=answer) or answer

    @abstractmethod
    def content(self, entries: Any, changes: list[PublicChange], handed_over: datetime | None) -> bytes:
        """Return the file."""


class PublicRegisterCsvView(_RegisterFile):
    """One row a promise, for spreadsheets."""

    content_type: ClassVar[str] = "text/csv; charset=utf-8"
    ending: ClassVar[str] = "csv"

    def content(self, entries: Any, changes: Any, handed_over: Any) -> bytes:  # noqa: ARG002
        """Return the rows."""
        return register_csv(entries, home=self.address("public_register"))


class PublicRegisterJsonView(_RegisterFile):
    """Everything, for programmes."""

    content_type: ClassVar[str] = "application/json"
    ending: ClassVar[str] = "json"

    def content(self, entries: Any, changes: Any, handed_over: datetime | None) -> bytes:  # noqa: ARG002
        """Return the document."""
        home = self.address("public_register")
        return register_json(self.assembly, entries, handed_over=handed_over, home=home)


class PublicRegisterFeedView(_RegisterFile):
    """The newest changes, as an Atom feed."""

    content_type: ClassVar[str] = "application/atom+xml; charset=utf-8"

    def content(self, entries: Any, changes: list[PublicChange], handed_over: Any) -> bytes:  # noqa: ARG002
        """Return the feed; an entry keeps its id for good."""
        titles = {entry.number: entry.words.title for entry in entries}
        feed = Feed(
            title=_("Answers to %(assembly)s") % {"assembly": self.assembly.name},
            link=self.address("public_register"),
            description="",
            language=get_language(),
            author_name=self.assembly.name,
            feed_url=self.address("public_register_feed"),
            begun=self.assembly.created_at,
        )
        for change in changes[:NEWEST]:
            page = self.address("public_answer", change.number)
            said = {"number": change.number, "title": titles[change.number], "change": change.title}
            feed.add_item(
                title=_("%(number)s. %(title)s: %(change)s") % said,
                link=f"{page}#{change.key}",
                description=change.text,
                unique_id=get_tag_uri(f"{page}#{change.key}", self.assembly.created_at),
                pubdate=change.at,
                updateddate=change.at,
            )
        return feed.writeString("utf-8").encode()


class PublicSideBySidePdfView(RegisterView):
    """The sheet as PDF: the annex of the report, and what is posted to whoever asks; `?print=large` for large print."""

    parameters: ClassVar = ("print",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Answer with the file."""
        content = side_by_side_pdf(
            self.assembly,
            entries_of(self.assembly, self.now),
            page=self.address("public_side_by_side"),
            today=timezone.localdate(self.now),
            is_large=request.GET.get("print") == "large",
        )
        headers = {"Content-Disposition": f'attachment; filename="{slug}-answers.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


class PublicProofFileView(RegisterView):
    """The file of evidence that a promise was kept, once the team has confirmed it. No cache keeps it."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, slug: str, promise: int, proof: int) -> HttpResponseBase:  # noqa: ARG002
        """Answer with the file as a download that no browser runs."""
        found = confirmed_file(self.assembly, promise, proof)
        if found is None:
            raise Http404
        return file_answer(found)
