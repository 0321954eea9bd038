"""Minority statements as the team sees them: entered from paper, withdrawn for those who wrote them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.forms.amendments import EnterDissentForm
from assembly.outcomes.forms.recommendations import ReasonForm
from assembly.outcomes.models import MinorityStatement
from assembly.outcomes.recommendation_lifecycle import MINORITY
from assembly.outcomes.selectors.recommendations import may_dissent
from assembly.outcomes.services.minority_statements import (
    withdraw_minority_statement,
    write_minority_statement,
)
from assembly.outcomes.views.recommendation import RecommendationView
from assembly.outcomes.views.recommendations import EDITS


class MinorityNewView(RecommendationView):
    """Enter a statement that came on paper, by phone or in person."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(EnterDissentForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = EnterDissentForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            statement = write_minority_statement(
                recommendation=self.recommendation,
                dissent=form.dissent(),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The statement is entered."))
        return redirect(
            "minority_statement", self.assembly.slug, self.recommendation.number, statement.number
        )

    def page(self, form: EnterDissentForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "may_dissent": may_dissent(self.recommendation)}
        return self.render("outcomes/minority_new.html", context, status=status)


class MinorityView(RecommendationView):
    """One statement."""

    post_permission: ClassVar[str | None] = EDITS

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the recommendation and the statement."""
        super().load_scope(kwargs)
        rows = MinorityStatement.objects.filter(recommendation=self.recommendation)
        self.statement: MinorityStatement = get_object_or_404(
            rows.select_related("written_by", "recommendation__assembly"), number=kwargs.pop("statement")
        )

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(ReasonForm(required=False, longest=300))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Withdraw it for those who wrote it."""
        form = ReasonForm(request.POST, required=False, longest=300)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            withdraw_minority_statement(
                statement=self.statement,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            self.statement.refresh_from_db()
            return self.page(form, status=409)
        messages.success(request, _("It is withdrawn."))
        return self.back()

    def page(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        sees_names = self.can(EDITS)
        if sees_names and self.statement.written_by_id:
            self.note_list_reading("minority_statements.writers_read")
        context = {
            "statement": self.statement,
            "form": form,
            "sees_names": sees_names,
            "can_withdraw": "withdraw" in MINORITY.verbs_from(self.statement.state),
        }
        return self.render("outcomes/minority_statement.html", context, status=status)
