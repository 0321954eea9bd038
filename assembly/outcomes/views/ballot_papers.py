"""Papers from the urn of a secret vote: entered by one, and typed again by another who does not see the first entry."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.enums import BallotState
from assembly.outcomes.forms.counts import PapersForm
from assembly.outcomes.models import BallotQuestion
from assembly.outcomes.selectors.secret_votes import PAPERS_FIRST
from assembly.outcomes.selectors.votes import questions_of, tally_of
from assembly.outcomes.services.counts import seen_count
from assembly.outcomes.services.paper_counts import check_papers, enter_papers
from assembly.outcomes.views.ballots import SecretBallotBase


class _PapersBase(SecretBallotBase):
    """A page about the papers of one question."""

    is_again: ClassVar[bool] = False
    question: BallotQuestion

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load ballot and question."""
        super().load_scope(kwargs)
        questions, number = questions_of(self.ballot), kwargs.pop("question")
        found = next((each for each in questions if each.number == number), None)
        if found is None:
            raise Http404
        found.ballot = self.ballot
        self.question, self.total = found, len(questions)

    def send(self, form: PapersForm, act: Callable[..., object], said: str, **more: Any) -> HttpResponse:
        """Do what the form is for, and go back to the ballot."""
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            act(question=self.question, tally=form.tally(), actor=self.request.user, now=self.now, **more)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(self.request, said % {"number": self.question.number})
        return self.back()

    def page(self, form: PapersForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "question": self.question,
            "total": self.total,
            "is_again": self.is_again,
            "is_closed": self.ballot.state == BallotState.CLOSED,
        }
        return self.render("outcomes/ballot_papers.html", context, status=status)


class BallotPapersView(_PapersBase):
    """Enter what lay in the urn for a question."""

    permission: ClassVar[str] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form, filled with what was entered before."""
        return self.page(PapersForm(question=self.question, has_note=False, initial=self.standing()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = PapersForm(request.POST, question=self.question, has_note=False)
        seen = request.POST.get("seen", "")
        return self.send(form, enter_papers, _("The papers of question %(number)s are entered."), seen=seen)

    def standing(self) -> dict[str, Any]:
        """Return what the boxes hold: what was entered."""
        count = next((each for each in self.question.counts.all() if each.entry == PAPERS_FIRST), None)
        seen = seen_count(count, self.question)
        if count is None:
            return {"seen": seen}
        return {**PapersForm.initial_of(tally_of(count, self.question), ""), "seen": seen}


class BallotPapersAgainView(_PapersBase):
    """Count the same papers again: what was entered is not shown."""

    permission: ClassVar[str] = "assembly.verify_ballots"
    is_again: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the empty form."""
        return self.page(PapersForm(question=self.question, has_note=False))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare."""
        form = PapersForm(request.POST, question=self.question, has_note=False)
        return self.send(form, check_papers, _("Question %(number)s: both counts of the papers agree."))
