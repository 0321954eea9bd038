"""Publish the learning record: first exactly what everybody will read."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.forms.learning import PublishLearningForm
from assembly.evaluation.learning_outline import shown_stages, summary_parts
from assembly.evaluation.selectors.learning import editions_of, learning_blockers, record_content
from assembly.evaluation.services.learning import publish_learning
from assembly.evaluation.views.learning import EDITS, LearningBase
from assembly.outcomes.selectors.reports import digest_of


class LearningPublishView(LearningBase):
    """The record as it would be published now, and the button."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish what was seen."""
        last = editions_of(self.assembly).first()
        form = PublishLearningForm(request.POST, is_first=last is None)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        try:
            publish_learning(
                assembly=self.assembly,
                seen=said["seen"],
                note=said.get("note", ""),
                language=said["language"],
                has_open_licence=said["has_open_licence"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The learning record is published."))
        return redirect("evaluation_learning", self.assembly.slug)

    def page(self, form: PublishLearningForm | None, *, status: int = 200) -> HttpResponse:
        """Render the preview with the form; what stands in it is what the form publishes."""
        record, last = record_content(self.assembly), editions_of(self.assembly).first()
        seen = digest_of(record)
        if form is None:
            initial = {
                "seen": seen,
                "language": last.language if last else get_language(),
                "has_open_licence": last.has_open_licence if last else False,
            }
            form = PublishLearningForm(initial=initial, is_first=last is None)
        else:
            # Whoever presses again has seen what stands on this page.
            form.data = form.data.copy()
            form.data["seen"] = seen
        context: dict[str, Any] = {
            "form": form,
            "blockers": list(learning_blockers(self.assembly, record)),
            "parts": summary_parts(record),
            "shown_stages": shown_stages(record),
            "edition": last,
        }
        return self.render("evaluation/learning_publish.html", context, status=status)
