"""Enter what tables and members asked: many at once, from a sheet; for the assembly, or on a session's own tab."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from assembly.views.workspace import AssemblyView
from evidence.forms.questions import SheetForm, SheetRows
from evidence.models import Question
from evidence.selectors.questions import questions_of
from evidence.services.questions import enter_questions
from scheduling.models import Session
from scheduling.views.session_base import SessionView

ROWS = 6


def rows_wanted(request: HttpRequest) -> int:
    """Return how many rows the sheet has: as many as were asked for, or were sent."""
    wanted = request.POST.get("rows") or request.GET.get("rows") or ""
    return int(wanted) if wanted.isdecimal() and len(wanted) < 4 else ROWS


class _SheetView(AssemblyView, ABC):
    """The form with its rows."""

    permission: ClassVar[str] = "assembly.enter_questions"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show an empty sheet."""
        initial = {"session": self.sheet_session(), "way": "paper"}
        sheet = SheetForm(assembly=self.assembly, initial=initial)
        return self.page(sheet, SheetRows(self.assembly, rows_wanted(request)))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the sheet, whole or not at all."""
        sheet = SheetForm(request.POST, assembly=self.assembly)
        rows = SheetRows(self.assembly, rows_wanted(request), request.POST)
        if not all([sheet.is_valid(), rows.is_valid()]):
            return self.page(sheet, rows, status=422)
        said = sheet.cleaned_data
        asked = rows.asked(session=said["session"], table=said["table"])
        kept = enter_questions(
            assembly=self.assembly, asked=asked, way=said["way"], actor=request.user, now=self.now
        )
        words = ngettext("%(n)s question is entered.", "%(n)s questions are entered.", len(kept))
        messages.success(request, words % {"n": len(kept)})
        return self.done()

    def sheet_session(self) -> Session | None:
        """Return the session that the sheet begins with."""
        return None

    @abstractmethod
    def page(self, sheet: SheetForm, rows: SheetRows, *, status: int = 200) -> HttpResponse:
        """Render the sheet."""

    @abstractmethod
    def done(self) -> HttpResponse:
        """Lead on once it is kept."""

    def sheet_context(self, sheet: SheetForm, rows: SheetRows) -> dict[str, Any]:
        """Return what the sheet's part of the page shows."""
        return {
            "sheet": sheet,
            "rows": rows.forms,
            "all_forms": [sheet, *rows.forms],
            "more": len(rows.forms) + ROWS,
        }


class EnterQuestionsView(_SheetView):
    """A sheet of any session."""

    stage: ClassVar[str] = "evidence"

    def page(self, sheet: SheetForm, rows: SheetRows, *, status: int = 200) -> HttpResponse:
        """Render the sheet."""
        return self.render("evidence/questions_enter.html", self.sheet_context(sheet, rows), status=status)

    def done(self) -> HttpResponse:
        """Lead to an empty sheet: most people enter several."""
        return redirect("questions_enter", self.assembly.slug)


class SessionQuestionsView(_SheetView, SessionView):
    """What was asked in a session, and a sheet for more."""

    stage: ClassVar[str] = "sessions"
    session_page: ClassVar[str] = "questions"

    def sheet_session(self) -> Session | None:
        """Return this session."""
        return self.session

    def page(self, sheet: SheetForm, rows: SheetRows, *, status: int = 200) -> HttpResponse:
        """Render the questions with the sheet."""
        found: list[Question] = list(questions_of(self.assembly).filter(session=self.session))
        context = {**self.sheet_context(sheet, rows), "questions": found}
        return self.render("evidence/session_questions.html", context, status=status)

    def done(self) -> HttpResponse:
        """Stay with the session."""
        return redirect("session_questions", self.assembly.slug, self.session.number)
