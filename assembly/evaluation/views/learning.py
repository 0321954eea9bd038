"""The learning record as the team sees it: entries, the summary, and how far it is published."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.documents.learning_pdf import learning_pdf
from assembly.evaluation.enums_learning import LearningKind, LearningStage
from assembly.evaluation.forms.learning import ChangeEntryForm, NewEntryForm, SummaryForm
from assembly.evaluation.models import LearningEntry, LearningVersion
from assembly.evaluation.selectors.learning import (
    current_versions,
    editions_of,
    record_content,
    stands_as_published,
    summary_of,
)
from assembly.evaluation.services.learning import add_entry, change_entry, save_summary
from assembly.evaluation.views.evaluation_base import EvaluationView

VIEWS, EDITS = "assembly.view_evaluation", "assembly.edit_learning"


class LearningBase(EvaluationView):
    """A page of the tab “Learning”."""

    permission: ClassVar[str] = VIEWS
    tab: ClassVar[str] = "learning"


class LearningView(LearningBase):
    """The record as it stands."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, narrowed to a part of the work or a kind."""
        stage, kind = request.GET.get("stage", ""), request.GET.get("kind", "")
        stage = stage if stage in LearningStage.values else ""
        kind = kind if kind in LearningKind.values else ""
        editions = list(editions_of(self.assembly).defer("content"))
        context = {
            "versions": current_versions(self.assembly, stage=stage, kind=kind),
            "summary": summary_of(self.assembly),
            "editions": editions,
            "is_as_published": bool(editions)
            and stands_as_published(self.assembly, record_content(self.assembly)),
            "stages": LearningStage.choices,
            "kinds": LearningKind.choices,
            "stage": stage,
            "kind": kind,
        }
        return self.render("evaluation/learning.html", context)


class LearningNewView(LearningBase):
    """Add an entry, also one that came on paper, by phone or in a survey."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(NewEntryForm(today=timezone.localdate(self.now)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = NewEntryForm(request.POST, today=timezone.localdate(self.now))
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            entry = add_entry(
                assembly=self.assembly,
                words=form.words(),
                token=form.cleaned_data["token"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Entry %(number)s is kept.") % {"number": entry.number})
        return redirect("evaluation_learning", self.assembly.slug)

    def page(self, form: NewEntryForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evaluation/learning_new.html", {"form": form}, status=status)


class _EntryBase(LearningBase):
    """A page about one entry."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it with its versions, the newest first; else 404."""
        entry = LearningEntry.objects.filter(assembly=self.assembly, number=kwargs.pop("number")).first()
        if entry is None:
            raise Http404
        entry.assembly = self.assembly
        self.entry = entry
        self.versions = list(
            LearningVersion.objects.filter(entry=entry).select_related("written_by").order_by("-number")
        )


class LearningEntryView(_EntryBase):
    """One entry with all its versions."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        context = {"entry": self.entry, "current": self.versions[0], "versions": self.versions}
        return self.render("evaluation/learning_entry.html", context)


class LearningChangeView(_EntryBase):
    """Change an entry: the next version."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form, filled with what stands."""
        last = self.versions[0]
        initial = {"began_with": last.number}
        return self.page(ChangeEntryForm(instance=last, initial={**initial, "note": ""}, today=self.today()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the next version."""
        form = ChangeEntryForm(request.POST, today=self.today())
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_entry(
                entry=self.entry,
                words=form.words(),
                note=form.cleaned_data["note"],
                began_with=form.cleaned_data["began_with"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            is_note = refused.code == "no_note"
            form.add_error("note" if is_note else None, str(refused))
            return self.page(form, status=422 if is_note else 409)
        messages.success(request, _("The entry is saved."))
        return redirect("learning_entry", self.assembly.slug, self.entry.number)

    def today(self) -> Any:
        """Return the day."""
        return timezone.localdate(self.now)

    def page(self, form: ChangeEntryForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "entry": self.entry, "current": self.versions[0]}
        return self.render("evaluation/learning_change.html", context, status=status)


class LearningSummaryView(LearningBase):
    """Write the summary: the next version."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form, filled with what stands."""
        last = summary_of(self.assembly)
        began_with = last.number if last else 0
        return self.page(SummaryForm(instance=last, initial={"began_with": began_with}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the next version."""
        form = SummaryForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_summary(
                assembly=self.assembly,
                words=form.words(),
                began_with=form.cleaned_data["began_with"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The summary is saved. Nothing is published yet."))
        return redirect("evaluation_learning", self.assembly.slug)

    def page(self, form: SummaryForm, *, status: int = 200) -> HttpResponse:
        """Render the form; beside it, where somebody was faster, what stands now."""
        theirs = summary_of(self.assembly) if status == 409 else None
        return self.render(
            "evaluation/learning_summary.html", {"form": form, "theirs": theirs}, status=status
        )


class LearningPaperView(LearningBase):
    """Everything that the team keeps, as a PDF; in large print with `?print=large`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the paper."""
        content = learning_pdf(
            record_content(self.assembly, has_all=True),
            page=request.build_absolute_uri(reverse("evaluation_learning", args=[self.assembly.slug])),
            is_large=request.GET.get("print") == "large",
        )
        headers = {"Content-Disposition": f'attachment; filename="{self.assembly.slug}-learning.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
