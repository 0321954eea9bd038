"""What officials' bodies promised: by when the next report is due, and the form to report."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.models import Body, Commitment
from assembly.outcomes.selectors.commitments import (
    commitments_of,
    commitments_of_bodies,
    files_of,
    with_steps,
)
from assembly.outcomes.selectors.officials import bodies_of
from assembly.outcomes.views.commitment import sheet_answer
from assembly.outcomes.views.commitment_acts import CommitmentActs
from assembly.views.workspace import AssemblyView
from evidence.models import StoredFile
from evidence.views.file_answers import file_answer


class OwnCommitmentsBase(AssemblyView):
    """A page for those who answer for a body, and about their bodies alone."""

    permission: ClassVar[str] = "assembly.report_progress"
    stage: ClassVar[str] = "own_commitments"

    def bodies(self) -> Any:
        """Return the bodies for which the reader acts."""
        return bodies_of(self.request.user, self.assembly, timezone.localdate(self.now))

    def commitments(self) -> Any:
        """Return what these promised."""
        return commitments_of_bodies(self.assembly, self.bodies().values("pk"), timezone.localdate(self.now))

    def elsewhere(self, body_id: int) -> HttpResponse | None:
        """Lead whoever does not act for a body to what their own promised; None where they act for it."""
        if self.bodies().filter(pk=body_id).exists():
            return None
        messages.info(self.request, _("You do not answer for that body."))
        return redirect("own_commitments", self.assembly.slug)


class OwnCommitmentsView(OwnCommitmentsBase):
    """What we promised, most urgent first."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list."""
        today = timezone.localdate(self.now)
        context = {"bodies": list(self.bodies()), "commitments": with_steps(self.commitments(), today)}
        return self.render("outcomes/own_commitments.html", context)


class OwnCommitmentView(CommitmentActs, OwnCommitmentsBase):
    """One commitment: report on it, and supply evidence."""

    is_own = True

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the commitment."""
        found = commitments_of(self.assembly, timezone.localdate(self.now))
        self.commitment: Commitment = get_object_or_404(found, number=kwargs.pop("number"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.elsewhere(self.commitment.body_id) or self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Report, or supply evidence."""
        if elsewhere := self.elsewhere(self.commitment.body_id):
            return elsewhere
        act = request.POST.get("act", "")
        if act not in ("report", "proof"):
            raise BadRequest
        form = self.form(act, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(act, form, status=422)
        try:
            self.do(act, form)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(act, form, status=409)
        done = (
            _("Your report is kept.")
            if act == "report"
            else _("Your evidence is kept. The team looks at it.")
        )
        messages.success(request, done)
        return redirect("own_commitment", self.assembly.slug, self.commitment.number)

    def page(self, act: str = "", bound: Any = None, *, status: int = 200) -> HttpResponse:
        """Render it."""
        shown = {name: self.form(name) for name in ("report", "proof")}
        if bound is not None:
            shown[act] = bound
        context = {**self.history(), "forms": shown, "bound": bound}
        return self.render("outcomes/own_commitment.html", context, status=status)


class OwnProofFileView(OwnCommitmentsBase):
    """The file of one entry of evidence."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the file, and whose commitment it is about."""
        number = kwargs.pop("number")
        self.file: StoredFile = get_object_or_404(files_of(self.assembly, number, kwargs.pop("proof")))
        self.commitment: Commitment = get_object_or_404(Commitment, assembly=self.assembly, number=number)

    def get(self, request: HttpRequest) -> HttpResponseBase:  # noqa: ARG002
        """Answer with the file."""
        return self.elsewhere(self.commitment.body_id) or file_answer(self.file)


class OwnReportSheetView(OwnCommitmentsBase):
    """One's own body's sheet of paper."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the body."""
        found = Body.objects.filter(assembly=self.assembly).select_related("assembly")
        self.body: Body = get_object_or_404(found, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the sheet."""
        return self.elsewhere(self.body.pk) or sheet_answer(self.body, request, timezone.localdate(self.now))
