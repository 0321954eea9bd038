"""The final report as the team sees it: its words, what is still missing, what it will look like, and its editions."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.errors import HouseError
from assembly.outcomes.documents.report_outline import outline_of
from assembly.outcomes.forms.reports import PublishForm, ReportForm
from assembly.outcomes.models import ReportVersion
from assembly.outcomes.selectors.reports import (
    content_of,
    draft_of,
    editions_of,
    minority_remarks,
    report_blockers,
)
from assembly.outcomes.services.reports import publish_report, save_report
from assembly.outcomes.views.outcomes_base import RecommendationsView


class _ReportBase(RecommendationsView):
    """A page of the tab “Report”."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    tab: ClassVar[str] = "report"


class ReportView(_ReportBase):
    """How far the report is: draft, what stands in the way, and what was published."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        public = request.build_absolute_uri(reverse("public_report", args=[self.assembly.slug]))
        context = {
            "draft": draft_of(self.assembly),
            "editions": list(editions_of(self.assembly).defer("content")),
            "blockers": list(report_blockers(self.assembly)),
            "remarks": minority_remarks(self.assembly),
            "public": public,
        }
        return self.render("outcomes/report.html", context)


class ReportWordsView(_ReportBase):
    """Write the report's own words; after a publication, begin a corrected edition."""

    permission: ClassVar[str] = "assembly.decide_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form, filled with the draft or with what was published last."""
        draft = draft_of(self.assembly)
        last = None if draft else editions_of(self.assembly).first()
        words = {name: getattr(last, name) for name in ReportForm.Meta.fields} if last else {}
        return self.page(ReportForm(instance=draft, initial=words))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the words."""
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_report(
                assembly=self.assembly,
                words=form.words(),
                revision=form.cleaned_data["revision"] or 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            theirs = draft_of(self.assembly)
            form.data = form.data.copy()
            form.data["revision"] = theirs.revision if theirs else 0
            return self.page(form, status=409, theirs=theirs)
        messages.success(request, _("The report is saved. Nothing is published yet."))
        return redirect("report", self.assembly.slug)

    def page(
        self, form: ReportForm, *, status: int = 200, theirs: ReportVersion | None = None
    ) -> HttpResponse:
        """Render the form; beside it, where somebody was faster, what they wrote."""
        return self.render("outcomes/report_words.html", {"form": form, "theirs": theirs}, status=status)


class _DraftBase(_ReportBase):
    """A page about the draft."""

    permission: ClassVar[str] = "assembly.decide_recommendations"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Load it; without one there is nothing to look at."""
        draft = draft_of(self.assembly)
        if draft is None:
            raise Http404
        draft.assembly = self.assembly
        self.draft = draft


class ReportPreviewView(_DraftBase):
    """The report as it would be published now; minority statements come with the publication."""

    permission: ClassVar[str] = "assembly.view_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        content = content_of(self.draft, number=self.draft.number, note="", now=self.now)
        with override(self.draft.language):
            blocks = outline_of(content)
        context = {"draft": self.draft, "content": content, "blocks": blocks}
        return self.render("outcomes/report_preview.html", context)


class ReportPublishView(_DraftBase):
    """Say what publishing does, and publish."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(self.form(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish the draft."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            publish_report(
                report=self.draft,
                revision=form.cleaned_data["revision"],
                note=form.cleaned_data.get("note", ""),
                has_seen_remarks=form.cleaned_data.get("has_seen_remarks", False),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The report is published, and the recommendations are handed over."))
        return redirect("report", self.assembly.slug)

    def form(self, data: Any) -> PublishForm:
        """Return the form; it asks what has to be said."""
        self.remarks = minority_remarks(self.assembly)
        return PublishForm(data, report=self.draft, has_remarks=bool(self.remarks))

    def page(self, form: PublishForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        context = {
            "form": form,
            "draft": self.draft,
            "blockers": list(report_blockers(self.assembly)),
            "remarks": self.remarks,
        }
        return self.render("outcomes/report_publish.html", context, status=status)
