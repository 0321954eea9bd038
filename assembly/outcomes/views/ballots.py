"""Ballots as the team sees them: the list, designing one, its questions, and its moves."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from assembly.errors import HouseError
from assembly.outcomes.documents.ballot_papers import counting_sheet, question_sheet
from assembly.outcomes.enums import BallotMethod, BallotState, Outcome
from assembly.outcomes.models import Ballot
from assembly.outcomes.selectors.votes import (
    Counted,
    ballots_of,
    counted,
    questions_of,
    voters_of,
)
from assembly.outcomes.views.outcomes_base import RecommendationsView
from assembly.outcomes.views.secret_context import secret_context
from assembly.outcomes.vote_pictures import bar_of
from assembly.outcomes.vote_words import (
    OUTCOME_TONES,
    distribution,
    outcome_words,
    remark_words,
    result_words,
    rule_words,
)

PER_PAGE = 25


def told(each: Counted, voters: int) -> dict[str, Any]:
    """Return a question with its rule and, once it is counted, its result, as templates show them."""
    asks = each.question.rule.invites_minority
    said: dict[str, Any] = {
        "question": each.question,
        "rule_words": rule_words(each.rule, voters=voters, asks_for_minority=asks),
        "counted": each,
    }
    if each.tally is not None and each.result is not None:
        said |= {
            "bar": bar_of(each.tally, each.rule),
            "rows": distribution(each.tally, each.rule),
            "result_words": result_words(each.result, each.rule, each.tally),
            "outcome": outcome_words(each.result.outcome),
            "badge": Outcome(each.result.outcome).label,
            "tone": OUTCOME_TONES[each.result.outcome],
            "remarks": [remark_words(remark) for remark in each.remarks],
            "rounds": each.result.ranking.rounds if each.result.ranking else (),
            "places": _places(each),
        }
    return said


def _places(each: Counted) -> list[str]:
    """Return the options in their order; those that stand equal on one line."""
    if each.result is None or each.result.ranking is None:
        return []
    names = {option.number: option.text for option in each.question.options.all()}
    return [", ".join(names[option] for option in group) for group in each.result.ranking.order]


class BallotsView(RecommendationsView):
    """All ballots."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    tab: ClassVar[str] = "ballots"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        page = Paginator(ballots_of(self.assembly), PER_PAGE).get_page(request.GET.get("page"))
        return self.render("outcomes/ballots.html", {"page": page})


class BallotBase(RecommendationsView):
    """A page about one ballot."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    tab: ClassVar[str] = "ballots"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        self.ballot: Ballot = get_object_or_404(
            Ballot.objects.select_related("assembly", "session", "counted_by", "verified_by"),
            assembly=self.assembly,
            number=kwargs.pop("number"),
        )

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the ballot."""
        return super().render(template, {"ballot": self.ballot, **(context or {})}, status=status)

    def back(self) -> HttpResponse:
        """Go to the ballot."""
        return redirect("ballot", self.assembly.slug, self.ballot.number)

    def done(self, act: Any, said: str, **more: Any) -> HttpResponse:
        """Do an act, say what came of it, and go to the ballot."""
        try:
            act(ballot=self.ballot, actor=self.request.user, now=self.now, **more)
        except HouseError as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, said)
        return self.back()


class SecretBallotBase(BallotBase):
    """A page about one secret ballot; of any other there is none."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it, else 404."""
        super().load_scope(kwargs)
        if self.ballot.method != BallotMethod.SECRET:
            raise Http404


class BallotView(BallotBase):
    """What is asked under which rule, how far it is, what was counted, and what is to be done next."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        voters, questions = voters_of(self.assembly, self.now), questions_of(self.ballot)
        secret, state = secret_context(self.ballot, questions), self.ballot.state
        papers = secret.get("papers", {})
        rows = [{**told(counted(each), voters), "papers": papers.get(each.number)} for each in questions]
        context = {
            **secret,
            "rows": rows,
            "is_designed": state == BallotState.DESIGNED,
            "is_shown": state == BallotState.SHOWN_AS_DRAFT,
            "is_open": state == BallotState.OPEN,
            "is_closed": state == BallotState.CLOSED,
            "is_counted": state == BallotState.COUNTED,
            "is_verified": state == BallotState.VERIFIED,
            "is_published": state == BallotState.PUBLISHED,
            "is_void": state == BallotState.VOID,
            "missing": sum("bar" not in row for row in rows),
        }
        return self.render("outcomes/ballot.html", context)


class BallotPaperView(BallotBase):
    """The question sheet or the counting sheet as PDF; in large print with `?print=large`."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, paper: str) -> HttpResponse:
        """Answer with the file."""
        questions, is_large = questions_of(self.ballot), request.GET.get("print") == "large"
        name = "ballot" if paper == "counting-sheet" else "own_ballot"
        page = request.build_absolute_uri(reverse(name, args=[self.assembly.slug, self.ballot.number]))
        if paper == "counting-sheet":
            content = counting_sheet(self.ballot, questions, page=page, is_large=is_large)
        else:
            voters = voters_of(self.assembly, self.now)
            content = question_sheet(self.ballot, questions, page=page, voters=voters, is_large=is_large)
        return pdf_answer(content, f"{self.assembly.slug}-ballot-{self.ballot.number}-{paper}")


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
