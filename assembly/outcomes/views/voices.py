"""What members say back, as the team sees it: counts of ratings, concerns to decide about, and sheets of paper."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.documents.follow_papers import rating_sheet
from assembly.outcomes.enums_responses import ConcernState
from assembly.outcomes.forms.voices import EnterConcernForm, RatingSheetForm, SetAsideForm
from assembly.outcomes.models import Concern
from assembly.outcomes.response_lifecycle import CONCERN
from assembly.outcomes.selectors.voices import (
    answers_with_counts,
    concerns_of,
    fewest_of,
    members_of,
    newest_answers,
    waiting_concerns,
)
from assembly.outcomes.services.concerns import (
    pass_concern_on,
    raise_concern,
    set_concern_aside,
    take_concern_up,
)
from assembly.outcomes.services.ratings import enter_ratings
from assembly.outcomes.views.outcomes_base import ResponsesView

PER_PAGE = 25


class VoicesView(ResponsesView):
    """Concerns that wait, all others, and what is published of the ratings."""

    permission: ClassVar[str] = "assembly.view_responses"
    tab: ClassVar[str] = "voices"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        others = concerns_of(self.assembly).exclude(state=ConcernState.RAISED)
        context = {
            "waiting": list(waiting_concerns(self.assembly)),
            "page": Paginator(others, PER_PAGE).get_page(request.GET.get("page")),
            "answers": answers_with_counts(self.assembly),
            "fewest": fewest_of(self.assembly),
        }
        return self.render("outcomes/voices.html", context)


class ConcernView(ResponsesView):
    """One concern, and what can be decided about it."""

    permission: ClassVar[str] = "assembly.view_responses"
    post_permission: ClassVar[str | None] = "assembly.manage_responses"
    tab: ClassVar[str] = "voices"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the concern."""
        self.concern: Concern = get_object_or_404(concerns_of(self.assembly), pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(SetAsideForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Pass it on, set it aside, or take it up again."""
        verb = request.POST.get("verb", "")
        services = {"pass_on": pass_concern_on, "set_aside": set_concern_aside, "take_up": take_concern_up}
        if verb not in services:
            raise BadRequest
        form: Form = SetAsideForm(request.POST) if verb == "set_aside" else Form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            services[verb](concern=self.concern, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            self.concern.refresh_from_db()
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept."))
        return redirect("concern", self.assembly.slug, self.concern.pk)

    def page(self, form: Form, *, status: int = 200) -> HttpResponse:
        """Render it."""
        context = {
            "concern": self.concern,
            "possible": CONCERN.verbs_from(self.concern.state),
            "form": form,
            "set_aside": form if isinstance(form, SetAsideForm) else SetAsideForm(),
        }
        return self.render("outcomes/concern.html", context, status=status)


class EnterConcernView(ResponsesView):
    """Enter what a table or a member said."""

    permission: ClassVar[str] = "assembly.enter_responses"
    tab: ClassVar[str] = "voices"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        try:
            raise_concern(
                version=said["version"],
                raised=form.raised(said["raised_by"]),
                way=said["way"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is entered."))
        return redirect("voices", self.assembly.slug)

    def form(self, data: Any = None) -> EnterConcernForm:
        """Return the form."""
        return EnterConcernForm(
            data, answers=newest_answers(self.assembly), members=members_of(self.assembly)
        )

    def page(self, form: EnterConcernForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render("outcomes/concern_enter.html", {"form": form}, status=status)


class EnterRatingsView(ResponsesView):
    """Enter one member's sheet of ratings."""

    permission: ClassVar[str] = "assembly.enter_responses"
    tab: ClassVar[str] = "voices"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show an empty sheet."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the sheet, whole or not at all."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        try:
            enter_ratings(
                assembly=self.assembly,
                person=said["person"],
                scores=form.ratings(),
                way=said["way"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The sheet is entered."))
        return redirect("ratings_enter", self.assembly.slug)

    def form(self, data: Any = None) -> RatingSheetForm:
        """Return the sheet."""
        answers = list(newest_answers(self.assembly))
        return RatingSheetForm(data, answers=answers, members=members_of(self.assembly))

    def page(self, form: RatingSheetForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render("outcomes/ratings_enter.html", {"form": form}, status=status)


class RatingSheetView(ResponsesView):
    """The sheet of paper with all answers, in large print with `?print=large`."""

    permission: ClassVar[str] = "assembly.view_responses"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the sheet."""
        page = request.build_absolute_uri(reverse("own_responses", args=[self.assembly.slug]))
        is_large = request.GET.get("print") == "large"
        answers = list(newest_answers(self.assembly))
        content = rating_sheet(self.assembly, answers, page=page, is_large=is_large)
        name = f"{self.assembly.slug}-answers-sheet.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
