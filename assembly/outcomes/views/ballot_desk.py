"""The desk at which members get a code, draw a slip or take a paper; and the slips that lie ready there."""

from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.errors import HouseError
from assembly.outcomes.documents.paper_ballots import paper_ballot
from assembly.outcomes.documents.voting_slips import voting_slips
from assembly.outcomes.enums import BallotState, VotingWay
from assembly.outcomes.forms.voting_desk import PrintForm, ReturnForm
from assembly.outcomes.models import VoterTurn
from assembly.outcomes.secret_codes import shown_code
from assembly.outcomes.selectors.secret_votes import figures_of, turns_of
from assembly.outcomes.selectors.votes import questions_of
from assembly.outcomes.services.reconciling import return_slips
from assembly.outcomes.services.voting_codes import (
    draw_slip,
    hand_back,
    print_slips,
    take_code,
    take_paper,
)
from assembly.outcomes.views.ballots import SecretBallotBase, pdf_answer

GIVES = {"slip": draw_slip, "paper": take_paper}


class BallotDeskView(SecretBallotBase):
    """Everybody who may vote, and what they were given: one tap each.

    A code is shown in two steps, so that the screen is turned to the member before it appears.
    """

    permission: ClassVar[str] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        self.note_list_reading("ballot.list_read")
        words = request.GET.get("q", "").casefold().split()
        turns = list(turns_of(self.ballot))
        only_waiting = request.GET.get("show") == "waiting"
        context = {
            "turns": [
                turn
                for turn in turns
                if not (only_waiting and turn.how)
                and all(word in f"{turn.person} {turn.person.seat_number}".casefold() for word in words)
            ],
            "taken": sum(bool(turn.how) for turn in turns),
            "total": len(turns),
            "q": request.GET.get("q", ""),
            "show": "waiting" if only_waiting else "",
            "is_open": self.ballot.state == BallotState.OPEN,
        }
        return self.render("outcomes/ballot_desk.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note what somebody was given, or lead to their code."""
        act, _dash, key = request.POST.get("act", "").partition("-")
        if act not in (*GIVES, "back", "turn", "show") or not key.isdecimal():
            raise BadRequest
        turn = get_object_or_404(turns_of(self.ballot), person=int(key))
        if act == "turn":
            return self.render("outcomes/ballot_desk_turn.html", {"turn": turn})
        if act == "show":
            return self.show_code(turn)
        try:
            if act == "back":
                hand_back(ballot=self.ballot, person=turn.person, actor=request.user, now=self.now)
            else:
                GIVES[act](ballot=self.ballot, person=turn.person, actor=request.user)
        except HouseError as refused:
            messages.error(request, str(refused))
        return redirect("ballot_desk", self.assembly.slug, self.ballot.number)

    @sensitive_variables()
    def show_code(self, turn: VoterTurn) -> HttpResponse:
        """Take a code for a member, and show it once."""
        try:
            code = take_code(
                ballot=self.ballot, person=turn.person, how=VotingWay.DESK, actor=self.request.user
            )
        except HouseError as refused:
            messages.error(self.request, str(refused))
            return redirect("ballot_desk", self.assembly.slug, self.ballot.number)
        context = {"code": shown_code(code), "back": "ballot_desk", "vote_at": reverse("vote_room")}
        return unkept(self.render("outcomes/ballot_desk_code.html", context))


class BallotSlipsView(SecretBallotBase):
    """Print sealed slips, and count those that came back unopened."""

    permission: ClassVar[str] = "assembly.run_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show how many there are, and both forms."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with a file of fresh slips, or note what came back."""
        act = request.POST.get("act", "")
        if act == "print":
            return self.print(PrintForm(request.POST))
        if act == "return":
            return self.take_back(ReturnForm(request.POST))
        raise BadRequest

    def print(self, form: PrintForm) -> HttpResponse:
        """Take codes out of the pool for good, and answer with their slips: they are kept nowhere else."""
        if not form.is_valid():
            return self.page(printing=form, status=422)
        page = self.request.build_absolute_uri(reverse("vote"))
        is_large = form.cleaned_data["is_large"]

        @sensitive_variables()
        def drawn(codes: list[str]) -> bytes:
            return voting_slips(self.ballot, list(map(shown_code, codes)), page=page, is_large=is_large)

        try:
            content = print_slips(
                ballot=self.ballot,
                number=form.cleaned_data["number"],
                render=drawn,
                actor=self.request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error("number", str(refused))
            return self.page(printing=form, status=409)
        return unkept(pdf_answer(content, f"{self.assembly.slug}-ballot-{self.ballot.number}-slips"))

    def take_back(self, form: ReturnForm) -> HttpResponse:
        """Note how many slips came back unopened."""
        if not form.is_valid():
            return self.page(returning=form, status=422)
        try:
            return_slips(
                ballot=self.ballot,
                number=form.cleaned_data["returned"],
                actor=self.request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error("returned", str(refused))
            return self.page(returning=form, status=409)
        messages.success(self.request, _("It is noted."))
        return redirect("ballot_slips", self.assembly.slug, self.ballot.number)

    def page(
        self, printing: PrintForm | None = None, returning: ReturnForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render the page."""
        context = {
            "printing": printing or PrintForm(),
            "returning": returning or ReturnForm(auto_id="return_%s"),
            "figures": figures_of(self.ballot),
            "is_open": self.ballot.state == BallotState.OPEN,
            "is_closed": self.ballot.state in (BallotState.CLOSED, BallotState.COUNTED),
        }
        return self.render("outcomes/ballot_slips.html", context, status=status)


class BallotPaperBallotView(SecretBallotBase):
    """The ballot paper as PDF, a leaf for each question; in large print with `?print=large`."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        is_large = request.GET.get("print") == "large"
        content = paper_ballot(self.ballot, questions_of(self.ballot), is_large=is_large)
        return pdf_answer(content, f"{self.assembly.slug}-ballot-{self.ballot.number}-paper")


def unkept(answer: HttpResponse) -> HttpResponse:
    """Let neither a cache nor the address of the next page know of an answer with a code."""
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
