"""What the public is told: read it, draft it, publish it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.forms.public_statement import StatementForm
from assembly.models import PublicStatement
from assembly.public_site import is_known_to_public
from assembly.services.public_statement import (
    latest_statement,
    publish_statement,
    save_statement_draft,
    statement_fingerprint,
    what_is_missing,
)
from assembly.views.publication_base import PublicationView


class _StatementBase(PublicationView):
    """A page about the statement."""

    tab: ClassVar[str] = "statement"


class StatementView(_StatementBase):
    """What everybody reads, the draft beside it, and all versions."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the statement."""
        versions = list(
            PublicStatement.objects.filter(assembly=self.assembly).select_related(
                "created_by", "published_by"
            )
        )
        draft = next((each for each in versions if not each.is_published), None)
        context = {
            "versions": versions,
            "published": next((each for each in versions if each.is_published), None),
            "draft": draft,
            "missing": what_is_missing(draft) if draft else [],
            "is_known": is_known_to_public(self.assembly),
        }
        return self.render("assembly/public_statement.html", context)


class EditStatementView(_StatementBase):
    """Write the draft; what somebody else saved meanwhile is shown, and what was typed is kept."""

    permission: ClassVar[str] = "assembly.manage_publication"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the draft, or the last published version as the beginning of a new one."""
        return self._show(StatementForm.beginning_with(latest_statement(self.assembly)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the draft."""
        form = StatementForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            saved = save_statement_draft(
                assembly=self.assembly,
                words=form.words(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as changed:
            return self._conflict(form, changed)
        if saved.is_published:
            messages.info(request, _("Nothing was changed: these are the words of the published version."))
        else:
            messages.success(request, _("The draft is saved. Publish it when it is ready."))
        return redirect("public_statement", self.assembly.slug)

    def _conflict(self, form: StatementForm, changed: ChangedMeanwhile) -> HttpResponse:
        latest = latest_statement(self.assembly)
        # The next save is meant to replace what is shown beside the form now.
        data = form.data.copy()
        data["seen"] = statement_fingerprint(latest)
        again = StatementForm(data)
        again.is_valid()
        again.add_error(None, str(changed))
        return self._show(again, conflict=latest, status=409)

    def _show(
        self, form: StatementForm, *, conflict: PublicStatement | None = None, status: int = 200
    ) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "conflict": conflict}
        return self.render("assembly/public_statement_edit.html", context, status=status)


class PublishStatementView(_StatementBase):
    """Publish the draft, after showing what everybody will read."""

    permission: ClassVar[str] = "assembly.manage_publication"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask once, with the words as they will stand."""
        draft = PublicStatement.objects.filter(assembly=self.assembly, published_at=None).first()
        if draft is None:
            messages.info(
                request, _("There is no draft to publish. Perhaps somebody published it before you.")
            )
            return redirect("public_statement", self.assembly.slug)
        context = {
            "draft": draft,
            "seen": statement_fingerprint(draft),
            "missing": what_is_missing(draft),
        }
        return self.render("assembly/public_statement_publish.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish what the person has read."""
        try:
            published = publish_statement(
                assembly=self.assembly,
                seen=request.POST.get("seen", ""),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            said = {"number": published.number}
            messages.success(request, _("Version %(number)s is published.") % said)
        return redirect("public_statement", self.assembly.slug)
