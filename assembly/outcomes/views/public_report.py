"""The published report, for everybody without an account: as a page, and as files."""

from datetime import datetime
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import override

from assembly.outcomes.documents.report_docx import report_docx
from assembly.outcomes.documents.report_outline import outline_of
from assembly.outcomes.documents.report_pdf import report_pdf
from assembly.outcomes.exports_reports import votes_csv
from assembly.outcomes.models import ReportVersion
from assembly.outcomes.selectors.reports import canonical, editions_of
from assembly.outcomes.views.public_register_base import RegisterView

FORMS = {
    "report.pdf": "application/pdf",
    "report-large-print.pdf": "application/pdf",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report.json": "application/json",
    "votes.csv": "text/csv; charset=utf-8",
}
"""Name of a file → its type."""


class _PublicReportBase(RegisterView):
    """Find an edition; without a number the newest."""

    here: ClassVar[str] = "report"
    editions: list[ReportVersion]
    edition: ReportVersion

    def find(self, number: int | None) -> None:
        """Load the edition, else 404."""
        self.editions = list(editions_of(self.assembly).defer("content", "foreword", "method"))
        numbers = [each.number for each in self.editions]
        if not numbers or number not in (None, *numbers):
            raise Http404
        self.edition = editions_of(self.assembly).get(number=number or numbers[0])

    @cached_property
    def handed_over(self) -> datetime | None:
        """Return when the first edition was published."""
        return self.editions[-1].published_at

    def page_address(self, request: HttpRequest) -> str:
        """Return the address of the edition's page, which stands in every file."""
        arguments = [self.assembly.slug, self.edition.number]
        return request.build_absolute_uri(reverse("public_report_edition", args=arguments))


class PublicReportView(_PublicReportBase):
    """The report as a page; what its files say, and nothing else."""

    def get(self, request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        self.find(number)
        with override(self.edition.content["language"]):
            blocks = outline_of(self.edition.content)
        context = {
            "edition": self.edition,
            "editions": self.editions,
            "is_newest": self.edition.number == self.editions[0].number,
            "newest": self.editions[0],
            "content": self.edition.content,
            "blocks": blocks,
        }
        return self.render("outcomes/public_report.html", context)


class PublicReportFileView(_PublicReportBase):
    """One of the files."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        if form not in FORMS:
            raise Http404
        self.find(number)
        name = f"{self.assembly.slug}-{self.edition.number}-{form}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(self.file(request, form), content_type=FORMS[form], headers=headers)

    def file(self, request: HttpRequest, form: str) -> bytes:
        """Make the file of the content alone."""
        content, page = self.edition.content, self.page_address(request)
        if form == "report.json":
            return canonical(content)
        if form == "votes.csv":
            return votes_csv(content)
        if form == "report.docx":
            return report_docx(content, page=page, digest=self.edition.sha256)
        is_large = form == "report-large-print.pdf"
        return report_pdf(content, page=page, digest=self.edition.sha256, is_large=is_large)
