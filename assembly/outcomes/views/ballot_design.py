"""Design a ballot: its head, what is asked, and under which rules."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.enums import BallotState
from assembly.outcomes.forms.ballots import AskForm, BallotForm, RankForm
from assembly.outcomes.models import Ballot
from assembly.outcomes.selectors.votes import counted, mark_of, questions_of, rules_of, voters_of
from assembly.outcomes.services.ballots import (
    ask_about,
    ask_to_rank,
    change_ballot,
    design_ballot,
    remove_question,
)
from assembly.outcomes.views.ballots import BallotBase, told
from assembly.outcomes.views.outcomes_base import RecommendationsView


class BallotNewView(RecommendationsView):
    """Begin a ballot."""

    permission: ClassVar[str] = "assembly.run_ballots"
    tab: ClassVar[str] = "ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        today = timezone.localdate(self.now)
        return self.page(BallotForm(assembly=self.assembly, initial={"held_on": today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = BallotForm(request.POST, assembly=self.assembly)
        if not form.is_valid() or not form.cleaned_data["token"]:
            return self.page(form, status=422)
        ballot = design_ballot(
            assembly=self.assembly,
            words=form.words(),
            token=form.cleaned_data["token"],
            actor=request.user,
            now=self.now,
        )
        return redirect("ballot_questions", self.assembly.slug, ballot.number)

    def page(self, form: BallotForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/ballot_words.html", {"form": form}, status=status)


class BallotWordsView(BallotBase):
    """Change the head of a ballot that is being designed."""

    permission: ClassVar[str] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the words."""
        shown = Ballot.objects.get(pk=self.ballot.pk)
        form = BallotForm(request.POST, assembly=self.assembly, instance=shown)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_ballot(
                ballot=self.ballot,
                words=form.words(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            form.data = form.data.copy()
            form.data["seen"] = self.mark()
            return self.page(form, status=409, is_overtaken=refused.code == "stale")
        messages.success(request, _("It is kept."))
        return self.back()

    def mark(self) -> str:
        """Return the mark of the ballot as it is."""
        return mark_of(self.ballot, questions_of(self.ballot))

    def form(self) -> BallotForm:
        """Return the form over what stands."""
        return BallotForm(instance=self.ballot, assembly=self.assembly, initial={"seen": self.mark()})

    def page(self, form: BallotForm, *, status: int = 200, is_overtaken: bool = False) -> HttpResponse:
        """Render the form; beside it, where somebody was faster, what they wrote."""
        context = {"form": form, "is_overtaken": is_overtaken}
        return self.render("outcomes/ballot_words.html", context, status=status)


class BallotQuestionsView(BallotBase):
    """What is asked: add recommendations, add options to rank, take a question out."""

    permission: ClassVar[str] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show questions and forms."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add to the questions, or take one out."""
        act = request.POST.get("act", "")
        if act.startswith("remove-") and act.removeprefix("remove-").isdecimal():
            seen = request.POST.get("seen", "")
            try:
                remove_question(
                    ballot=self.ballot,
                    number=int(act.removeprefix("remove-")),
                    seen=seen,
                    actor=request.user,
                    now=self.now,
                )
            except HouseError as refused:
                messages.error(request, str(refused))
            return self.again()
        if act == "ask":
            return self.add(AskForm(request.POST, ballot=self.ballot), ask_about)
        if act == "rank":
            return self.add(RankForm(request.POST, ballot=self.ballot), ask_to_rank)
        raise BadRequest

    def add(self, form: AskForm | RankForm, service: Any) -> HttpResponse:
        """Add what a form says."""
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            if "options" in data:
                data["options"] = data["options"].splitlines()
            else:
                data["recommendations"] = list(data["recommendations"])
            try:
                service(ballot=self.ballot, actor=self.request.user, now=self.now, **data)
            except HouseError as refused:
                form.add_error(None, str(refused))
                status = 409
            else:
                return self.again()
        is_asking = isinstance(form, AskForm)
        return self.page(ask=form if is_asking else None, rank=None if is_asking else form, status=status)

    def again(self) -> HttpResponse:
        """Show the page again."""
        return redirect("ballot_questions", self.assembly.slug, self.ballot.number)

    def page(
        self, ask: AskForm | None = None, rank: RankForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render the questions with both forms."""
        questions = questions_of(self.ballot)
        seen, voters = mark_of(self.ballot, questions), voters_of(self.assembly, self.now)
        initial = {"seen": seen, "wording": _("Do you support this recommendation?")}
        context = {
            "rows": [told(counted(each), voters) for each in questions],
            "seen": seen,
            "ask": ask or AskForm(ballot=self.ballot, initial=initial, prefix=None),
            "rank": rank or RankForm(ballot=self.ballot, initial={"seen": seen}, auto_id="rank_%s"),
            "has_rules": rules_of(self.assembly).exists(),
            "is_designed": self.ballot.state == BallotState.DESIGNED,
        }
        return self.render("outcomes/ballot_questions.html", context, status=status)
