"""The close-out certificate: what would be said now, who follows up, issuing it, and the files."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.close_out_checks import blockers, close_out_checks
from assembly.evaluation.forms.close_out import FollowUpForm, IssueForm
from assembly.evaluation.models import CloseOutCertificate, FollowUp
from assembly.evaluation.selectors.close_out import (
    certificates_of,
    changed_certificates,
    content_of,
    follow_ups_of,
    latest_certificate,
    told,
)
from assembly.evaluation.services.close_out import (
    add_follow_up,
    change_follow_up,
    issue_close_out,
    remove_follow_up,
)
from assembly.evaluation.views.certificate_files import certificate_file
from assembly.evaluation.views.evaluation_base import EvaluationView


class CloseOutBase(EvaluationView):
    """A page of the tab Close-out."""

    permission: ClassVar[str] = "assembly.close_out"
    tab: ClassVar[str] = "close_out"

    def back(self) -> HttpResponse:
        """Go to the tab's page."""
        return redirect("evaluation_close_out", self.assembly.slug)


class CloseOutView(CloseOutBase):
    """What stands in the way, the open matters, what would be said now, and what was issued."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        checks = close_out_checks(self.assembly, self.now)
        latest = latest_certificate(self.assembly)
        number = (latest.number if latest else 0) + 1
        context = {
            "checks": checks,
            "is_ready": not blockers(checks),
            "matters": list(follow_ups_of(self.assembly)),
            "preview": told(content_of(self.assembly, self.now, number=number)),
            "certificates": list(certificates_of(self.assembly)),
            "changed": changed_certificates(self.assembly),
        }
        return self.render("evaluation/close_out.html", context)


class CloseOutIssueView(CloseOutBase):
    """Issue a certificate: it asks once, and again who one is."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Say what will happen."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue it."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            issue_close_out(
                assembly=self.assembly,
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data.get("reason", ""),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The certificate is issued. Everybody can read it."))
        return self.back()

    def form(self, data: Any = None) -> IssueForm:
        """Return the form for what stands now."""
        latest = latest_certificate(self.assembly)
        return IssueForm(data, number=latest.number if latest else 0)

    def page(self, form: IssueForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        checks = close_out_checks(self.assembly, self.now)
        context = {
            "form": form,
            "checks": checks,
            "is_ready": not blockers(checks),
            "latest": latest_certificate(self.assembly),
        }
        return self.render("evaluation/close_out_issue.html", context, status=status)


class FollowUpNewView(CloseOutBase):
    """Enter an open matter."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(FollowUpForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = FollowUpForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        add_follow_up(assembly=self.assembly, fields=form.facts(), actor=request.user, now=self.now)
        messages.success(request, _("The open matter is kept."))
        return self.back()

    def page(self, form: FollowUpForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render("evaluation/follow_up.html", {"form": form}, status=status)


class FollowUpView(CloseOutBase):
    """Change an open matter, or take it off the list."""

    matter: FollowUp

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        found = follow_ups_of(self.assembly).select_related("assembly")
        self.matter = get_object_or_404(found, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(FollowUpForm(instance=self.matter, initial={"revision": self.matter.revision}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        if request.POST.get("act") == "remove":
            remove_follow_up(matter=self.matter, actor=request.user, now=self.now)
            messages.success(request, _("The open matter is off the list."))
            return self.back()
        form = FollowUpForm(request.POST, instance=self.matter)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_follow_up(
                matter=self.matter,
                fields=form.facts(),
                revision=form.cleaned_data["revision"] or 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The open matter is changed."))
        return self.back()

    def page(self, form: FollowUpForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        context = {"form": form, "matter": self.matter}
        return self.render("evaluation/follow_up.html", context, status=status)


class CloseOutFileView(CloseOutBase):
    """A certificate as PDF, in large print, or as JSON."""

    http_method_names: ClassVar = ["get", "head", "options"]
    certificate: CloseOutCertificate

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the certificate."""
        self.certificate = get_object_or_404(certificates_of(self.assembly), number=kwargs.pop("number"))
        self.certificate.assembly = self.assembly

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        """Answer with the file."""
        page = request.build_absolute_uri(reverse("public_close_out", args=[self.assembly.slug]))
        return certificate_file(self.certificate, form, page=page)
