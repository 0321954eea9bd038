"""What members read of recommendations, the amendments they propose, and the minority statements they write."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.forms.amendments import AmendForm, DissentForm
from assembly.outcomes.models import Amendment, MinorityStatement, Recommendation
from assembly.outcomes.recommendation_lifecycle import AMENDMENT, MINORITY
from assembly.outcomes.selectors.recommendations import (
    Wanted,
    amendments_by,
    amendments_of,
    changes_between,
    may_dissent,
    narrowed,
    recommendations_of,
    statements_by,
)
from assembly.outcomes.services.amendments import propose_amendment, withdraw_amendment
from assembly.outcomes.services.minority_statements import (
    withdraw_minority_statement,
    write_minority_statement,
)
from assembly.outcomes.views.recommendations import RecommendationsPaperView
from assembly.selectors import member_of
from assembly.views.workspace import AssemblyView

PER_PAGE = 25
PROPOSES = "assembly.propose_amendments"


class OwnRecommendationsBase(AssemblyView):
    """A page for members; facilitators read what members read."""

    permission: ClassVar[str] = "assembly.read_recommendations"
    stage: ClassVar[str] = "own_recommendations"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out who the reader is."""
        self.person = member_of(self.assembly, self.request.user)


class OwnRecommendationsView(OwnRecommendationsBase):
    """All recommendations, and what became of what one has written."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them theme by theme."""
        words, every = request.GET.get("search", "")[:100], recommendations_of(self.assembly)
        page = Paginator(narrowed(every, Wanted(words=words)), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "person": self.person,
            "page": page,
            "search": words,
            "is_long": bool(words) or page.paginator.count > PER_PAGE,
            "amendments": list(amendments_by(self.person)) if self.person else [],
            "statements": list(statements_by(self.person)) if self.person else [],
        }
        return self.render("outcomes/own_recommendations.html", context)


class OwnRecommendationsPaperView(OwnRecommendationsBase, RecommendationsPaperView):
    """The same on paper, with space for amendments."""

    permission: ClassVar[str] = "assembly.read_recommendations"
    stage: ClassVar[str] = "own_recommendations"
    screen: ClassVar[str] = "own_recommendations"


class OwnRecommendationBase(OwnRecommendationsBase):
    """A page about one recommendation."""

    recommendation: Recommendation

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the recommendation."""
        super().load_scope(kwargs)
        self.recommendation = get_object_or_404(
            recommendations_of(self.assembly), number=kwargs.pop("number")
        )

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the recommendation and the reader."""
        own = {"recommendation": self.recommendation, "text": self.recommendation.present}
        return super().render(template, {**own, "person": self.person, **(context or {})}, status=status)

    def back(self) -> HttpResponse:
        """Lead to the member's list."""
        return redirect("own_recommendations", self.assembly.slug)

    def is_by_reader(self, writer: int | None) -> bool:
        """Whether the reader is who wrote something."""
        return self.person is not None and self.person.pk == writer

    def not_own(self) -> HttpResponse:
        """Lead whoever did not write it to the list."""
        messages.info(self.request, _("Somebody else wrote that. This is what you can read."))
        return self.back()


class OwnRecommendationView(OwnRecommendationBase):
    """Its present text, what it rests on, and the amendments to it, without names."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        own = self.recommendation
        found = list(amendments_of(own))
        for each in found:
            each.changes = changes_between(each.base.words(), each.words())
            each.is_mine = self.person is not None and each.proposed_by_id == self.person.pk
        context = {
            "amendments": found,
            "sources": list(own.sources.select_related("item", "session")),
            "is_open": own.state == RecommendationState.UNDER_AMENDMENT,
            "may_dissent": may_dissent(own),
        }
        return self.render("outcomes/own_recommendation.html", context)


class OwnAmendmentNewView(OwnRecommendationBase):
    """Propose an amendment; the form begins with the present text."""

    permission: ClassVar[str] = PROPOSES

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(AmendForm.beginning_with(self.recommendation.present))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, against the version with which the form began."""
        form = AmendForm(request.POST)
        if self.person is None or not form.is_valid():
            return self.page(form, status=422)
        base = get_object_or_404(self.recommendation.versions, number=form.cleaned_data["base"])
        try:
            propose_amendment(
                recommendation=self.recommendation,
                proposal=form.proposal(base, proposed_by=self.person),
                actor=None,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Your amendment is with the team. You see here what becomes of it."))
        return self.back()

    def page(self, form: AmendForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        is_open = self.recommendation.state == RecommendationState.UNDER_AMENDMENT
        return self.render(
            "outcomes/own_amendment_new.html", {"form": form, "is_open": is_open}, status=status
        )


class OwnAmendmentView(OwnRecommendationBase):
    """One's own amendment, what became of it, and its withdrawal."""

    post_permission: ClassVar[str | None] = PROPOSES

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the amendment."""
        super().load_scope(kwargs)
        self.amendment: Amendment = get_object_or_404(
            amendments_of(self.recommendation), number=kwargs.pop("amendment")
        )
        self.is_own = self.is_by_reader(self.amendment.proposed_by_id)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        if not self.is_own:
            return self.not_own()
        context = {
            "amendment": self.amendment,
            "changes": changes_between(self.amendment.base.words(), self.amendment.words()),
            "can_withdraw": "withdraw" in AMENDMENT.verbs_from(self.amendment.state),
        }
        return self.render("outcomes/own_amendment.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Withdraw it."""
        if not self.is_own:
            return self.not_own()
        try:
            withdraw_amendment(amendment=self.amendment, by=self.person, actor=None, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your amendment is withdrawn."))
        return self.back()


class OwnMinorityNewView(OwnRecommendationBase):
    """Write a minority statement, once the recommendation was voted on."""

    permission: ClassVar[str] = PROPOSES

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(DissentForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = DissentForm(request.POST)
        if self.person is None or not form.is_valid():
            return self.page(form, status=422)
        try:
            write_minority_statement(
                recommendation=self.recommendation,
                dissent=form.dissent(written_by=self.person),
                actor=None,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Your statement is kept. It is published with the report."))
        return self.back()

    def page(self, form: DissentForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "may_dissent": may_dissent(self.recommendation)}
        return self.render("outcomes/own_minority_new.html", context, status=status)


class OwnMinorityView(OwnRecommendationBase):
    """One's own minority statement, and its withdrawal until it is published."""

    post_permission: ClassVar[str | None] = PROPOSES

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the statement."""
        super().load_scope(kwargs)
        rows = MinorityStatement.objects.filter(recommendation=self.recommendation)
        self.statement: MinorityStatement = get_object_or_404(
            rows.select_related("recommendation__assembly"), number=kwargs.pop("statement")
        )
        self.is_own = self.is_by_reader(self.statement.written_by_id)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        if not self.is_own:
            return self.not_own()
        context = {
            "statement": self.statement,
            "can_withdraw": "withdraw" in MINORITY.verbs_from(self.statement.state),
        }
        return self.render("outcomes/own_minority.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Withdraw it."""
        if not self.is_own:
            return self.not_own()
        try:
            withdraw_minority_statement(statement=self.statement, by=self.person, actor=None, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your statement is withdrawn."))
        return self.back()
