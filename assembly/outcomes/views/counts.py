"""Enter the count of a question, look at it while typing, and verify it by typing it again."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.forms.counts import CountForm
from assembly.outcomes.models import BallotQuestion
from assembly.outcomes.selectors.votes import counted, questions_of, voters_of
from assembly.outcomes.services.counts import enter_count, seen_count, verify_count
from assembly.outcomes.views.ballots import BallotBase
from assembly.outcomes.vote_words import remark_words, result_words


class _QuestionBase(BallotBase):
    """A page about one question of a ballot that is counted by hand; codes are counted by themselves."""

    question: BallotQuestion

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load ballot and question."""
        super().load_scope(kwargs)
        if self.ballot.method == BallotMethod.SECRET:
            raise Http404
        self.questions = questions_of(self.ballot)
        number = kwargs.pop("question")
        found = next((each for each in self.questions if each.number == number), None)
        if found is None:
            raise Http404
        found.ballot = self.ballot
        self.question = found

    def look(self, form: CountForm) -> dict[str, Any]:
        """Return what is wrong or odd about what was typed, and what would follow from it."""
        if not form.is_bound or not form.is_valid():
            return {"remarks": [], "sentences": []}
        remarks, tally = form.remarks(), form.tally()
        has_fault = any(remark.is_fault for remark in remarks)
        result = None if has_fault else reckon(tally, form.rule)
        return {
            "remarks": [(remark_words(remark), remark.is_fault) for remark in remarks],
            "sentences": result_words(result, form.rule, tally) if result else [],
        }


class BallotCountView(_QuestionBase):
    """Enter what was counted for one question."""

    permission: ClassVar[str] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form, filled with what was entered before."""
        return self.page(CountForm(question=self.question, initial=self.standing()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the count and go on to the next one that is missing."""
        form = CountForm(request.POST, question=self.question)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            enter_count(
                question=self.question,
                tally=form.tally(),
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            if refused.code == "stale":
                form.data = form.data.copy()
                form.data["seen"] = self.standing()["seen"]
            return self.page(form, status=409, is_overtaken=refused.code == "stale")
        messages.success(
            request, _("The count of question %(number)s is entered.") % {"number": self.question.number}
        )
        waiting = [each for each in self.questions if each != self.question and counted(each).count is None]
        if waiting:
            return redirect("ballot_count", self.assembly.slug, self.ballot.number, waiting[0].number)
        return self.back()

    def standing(self) -> dict[str, Any]:
        """Return what the boxes hold: what was entered, or how many may vote."""
        each = counted(self.question)
        seen = seen_count(each.count, self.question)
        if each.count is None or each.tally is None:
            return {"eligible": voters_of(self.assembly, self.now), "seen": seen}
        return {**CountForm.initial_of(each.tally, each.count.note), "seen": seen}

    def page(self, form: CountForm, *, status: int = 200, is_overtaken: bool = False) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "question": self.question,
            "total": len(self.questions),
            "standing": counted(self.question) if is_overtaken else None,
            "is_closed": self.ballot.state == BallotState.CLOSED,
            **self.look(form),
        }
        return self.render("outcomes/ballot_count.html", context, status=status)


class BallotCountCheckView(_QuestionBase):
    """Say in words whether what is being typed adds up; keeps nothing."""

    permission: ClassVar[str] = "assembly.run_ballots"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with the words alone."""
        form = CountForm(request.POST, question=self.question)
        return render(request, "outcomes/ballot_count_check.html", {"form": form, **self.look(form)})


class BallotVerifyCountView(_QuestionBase):
    """Type the totals of a question again, from the paper: what was entered is not shown."""

    permission: ClassVar[str] = "assembly.verify_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the empty form."""
        return self.page(CountForm(question=self.question, has_note=False))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare, and go on to the next one that is not verified."""
        form = CountForm(request.POST, question=self.question, has_note=False)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            verify_count(question=self.question, tally=form.tally(), actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(
            request, _("Question %(number)s: both counts agree.") % {"number": self.question.number}
        )
        waiting = [
            each for each in self.questions if each != self.question and counted(each).verification is None
        ]
        if waiting:
            return redirect("ballot_verify_count", self.assembly.slug, self.ballot.number, waiting[0].number)
        return redirect("ballot_verify", self.assembly.slug, self.ballot.number)

    def page(self, form: CountForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "question": self.question,
            "total": len(self.questions),
            "is_counted": self.ballot.state == BallotState.COUNTED,
        }
        return self.render("outcomes/ballot_verify_count.html", context, status=status)
