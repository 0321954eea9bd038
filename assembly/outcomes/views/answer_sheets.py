"""Answers away from the screen: a spreadsheet that goes out and comes back, and sheets of paper."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.outcomes.answer_columns import columns_by_heading, headings
from assembly.outcomes.answer_rows import AnswerRow, read_rows
from assembly.outcomes.answer_rules import lacking
from assembly.outcomes.documents.answer_sheet import answer_sheets
from assembly.outcomes.documents.answer_workbook import answer_workbook
from assembly.outcomes.enums_responses import UNANSWERED, Decision
from assembly.outcomes.forms.answer_sheets import SheetForm
from assembly.outcomes.lacking_words import lack_words
from assembly.outcomes.models import AnswerImport, Body, FormalResponse
from assembly.outcomes.selectors.answer_cells import answer_in
from assembly.outcomes.selectors.answer_votes import votes_on
from assembly.outcomes.selectors.officials import bodies_of
from assembly.outcomes.selectors.owed import responses_of
from assembly.outcomes.services.answer_imports import compare_again, take_answers_over, try_answers
from assembly.outcomes.views.answers import AnswersBase
from assembly.outcomes.views.outcomes_base import ResponsesView
from assembly.outcomes.word_difference import changed_parts
from assembly.wording import Change
from sortition.reading.errors import Unreadable
from sortition.reading.files import read_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def owed_by(body: Body) -> list[FormalResponse]:
    """Return what a body owes, in the order of the report."""
    rows = responses_of(body.assembly).filter(body=body, state__in=UNANSWERED).select_related("assembly")
    return list(rows.order_by("recommendation__report_number"))


def decisions_by_label() -> dict[str, str]:
    """Return the decisions by their labels in every language, in small letters."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(label).casefold(): value for value, label in Decision.choices}
    return known


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


