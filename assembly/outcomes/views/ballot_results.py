"""Ballots from the vote to its result: open and close them, verify what was counted, publish what came of it."""

from typing import ClassVar

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.outcomes.enums import BallotMethod, BallotState, Outcome
from assembly.outcomes.forms.ballots import RecountForm
from assembly.outcomes.selectors.votes import counted, other_rules, questions_of, rules_of, voters_of
from assembly.outcomes.services.ballots import close_ballot, open_ballot, show_ballot, take_ballot_back
from assembly.outcomes.services.counts import finish_counting, publish_ballot, recount, verify_ballot
from assembly.outcomes.views.ballots import BallotBase, told
from assembly.outcomes.views.secret_context import reconciled_context
from assembly.outcomes.vote_words import OUTCOME_TONES, percent_words

MOVES = {
    "show": show_ballot,
    "take_back": take_ballot_back,
    "open": open_ballot,
    "close": close_ballot,
    "count": finish_counting,
}


class BallotMoveView(BallotBase):
    """Show, take back, open, close, and say that all is counted."""

    permission: ClassVar[str] = "assembly.run_ballots"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Move it."""
        act = request.POST.get("act", "")
        if act not in MOVES:
            raise BadRequest
        said = {
            "show": _("Members see now what they will be asked."),
            "take_back": _("The draft is taken back. Members do not see it any more."),
            "open": _("The vote is open. Texts, questions and rules are fixed."),
            "close": _("The vote is closed. Look at the reconciliation now.")
            if self.ballot.method == BallotMethod.SECRET
            else _("The vote is closed. Enter the counts now."),
            "count": _("All counts are entered. Somebody else verifies them now."),
        }
        return self.done(MOVES[act], said[act])


class BallotVerifyView(BallotBase):
    """Say that all counts hold, or that they do not."""

    post_permission: ClassVar[str | None] = "assembly.verify_ballots"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show what is verified, and what is not yet."""
        return self.page(RecountForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Verify, or have it counted again."""
        act = request.POST.get("act", "")
        if act == "verify":
            return self.done(verify_ballot, _("The counts are verified. The result can be published."))
        if act != "recount":
            raise BadRequest
        form = RecountForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        said = _("The count does not hold. All questions are counted and entered again.")
        return self.done(recount, said, reason=form.cleaned_data["reason"])

    def page(self, form: RecountForm, *, status: int = 200) -> HttpResponse:
        """Render the page."""
        rows = [counted(each) for each in questions_of(self.ballot)]
        is_secret = self.ballot.method == BallotMethod.SECRET
        own = {self.ballot.counted_by_id, *(each.count.entered_by_id for each in rows if each.count)}
        context = {
            **reconciled_context(self.ballot),
            "form": form,
            "rows": rows,
            "is_secret": is_secret,
            "told_rows": [told(each, 0) for each in rows] if is_secret else [],
            "is_counted": self.ballot.state == BallotState.COUNTED,
            "is_own": self.request.user.pk in own,
            "waiting": sum(each.verification is None for each in rows),
        }
        return self.render("outcomes/ballot_verify.html", context, status=status)


class BallotPublishView(BallotBase):
    """Look at what the result will do, and publish it."""

    permission: ClassVar[str] = "assembly.decide_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        voters = voters_of(self.assembly, self.now)
        rows = [told(counted(each), voters) for each in questions_of(self.ballot)]
        context = {"rows": rows, "is_verified": self.ballot.state == BallotState.VERIFIED}
        return self.render("outcomes/ballot_publish.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Publish it."""
        return self.done(publish_ballot, _("The result is published, and the recommendations are decided."))


class BallotWhatIfView(BallotBase):
    """What other rules would have made of the same counts. It decides nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it; of a vote that is void nothing is shown."""
        if self.ballot.state == BallotState.VOID:
            raise Http404
        rules = rules_of(self.assembly)
        rows = []
        for each in map(counted, questions_of(self.ballot)):
            others = [
                {
                    "name": name,
                    "result": result,
                    "share": percent_words(result.share) if result.share is not None else "",
                    "outcome": Outcome(result.outcome).label,
                    "tone": OUTCOME_TONES[result.outcome],
                    "differs": each.result is not None and result.outcome != each.result.outcome,
                }
                for name, _rule, result in other_rules(each, rules)
            ]
            rows.append((told(each, 0), others))
        return self.render("outcomes/ballot_what_if.html", {"rows": rows})
