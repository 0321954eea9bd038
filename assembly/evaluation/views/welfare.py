"""Welfare calls: somebody said that they thought of leaving, and agreed to be called. Nothing else of them is here."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import OPEN_CALLS, WelfareOutcome
from assembly.evaluation.forms.welfare import AssignForm, WelfareNoteForm
from assembly.evaluation.models import WelfareCall
from assembly.evaluation.selectors.welfare import callers_of, calls_of, usual_contact
from assembly.evaluation.services.welfare import assign_call, note_call
from assembly.evaluation.tabs import EVALUATION
from assembly.evaluation.views.evaluation_base import EvaluationView

PER_PAGE = 25


class WelfareView(EvaluationView):
    """A page of welfare calls: callers have a line of the rail for it, the others find it in the stage."""

    permission: ClassVar[str] = "assembly.make_welfare_calls"
    tab: ClassVar[str] = "welfare_calls"

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the line of the rail by which the reader came."""
        stage = EVALUATION if self.can("assembly.view_evaluation") else "welfare_calls"
        return super().render(template, {"current_stage": stage, **(context or {})}, status=status)


class WelfareCallsView(WelfareView):
    """All calls, one's own first; names are seen here, so that is recorded."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them: those to be made, or all with `?show=all`."""
        self.note_list_reading("welfare.list_read")
        shows_all = request.GET.get("show") == "all"
        calls = calls_of(self.assembly)
        if not shows_all:
            calls = calls.filter(state__in=OPEN_CALLS)
        found = sorted(calls, key=lambda call: call.assigned_to_id != request.user.pk)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "shows_all": shows_all,
        }
        return self.render("evaluation/welfare_calls.html", context)


class WelfareCallView(WelfareView):
    """One call: who, the number, what to say, what came of it, and who makes it."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        self.call: WelfareCall = get_object_or_404(calls_of(self.assembly), pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        self.note_list_reading("welfare.list_read")
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note what came of a call, or say who makes it."""
        act = request.POST.get("act", "")
        if act == "note":
            return self.note(WelfareNoteForm(request.POST))
        if act == "assign":
            return self.assign(self.assign_form(request.POST))
        raise BadRequest

    def note(self, form: WelfareNoteForm) -> HttpResponse:
        """Note it."""
        if not form.is_valid():
            return self.page(note_form=form, status=422)
        given = form.cleaned_data
        try:
            note_call(
                call=self.call,
                outcome=WelfareOutcome(given["outcome"]),
                text=given["text"],
                again_on=given["again_on"],
                actor=self.request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(note_form=form, status=409)
        messages.success(self.request, _("It is noted."))
        return redirect("welfare_calls", self.assembly.slug)

    def assign(self, form: AssignForm) -> HttpResponse:
        """Give it to somebody, or to whoever has time."""
        if not form.is_valid():
            return self.page(assign=form, status=422)
        try:
            assign_call(call=self.call, user=form.cleaned_data["user"], actor=self.request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(assign=form, status=409)
        messages.success(self.request, _("It is kept."))
        return redirect("welfare_call", self.assembly.slug, self.call.pk)

    def assign_form(self, data: Any = None) -> AssignForm:
        """Return the form with those who make calls here."""
        initial = {"user": self.call.assigned_to_id}
        return AssignForm(data, callers=callers_of(self.assembly), initial=initial, auto_id="assign_%s")

    def page(
        self,
        note_form: WelfareNoteForm | None = None,
        assign: AssignForm | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """Render it."""
        context = {
            "call": self.call,
            "notes": self.call.notes.select_related("by").order_by("-at", "-pk"),
            "usual": usual_contact(self.call.person),
            "note_form": note_form or WelfareNoteForm(),
            "assign_form": assign or self.assign_form(),
            "refused": note_form if note_form and note_form.errors else assign,
        }
        return self.render("evaluation/welfare_call.html", context, status=status)
