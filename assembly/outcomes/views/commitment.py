"""One commitment as the team sees it: its history, reports from paper, evidence, and what is found of it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.commitment_lifecycle import VERIFICATION
from assembly.outcomes.documents.follow_papers import report_sheet
from assembly.outcomes.enums_responses import STILL_OWED
from assembly.outcomes.models import Body, Commitment
from assembly.outcomes.selectors.commitments import (
    commitments_of,
    commitments_of_bodies,
    files_of,
    has_own_evidence,
    with_steps,
)
from assembly.outcomes.views.commitment_acts import CommitmentActs
from assembly.outcomes.views.outcomes_base import ResponsesView
from evidence.models import StoredFile
from evidence.views.file_answers import file_answer

NEEDS = {
    "report": "assembly.enter_responses",
    "proof": "assembly.enter_responses",
    "confirm": "assembly.manage_responses",
    "dispute": "assembly.manage_responses",
}
"""What each act takes."""


class CommitmentView(CommitmentActs, ResponsesView):
    """One commitment with everything that was reported and found of it."""

    permission: ClassVar[str] = "assembly.view_responses"
    post_permission: ClassVar[str | None] = "assembly.enter_responses"
    tab: ClassVar[str] = "commitments"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the commitment."""
        found = commitments_of(self.assembly, timezone.localdate(self.now))
        self.commitment: Commitment = get_object_or_404(found, number=kwargs.pop("number"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one act."""
        act = request.POST.get("act", "")
        if act not in NEEDS:
            raise BadRequest
        if not self.can(NEEDS[act]):
            raise PermissionDenied
        form = self.form(act, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(act, form, status=422)
        try:
            self.do(act, form)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(act, form, status=409)
        messages.success(request, _("It is kept."))
        return redirect("commitment", self.assembly.slug, self.commitment.number)

    def page(self, act: str = "", bound: Any = None, *, status: int = 200) -> HttpResponse:
        """Render it with the forms of what is possible now."""
        possible = VERIFICATION.verbs_from(self.commitment.verification)
        is_own_evidence = has_own_evidence(self.commitment, self.request.user)
        names = [
            name
            for name, verb in (("report", ""), ("proof", ""), ("confirm", "confirm"), ("dispute", "dispute"))
            if self.can(NEEDS[name]) and (not verb or verb in possible)
        ]
        if is_own_evidence and "confirm" in names and act != "confirm":
            names.remove("confirm")
        shown = {name: self.form(name) for name in names}
        if bound is not None:
            shown[act] = bound
        context = {
            **self.history(),
            "forms": shown,
            "bound": bound,
            "is_own_evidence": is_own_evidence and "confirm" in possible,
        }
        return self.render("outcomes/commitment.html", context, status=status)


class ProofFileView(ResponsesView):
    """The file of one entry of evidence."""

    permission: ClassVar[str] = "assembly.view_responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the file."""
        found = files_of(self.assembly, kwargs.pop("number"), kwargs.pop("proof"))
        self.file: StoredFile = get_object_or_404(found)

    def get(self, request: HttpRequest) -> HttpResponseBase:  # noqa: ARG002
        """Answer with the file."""
        return file_answer(self.file)


class ReportSheetView(ResponsesView):
    """A body's sheet of paper to report on, in large print with `?print=large`."""

    permission: ClassVar[str] = "assembly.view_responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the body."""
        found = Body.objects.filter(assembly=self.assembly).select_related("assembly")
        self.body: Body = get_object_or_404(found, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the sheet."""
        return sheet_answer(self.body, request, timezone.localdate(self.now))


def sheet_answer(body: Body, request: HttpRequest, today: Any) -> HttpResponse:
    """Answer with the sheet of what a body still owes."""
    owed = commitments_of_bodies(body.assembly, [body], today).filter(state__in=STILL_OWED)
    page = request.build_absolute_uri(reverse("own_commitments", args=[body.assembly.slug]))
    is_large = request.GET.get("print") == "large"
    content = report_sheet(body, with_steps(owed, today), page=page, is_large=is_large)
    name = f"{body.assembly.slug}-commitments-{body.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
