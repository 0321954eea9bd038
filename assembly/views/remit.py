"""The remit: read it, draft it, publish it, compare its versions."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly import selectors
from assembly.errors import ChangedMeanwhile, HouseError
from assembly.forms.remit import RemitForm
from assembly.models import RemitVersion
from assembly.services.remit import fingerprint, latest_version, publish_remit, save_remit_draft
from assembly.views.workspace import AssemblyView
from assembly.wording import word_changes

PARTS = (
    ("question", gettext_lazy("The question")),
    ("in_scope", gettext_lazy("In scope")),
    ("out_of_scope", gettext_lazy("Out of scope")),
    ("response_promise", gettext_lazy("The promised answer")),
    ("response_months", gettext_lazy("Months until the answer")),
)


class RemitView(AssemblyView):
    """The published version, the draft beside it, and all versions."""

    permission: ClassVar[str] = "assembly.view_remit"
    stage: ClassVar[str] = "remit"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the remit."""
        versions = list(selectors.remit_versions(self.assembly))
        published = next((version for version in versions if version.is_published), None)
        draft = next((version for version in versions if not version.is_published), None)
        shown = published or draft
        context = {
            "versions": versions,
            "published": published,
            "draft": draft,
            "shown": shown,
            "seen": fingerprint(draft),
            "is_complete": bool(draft and draft.response_promise.strip() and draft.response_months),
            "changes": changes_between(published, draft) if published and draft else [],
        }
        return self.render("assembly/remit.html", context)


class EditRemitView(AssemblyView):
    """Write the draft; what somebody else saved meanwhile is shown, and what was typed is kept."""

    permission: ClassVar[str] = "assembly.edit_remit"
    stage: ClassVar[str] = "remit"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the draft, or the last published version as the beginning of a new one."""
        latest = latest_version(self.assembly)
        return self._show(RemitForm.beginning_with(latest), latest)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the draft."""
        form = RemitForm(request.POST)
        if not form.is_valid():
            return self._show(form, latest_version(self.assembly), status=422)
        try:
            saved = save_remit_draft(
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
        return redirect("remit", self.assembly.slug)

    def _conflict(self, form: RemitForm, changed: ChangedMeanwhile) -> HttpResponse:
        latest = latest_version(self.assembly)
        # The next save is meant to replace what is shown beside the form now.
        data = form.data.copy()
        data["seen"] = fingerprint(latest)
        again = RemitForm(data)
        again.is_valid()
        again.add_error(None, str(changed))
        return self._show(again, latest, conflict=latest, status=409)

    def _show(
        self,
        form: RemitForm,
        latest: RemitVersion | None,
        *,
        conflict: RemitVersion | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {"form": form, "latest": latest, "conflict": conflict, "parts": parts_of(conflict)}
        return self.render("assembly/remit_edit.html", context, status=status)


class PublishRemitView(AssemblyView):
    """Publish the draft, after asking once."""

    permission: ClassVar[str] = "assembly.edit_remit"
    stage: ClassVar[str] = "remit"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask once, showing what will be public."""
        draft = get_object_or_404(RemitVersion, assembly=self.assembly, published_at=None)
        context = {"draft": draft, "seen": fingerprint(draft), "parts": parts_of(draft)}
        return self.render("assembly/remit_publish.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish what the person has read."""
        try:
            published = publish_remit(
                assembly=self.assembly,
                seen=request.POST.get("seen", ""),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("Version %(number)s of the remit is published.") % {"number": published.number}
            )
        return redirect("remit", self.assembly.slug)


class RemitVersionView(AssemblyView):
    """One version, and what it changed in the one before."""

    permission: ClassVar[str] = "assembly.view_remit"
    stage: ClassVar[str] = "remit"

    def get(self, request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG002
        """Show the version."""
        version = get_object_or_404(selectors.remit_versions(self.assembly), number=number)
        before = selectors.remit_versions(self.assembly).filter(number__lt=number).first()
        context = {
            "version": version,
            "before": before,
            "parts": parts_of(version),
            "changes": changes_between(before, version) if before else [],
        }
        return self.render("assembly/remit_version.html", context)


def parts_of(version: RemitVersion | None) -> list[tuple[str, Any, Any]]:
    """Return the parts of a version as (field, label, text)."""
    return [(name, label, getattr(version, name)) for name, label in PARTS] if version else []


def changes_between(before: RemitVersion, after: RemitVersion) -> list[tuple[str, Any, list[Any]]]:
    """Return the parts that differ as (field, label, changes)."""
    pairs = [(name, label, _text(before, name), _text(after, name)) for name, label in PARTS]
    return [(name, label, word_changes(old, new)) for name, label, old, new in pairs if old != new]


def _text(version: RemitVersion, name: str) -> str:
    value = getattr(version, name)
    return "" if value is None else str(value)
