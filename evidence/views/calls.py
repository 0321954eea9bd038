"""The call for submissions as the team sees it: its words, what came, and the decision about each."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from evidence.call_lifecycle import SUBMISSION
from evidence.enums import SubmissionState
from evidence.forms.calls import CallForm, EnterSubmissionForm, last_day
from evidence.forms.questions import ReasonForm
from evidence.models import Submission
from evidence.selectors.calls import call_of, is_open, narrowed_submissions, submissions_of
from evidence.services.calls import close_call, open_call, save_call
from evidence.services.submissions import (
    enter_submission,
    take_submission_up,
    turn_submission_down,
    withdraw_submission,
)
from evidence.views.evidence_base import EvidenceView
from evidence.views.file_answers import file_answer

PER_PAGE = 25


class CallBase(EvidenceView):
    """A page of the tab “Call”."""

    permission: ClassVar[str] = "assembly.view_submissions"
    post_permission: ClassVar[str | None] = "assembly.run_call"
    tab: ClassVar[str] = "call"


class CallView(CallBase):
    """How the call stands, and what came to it; opened and closed here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the call with one page of submissions."""
        self.note_list_reading("submissions.list_read")
        call = call_of(self.assembly)
        state, words = request.GET.get("state", ""), request.GET.get("search", "")[:100]
        found = narrowed_submissions(submissions_of(self.assembly), state, words)
        context = {
            "call": call,
            "is_open": bool(call and is_open(call, self.now)),
            "last_day": last_day(call) if call else None,
            "link": request.build_absolute_uri(reverse("public_call", args=[self.assembly.slug])),
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": SubmissionState.choices,
            "search": words,
        }
        return self.render("evidence/call.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open or close it."""
        call, act = call_of(self.assembly), request.POST.get("act", "")
        if act not in ("open", "close"):
            raise BadRequest
        if call is None:
            messages.error(request, _("Write what is asked for first."))
            return redirect("call_for_evidence_edit", self.assembly.slug)
        try:
            (open_call if act == "open" else close_call)(call=call, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = _("Everybody can send something in now.") if act == "open" else _("The call is closed.")
            messages.success(request, said)
        return redirect("call_for_evidence", self.assembly.slug)


class CallEditView(CallBase):
    """The words of the call."""

    permission: ClassVar[str] = "assembly.run_call"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(CallForm.of(call_of(self.assembly)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the words."""
        form = CallForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_call(assembly=self.assembly, actor=request.user, now=self.now, **form.content())
        except HouseError as refused:
            form.add_error("closes_on", str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The call is kept."))
        return redirect("call_for_evidence", self.assembly.slug)

    def page(self, form: CallForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/call_edit.html", {"form": form}, status=status)


class SubmissionNewView(CallBase):
    """Enter what came by letter, by e-mail or by phone."""

    permission: ClassVar[str] = "assembly.run_call"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Load the call; without one there is nothing to send to."""
        self.call = call_of(self.assembly)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(EnterSubmissionForm(call=self.call)) if self.call else self.no_call()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        if self.call is None:
            return self.no_call()
        form = EnterSubmissionForm(request.POST, request.FILES, call=self.call)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            submission = enter_submission(
                call=self.call,
                sent=form.sent(),
                way=form.cleaned_data["way"],
                token=form.cleaned_data["token"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Submission %(number)d is entered.") % {"number": submission.number})
        return redirect("submission", self.assembly.slug, submission.number)

    def no_call(self) -> HttpResponse:
        """Say that there is no call."""
        return self.page(None)

    def page(self, form: EnterSubmissionForm | None, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/submission_new.html", {"form": form}, status=status)


class OneSubmissionBase(CallBase):
    """A page about one submission."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        self.submission: Submission = get_object_or_404(
            submissions_of(self.assembly), number=kwargs.pop("number")
        )


class SubmissionView(OneSubmissionBase):
    """What was sent, by whom, and the decision."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it up, turn it down, or take it back for its author."""
        act = request.POST.get("act", "")
        if act not in ("take_up", "turn_down", "withdraw"):
            raise BadRequest
        form = self.form(request.POST if act == "turn_down" else None)
        said: dict[str, Any] = {"submission": self.submission, "actor": request.user, "now": self.now}
        seen = request.POST.get("seen") or None
        if act == "turn_down" and not form.is_valid():
            return self.page(form, status=422)
        try:
            if act == "take_up":
                take_submission_up(seen=seen, **said)
            elif act == "turn_down":
                turn_submission_down(reason=form.cleaned_data["reason"], seen=seen, **said)
            else:
                withdraw_submission(**said)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("submission", self.assembly.slug, self.submission.number)
        messages.success(request, _("Your decision is kept."))
        return redirect("call_for_evidence", self.assembly.slug)

    def form(self, data: Any = None) -> ReasonForm:
        """Return the form to turn it down."""
        return ReasonForm(data, help_text=_("Its author reads it."))

    def page(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        self.note_list_reading("submissions.list_read")
        submission = self.submission
        path = reverse("public_submission", args=[submission.token])
        context = {
            "submission": submission,
            "form": form,
            "possible": [] if submission.erased_at else SUBMISSION.verbs_from(submission.state),
            "link": self.request.build_absolute_uri(path),
        }
        return self.render("evidence/submission.html", context, status=status)


class SubmissionFileView(OneSubmissionBase):
    """The file that came with it, as a download."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponseBase:  # noqa: ARG002 (the signature is Django's)
        """Answer with the file, or lead back where there is none."""
        if self.submission.file is None:
            return redirect("submission", self.assembly.slug, self.submission.number)
        return file_answer(self.submission.file)
