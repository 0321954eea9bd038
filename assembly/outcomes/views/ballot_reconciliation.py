"""What was given out in a secret vote, what came back, and how differences are explained."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.enums import BallotState
from assembly.outcomes.forms.voting_desk import ExplainForm
from assembly.outcomes.services.reconciling import explain_differences
from assembly.outcomes.views.ballots import SecretBallotBase
from assembly.outcomes.views.secret_context import reconciled_context

EXPLAINABLE = (BallotState.CLOSED, BallotState.COUNTED)


class BallotReconciliationView(SecretBallotBase):
    """The numbers, and the words that go with them."""

    post_permission: ClassVar[str | None] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the explanation."""
        form = ExplainForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            explain_differences(
                ballot=self.ballot, words=form.cleaned_data["words"], actor=request.user, now=self.now
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept."))
        return self.back()

    def page(self, form: ExplainForm | None = None, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        shown = reconciled_context(self.ballot)
        context = {
            **shown,
            "form": form or ExplainForm(initial={"words": shown.get("explanation", "")}),
            "may_explain": self.ballot.state in EXPLAINABLE
            and bool(shown.get("differences"))
            and self.can("assembly.run_ballots"),
        }
        return self.render("outcomes/ballot_reconciliation.html", context, status=status)