class AnswersSheetView(AnswersBase):
    """Choose a body: download its sheet, print its papers, upload the sheet again."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what each of the reader's bodies owes."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the sheet, keep the dry run, and lead to it."""
        key = request.POST.get("body", "")
        body = self.bodies().filter(pk=int(key) if key.isdecimal() and len(key) < 18 else 0).first()
        if body is None:
            messages.info(request, _("Nothing is owed by your body."))
            return redirect("answers_sheet", self.assembly.slug)
        form = self.form(body, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, body, status=422)
        file = form.cleaned_data["file"]
        try:
            table = read_file(file.read(), header_row=1)
            known = columns_by_heading()
            if "number" not in {known.get(each.casefold()) for each in table.columns}:
                raise Unreadable(
                    _("This is not the sheet that was downloaded here: no column has the numbers."),
                    code="no_numbers",
                )
        except HouseError as refused:
            form.add_error("file", str(refused))
            return self.page(form, body, status=422)
        return self.tried(
            form, body, read_rows(table.columns, table.records, known=known, decisions=decisions_by_label())
        )

    def tried(self, form: SheetForm, body: Body, rows: list[AnswerRow]) -> HttpResponse:
        """Keep the dry run and lead to it."""
        try:
            found = try_answers(
                body=body,
                rows=rows,
                file_name=form.cleaned_data["file"].name or "",
                token=form.cleaned_data["token"],
                actor=self.request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, body, status=409)
        return redirect("answers_import", self.assembly.slug, found.token)

    def form(self, body: Body, data: Any = None, files: Any = None) -> SheetForm:
        """Return the form of a body: it may stand beside those of others on one page."""
        return SheetForm(data, files, auto_id=f"body-{body.pk}-%s")

    def bodies(self) -> Any:
        """Return the bodies for which the reader answers."""
        return bodies_of(self.request.user, self.assembly, timezone.localdate(self.now))

    def page(
        self, form: SheetForm | None = None, chosen: Body | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render a form for each body."""
        bodies = [
            (body, len(owed_by(body)), form if form and body == chosen else self.form(body))
            for body in self.bodies()
        ]
        return self.render("outcomes/answers_sheet.html", {"bodies": bodies, "form": form}, status=status)


class OneOwnBodyView(AnswersSheetView):
    """A file about one of the reader's bodies; who has none of that key is led to the list."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load what the body owes; the body of another is none."""
        self.body: Body = get_object_or_404(Body, assembly=self.assembly, pk=kwargs.pop("body"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with the file."""
        owed = owed_by(self.body) if self.bodies().filter(pk=self.body.pk).exists() else []
        if not owed:
            messages.info(self.request, _("Nothing is owed by your body."))
            return redirect("answers_sheet", self.assembly.slug)
        return self.file(owed)

    def file(self, owed: list[FormalResponse]) -> HttpResponse:
        """Return the workbook."""
        return as_file(answer_workbook(owed), f"{self.assembly.slug}-answers-{self.body.pk}.xlsx", XLSX)


class AnswersPaperView(OneOwnBodyView):
    """All that a body owes, a sheet of paper each."""

    def file(self, owed: list[FormalResponse]) -> HttpResponse:
        """Return the PDF."""
        return as_file(
            answer_sheets(owed, votes=votes_on(each.recommendation_id for each in owed)),
            f"{self.assembly.slug}-answers-{self.body.pk}.pdf",
            "application/pdf",
        )


class AnswersImportView(AnswersBase):
    """What a sheet would change; taking it over."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the dry run; that of another body is none."""
        self.token: UUID = kwargs.pop("token")
        found = AnswerImport.objects.filter(body__assembly=self.assembly).select_related("body__assembly")
        self.found: AnswerImport = get_object_or_404(found, token=self.token)
        own = bodies_of(self.request.user, self.assembly, timezone.localdate(self.now))
        self.is_own = own.filter(pk=self.found.body_id).exists()

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it row by row."""
        return self.page() if self.is_own else self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take all of it over, or nothing; where a draft was changed since, show the sheet beside what stands now."""
        if not self.is_own:
            return self.back()
        by = {"answer_import": self.found, "actor": request.user, "now": self.now}
        try:
            count = take_answers_over(**by)
        except ChangedMeanwhile as refused:
            messages.error(request, str(refused))
            return redirect("answers_import", self.assembly.slug, compare_again(**by).token)
        except HouseError as refused:
            return self.page(fault=str(refused), status=409)
        messages.success(
            request,
            ngettext("One draft is saved.", "%(n)s drafts are saved.", count) % {"n": count},
        )
        return redirect("answers_owed", self.assembly.slug)

    def back(self) -> HttpResponse:
        """Lead to the reader's own bodies."""
        return redirect("answers_sheet", self.assembly.slug)

    def page(self, *, fault: str = "", status: int = 200) -> HttpResponse:
        """Render the rows."""
        names = headings()
        today = timezone.localdate(self.now)
        rows = [
            {
                **row,
                "changes": changed_cells(row, names),
                "lacks": lacks_of(row, today),
                "left_out": [names[name] for name in row.get("left_out", ())],
                "wrong": [fault_words(each, names) for each in row["faults"]],
            }
            for row in self.found.rows
        ]
        context = {
            "found": self.found,
            "rows": rows,
            "fault": fault,
            "changed": sum(not row["is_same"] for row in rows),
            "has_faults": any(row["wrong"] for row in rows),
        }
        return self.render("outcomes/answers_import.html", context, status=status)


def changed_cells(row: dict[str, Any], names: dict[str, str]) -> list[tuple[str, list[Change]]]:
    """Return what a row would change: the heading of each cell, and what differs in it."""
    labels = {"": "", **{value: str(label) for value, label in Decision.choices}}
    before, after = (
        {**cells, "decision": labels[cells["decision"]]} if cells else {}
        for cells in (row["before"], row["after"])
    )
    return [(names[name], changes) for name, changes in changed_parts(before, after)]


def lacks_of(row: dict[str, Any], today: date) -> list[str]:
    """Say what a row would still lack before it can be cleared: hints, for a draft may be incomplete."""
    if row["is_same"] or row["is_interim"] or not row["after"]:
        return []
    return [lack_words(each) for each in lacking(answer_in(row["after"]), today)]


def fault_words(fault: dict[str, str], names: dict[str, str]) -> str:
    """Say what is wrong with a cell and what to do."""
    said = {
        "no_number": _("“%(found)s” is not the number of a recommendation."),
        "unknown_decision": _("“%(found)s” is no decision. Choose one from the list."),
        "too_long": _("This is longer than %(found)s letters."),
        "no_day": _("“%(found)s” is no day. Write it as 2027-03-15."),
        "own_body": _("“%(found)s” is your own body. Name the one that decides."),
        "not_owed": _("Your body was not asked about recommendation %(found)s."),
        "twice": _("Recommendation %(found)s stands in more than one row."),
        "answered": _("The answer to recommendation %(found)s is published. Revise it on its page."),
        "cleared": _("The answer to recommendation %(found)s is cleared. Have it sent back first."),
    }[fault["code"]] % {"found": fault["found"]}
    return f"{names.get(fault['column'], fault['column'])}: {said}"


class ResponsePaperView(ResponsesView):
    """The sheet of one answer, for the team to post."""

    permission: ClassVar[str] = "assembly.enter_responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the answer."""
        rows = responses_of(self.assembly).select_related("assembly")
        self.response: FormalResponse = get_object_or_404(rows, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with the PDF."""
        votes = votes_on([self.response.recommendation_id])
        name = f"{self.assembly.slug}-answer-{self.response.recommendation.report_number}.pdf"
        return as_file(answer_sheets([self.response], votes=votes), name, "application/pdf")
