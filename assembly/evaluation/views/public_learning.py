"""The published learning record, for everybody: as a page, and as files."""

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override

from assembly.evaluation.documents.learning_pdf import learning_pdf
from assembly.evaluation.learning_outline import shown_stages, summary_parts
from assembly.evaluation.models import LearningEdition
from assembly.evaluation.selectors.learning import editions_of
from assembly.outcomes.selectors.reports import canonical
from assembly.views.public_base import PublicView

FORMS = {
    "learning.pdf": "application/pdf",
    "learning-large-print.pdf": "application/pdf",
    "learning.json": "application/json",
}
"""Name of a file → its type."""


class _PublicLearningBase(PublicView):
    """Find an edition; without a number the newest."""

    here: ClassVar[str] = "learning"
    editions: list[LearningEdition]

    def find(self, number: int | None) -> LearningEdition | None:
        """Return the edition, None where nothing is published yet; a number that there is not is a 404."""
        self.editions = list(editions_of(self.assembly).defer("content"))
        numbers = [each.number for each in self.editions]
        if number is not None and number not in numbers:
            raise Http404
        if not numbers:
            return None
        return editions_of(self.assembly).get(number=number or numbers[0])


class PublicLearningView(_PublicLearningBase):
    """What was learnt; before it is published, when it will be there."""

    def get(self, request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        edition = self.find(number)
        if edition is None:
            return self.render("evaluation/public_learning.html", {"edition": None})
        context = {
            "edition": edition,
            "editions": self.editions,
            "newest": self.editions[0],
            "is_newest": edition.number == self.editions[0].number,
            "parts": summary_parts(edition.content),
            "shown_stages": shown_stages(edition.content),
        }
        return self.render("evaluation/public_learning.html", context)


class PublicLearningFileView(_PublicLearningBase):
    """One of the files of an edition."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        edition = self.find(number)
        if edition is None or form not in FORMS:
            raise Http404
        headers = {
            "Content-Disposition": f'attachment; filename="{slug}-{number}-{form}"',
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(self.file(edition, form), content_type=FORMS[form], headers=headers)

    def file(self, edition: LearningEdition, form: str) -> bytes:
        """Make the file of the content alone."""
        if form == "learning.json":
            return canonical(edition.content)
        with override(edition.language):
            page = self.address("public_learning_edition", edition.number)
            return learning_pdf(edition.content, page=page, is_large=form == "learning-large-print.pdf")
