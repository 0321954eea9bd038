"""The result of a secret vote, for everybody: page, files, and the receipts apart from them."""

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assembly.outcomes.counting import recount
from assembly.outcomes.exports_votes import receipts_csv, votes_csv, votes_json
from assembly.outcomes.models import Ballot
from assembly.outcomes.secret_codes import shown_code
from assembly.outcomes.selectors.secret_votes import published_receipts, published_secret_ballots
from assembly.outcomes.selectors.votes import counted, questions_of
from assembly.outcomes.views.ballots import told
from assembly.outcomes.views.secret_context import reconciled_context
from assembly.views.programs import ProgramView
from assembly.views.public_base import PublicView

FILES = {
    "votes.json": (votes_json, "application/json"),
    "votes.csv": (votes_csv, "text/csv; charset=utf-8"),
    "receipts.csv": (receipts_csv, "text/csv; charset=utf-8"),
}
"""Name of a file → what makes it, and its type."""


class PublicVotesView(PublicView):
    """All secret votes of an assembly whose results are published."""

    here: ClassVar[str] = "votes"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """List them."""
        ballots = published_secret_ballots(self.assembly).order_by("-number")
        return self.render("outcomes/public_votes.html", {"ballots": ballots})


class _PublicVoteBase(PublicView):
    """Find a published secret vote, or answer 404."""

    here: ClassVar[str] = "votes"
    ballot: Ballot

    def load(self) -> None:
        """Find it."""
        found = published_secret_ballots(self.assembly).select_related("assembly")
        self.ballot = get_object_or_404(found, number=self.kwargs["number"])


class PublicVoteView(_PublicVoteBase):
    """What was asked, how everybody voted together, and how all papers and codes were accounted for."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002 (Django's)
        """Show it."""
        rows = [told(counted(each), 0) for each in questions_of(self.ballot)]
        context = {"ballot": self.ballot, "rows": rows, **reconciled_context(self.ballot)}
        return self.render("outcomes/public_vote.html", context)


class PublicReceiptsView(_PublicVoteBase):
    """All receipts, sorted: whoever finds theirs knows that their vote was counted, and nothing else."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002 (Django's)
        """Show them."""
        receipts = list(map(shown_code, published_receipts(self.ballot)))
        return self.render("outcomes/public_receipts.html", {"ballot": self.ballot, "receipts": receipts})


class PublicVoteFileView(_PublicVoteBase):
    """One of the files."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:  # noqa: ARG002 (Django's)
        """Answer with it."""
        if form not in FILES:
            raise Http404
        make, content_type = FILES[form]
        headers = {"Content-Disposition": f'attachment; filename="{slug}-vote-{number}-{form}"'}
        return HttpResponse(make(self.ballot), content_type=content_type, headers=headers)


class RecountProgramView(ProgramView):
    """The program that counts the published votes again, as it stands in this installation."""

    program = recount
