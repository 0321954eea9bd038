"""Votes as members see them: what will be asked and by which rule, later how everybody voted together."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.errors import HouseError
from assembly.outcomes.documents.ballot_papers import question_sheet
from assembly.outcomes.enums import BallotMethod, BallotState, VotingWay
from assembly.outcomes.models import Ballot
from assembly.outcomes.rehearsal_codes import shown_rehearsal_code
from assembly.outcomes.secret_codes import shown_code
from assembly.outcomes.selectors.secret_votes import turn_of
from assembly.outcomes.selectors.votes import counted, questions_of, shown_ballots, voters_of
from assembly.outcomes.services.voting_codes import take_code
from assembly.outcomes.views.ballot_desk import unkept
from assembly.outcomes.views.ballots import pdf_answer, told
from assembly.views.workspace import AssemblyView

PER_PAGE = 25


class OwnBallotsView(AssemblyView):
    """All votes that are announced or over."""

    permission: ClassVar[str] = "assembly.read_recommendations"
    stage: ClassVar[str] = "own_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        page = Paginator(shown_ballots(self.assembly), PER_PAGE).get_page(request.GET.get("page"))
        return self.render("outcomes/own_ballots.html", {"page": page})


class _OwnBallotBase(AssemblyView):
    """A page about one vote; one that is being designed is nobody's business."""

    permission: ClassVar[str] = "assembly.read_recommendations"
    stage: ClassVar[str] = "own_ballots"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        found = shown_ballots(self.assembly).select_related("assembly", "session")
        self.ballot: Ballot = get_object_or_404(found, number=kwargs.pop("number"))


class OwnBallotView(_OwnBallotBase):
    """What is asked; the result once it is published, and never before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        is_published = self.ballot.state == BallotState.PUBLISHED
        voters = voters_of(self.assembly, self.now)
        is_secret = self.ballot.method == BallotMethod.SECRET
        is_open = self.ballot.state == BallotState.OPEN
        context = {
            "ballot": self.ballot,
            "is_secret": is_secret,
            "is_open": is_open,
            "turn": turn_of(self.ballot, request.user) if is_secret and is_open else None,
            "code": shown_rehearsal_code(self.ballot) if is_secret else "",
            "rows": [
                told(counted(each), 0 if is_published else voters) for each in questions_of(self.ballot)
            ],
            "is_published": is_published,
            "is_void": self.ballot.state == BallotState.VOID,
            "is_draft": self.ballot.state == BallotState.SHOWN_AS_DRAFT,
        }
        return self.render("outcomes/own_ballot.html", context)


class OwnBallotCodeView(_OwnBallotBase):
    """Take a voting code, which is shown once; afterwards nobody knows whose it is."""

    permission: ClassVar[str] = "assembly.take_voting_codes"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say what a code is, before it is shown."""
        is_open = self.ballot.method == BallotMethod.SECRET and self.ballot.state == BallotState.OPEN
        turn = turn_of(self.ballot, request.user) if is_open else None
        context = {"ballot": self.ballot, "may_take": turn is not None and not turn.how, "code": ""}
        return self.render("outcomes/own_ballot_code.html", context)

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it, or say why there is none."""
        turn = turn_of(self.ballot, request.user)
        if turn is None:
            messages.error(request, _("You are not on the list for this vote. Ask the team at the desk."))
            return redirect("own_ballot", self.assembly.slug, self.ballot.number)
        try:
            code = take_code(ballot=self.ballot, person=turn.person, how=VotingWay.OWN, actor=request.user)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("own_ballot", self.assembly.slug, self.ballot.number)
        context = {
            "ballot": self.ballot,
            "code": shown_code(code),
            "back": "own_ballot",
            "vote_at": reverse("vote"),
        }
        return unkept(self.render("outcomes/own_ballot_code.html", context))


class OwnBallotSheetView(_OwnBallotBase):
    """The same on paper; in large print with `?print=large`."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        page = request.build_absolute_uri(
            reverse("own_ballot", args=[self.assembly.slug, self.ballot.number])
        )
        content = question_sheet(
            self.ballot,
            questions_of(self.ballot),
            page=page,
            voters=voters_of(self.assembly, self.now),
            is_large=request.GET.get("print") == "large",
        )
        return pdf_answer(content, f"{self.assembly.slug}-ballot-{self.ballot.number}")
