"""Reviews: what waits for reviewers, reading a draft and saying what one finds, findings on paper, settling them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from evidence.enums import Verdict, Way
from evidence.forms.item_reviews import PaperReviewForm, ReviewForm, SettleForm
from evidence.item_verbs import EDITS
from evidence.models import EvidenceVersion, Review
from evidence.selectors.items import items_in_review, versions_of
from evidence.services.item_reviews import REVIEWABLE, add_review, settle_review
from evidence.version_changes import changes_between
from evidence.views.evidence_base import EvidenceView
from evidence.views.item import ItemView, shown_version


class ReviewsView(EvidenceView):
    """What has to be reviewed, first what the reader has not looked at."""

    permission: ClassVar[str] = "assembly.view_evidence"
    tab: ClassVar[str] = "reviews"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        found = list(items_in_review(self.assembly, request.user).prefetch_related("topics"))
        return self.render("evidence/reviews.html", {"items": found})


class _AboutDraft(ItemView):
    """A page about the draft of an item."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the versions as well."""
        super().load_scope(kwargs)
        self.load_draft()

    def load_draft(self) -> None:
        """Read the draft, and the version that it corrects."""
        versions = list(versions_of(self.item))
        self.draft: EvidenceVersion | None = versions[0] if versions[0].released_at is None else None
        self.before = versions[1] if len(versions) > 1 else None

    def draft_context(self) -> dict[str, Any]:
        """Return the draft as it now stands, and what it corrects."""
        is_open = self.draft is not None and self.item.state in REVIEWABLE
        return {
            **shown_version(self.draft),
            "is_open": is_open,
            "revision": self.draft.revision if self.draft else 0,
            "before": self.before,
            "changes": changes_between(self.before, self.draft) if self.before and self.draft else [],
        }


class ReviewView(_AboutDraft):
    """Read a draft, and say what one finds of it."""

    post_permission: ClassVar[str | None] = "assembly.review_evidence"
    tab: ClassVar[str] = "reviews"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the draft and the form."""
        return self.page(ReviewForm(initial={"revision": self.draft.revision if self.draft else 1}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the finding."""
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            add_review(item=self.item, way=Way.ONLINE, actor=request.user, now=self.now, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            self.load_draft()
            data = request.POST.copy()
            data["revision"] = str(self.draft.revision if self.draft else 1)
            form = ReviewForm(data)
            form.is_valid()
            form.add_error(None, str(changed))
            return self.page(form, status=409)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Thank you. Your finding is with the team."))
        return redirect("evidence_reviews", self.assembly.slug)

    def page(self, form: ReviewForm, *, status: int = 200) -> HttpResponse:
        """Render it, with one's own earlier findings."""
        own = Review.objects.filter(version__item=self.item, reviewer=self.request.user)
        context = {**self.draft_context(), "form": form, "own": list(own.select_related("version"))}
        return self.render("evidence/review.html", context, status=status)


class EnterReviewView(_AboutDraft):
    """Enter a finding that came on paper, by phone or in person."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the finding."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            add_review(item=self.item, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The finding is entered."))
        return self.back()

    def form(self, data: Any = None) -> PaperReviewForm:
        """Return the form for the draft as it now stands."""
        return PaperReviewForm(data, revision=self.draft.revision if self.draft else 1)

    def page(self, form: PaperReviewForm, *, status: int = 200) -> HttpResponse:
        """Render the form beside the draft."""
        return self.render(
            "evidence/review_enter.html", {**self.draft_context(), "form": form}, status=status
        )


class SettleView(ItemView):
    """Say what was done about a finding."""

    permission: ClassVar[str] = EDITS

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the finding."""
        super().load_scope(kwargs)
        found = Review.objects.filter(version__item=self.item).select_related("version__item", "reviewer")
        self.review = get_object_or_404(found, pk=kwargs.pop("pk"))
        if self.review.verdict == Verdict.FIT:
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(SettleForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Settle it."""
        form = SettleForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            settle_review(review=self.review, how=form.cleaned_data["how"], actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is kept what was done."))
        return self.back()

    def page(self, form: SettleForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render(
            "evidence/review_settle.html", {"form": form, "review": self.review}, status=status
        )
