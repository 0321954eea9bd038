"""The result of a secret vote, for everybody: page, files, and the receipts apart from them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from assembly.models import Assembly
from assembly.outcomes.exports_votes import receipts_csv, votes_csv, votes_json
from assembly.outcomes.models import Ballot
from assembly.outcomes.secret_codes import shown_code
from assembly.outcomes.selectors.secret_votes import published_receipts, published_secret_ballots
from assembly.outcomes.selectors.votes import counted, questions_of
from assembly.outcomes.views.ballots import told
from assembly.outcomes.views.secret_context import reconciled_context
from evidence.views.public_base import public_assembly

FILES = {
    "votes.json": (votes_json, "application/json"),
    "votes.csv": (votes_csv, "text/csv; charset=utf-8"),
    "receipts.csv": (receipts_csv, "text/csv; charset=utf-8"),
}
"""Name of a file → what makes it, and its type."""


class PublicVotesView(View):
    """All secret votes of an assembly whose results are published."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """List them."""
        assembly = public_assembly(slug)
        ballots = published_secret_ballots(assembly).order_by("-number")
        return render(request, "outcomes/public_votes.html", {"assembly": assembly, "ballots": ballots})


class _PublicVoteBase(View):
    """Find a published secret vote, or answer 404."""

    assembly: Assembly
    ballot: Ballot

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)
        self.assembly = public_assembly(kwargs["slug"])
        found = published_secret_ballots(self.assembly).select_related("assembly")
        self.ballot = get_object_or_404(found, number=kwargs["number"])

    def render(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """Render a page about it."""
        return render(self.request, template, {"assembly": self.assembly, "ballot": self.ballot, **context})


class PublicVoteView(_PublicVoteBase):
    """What was asked, how everybody voted together, and how all papers and codes were accounted for."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002 (Django's)
        """Show it."""
        rows = [told(counted(each), 0) for each in questions_of(self.ballot)]
        context = {"rows": rows, **reconciled_context(self.ballot)}
        return self.render("outcomes/public_vote.html", context)


class PublicReceiptsView(_PublicVoteBase):
    """All receipts, sorted: whoever finds theirs knows that their vote was counted, and nothing else."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002 (Django's)
        """Show them."""
        receipts = list(map(shown_code, published_receipts(self.ballot)))
        return self.render("outcomes/public_receipts.html", {"receipts": receipts})


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
