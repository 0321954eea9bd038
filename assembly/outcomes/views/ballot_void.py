"""Say that a vote is void: too many votes, no power in the hall, wrong papers in the urn."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.outcomes.enums import BallotState
from assembly.outcomes.forms.ballots import VoidForm
from assembly.outcomes.services.void_ballot import void_ballot
from assembly.outcomes.views.ballots import BallotBase

VOIDABLE = (BallotState.OPEN, BallotState.CLOSED, BallotState.COUNTED)


class BallotVoidView(BallotBase):
    """What it does, asked once; then nothing of the vote is shown, and its texts can be voted on again."""

    permission: ClassVar[str] = "assembly.decide_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Ask why."""
        return self.page(VoidForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        form = VoidForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        said = _("The vote is void. What it asked about can be voted on again.")
        return self.done(void_ballot, said, reason=form.cleaned_data["reason"])

    def page(self, form: VoidForm, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"form": form, "is_voidable": self.ballot.state in VOIDABLE}
        return self.render("outcomes/ballot_void.html", context, status=status)
