"""The case entry: as the team sees it before it is published, and as everybody takes it away."""

from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assembly.evaluation.exports_case import case_csv, case_json
from assembly.evaluation.selectors.case_entry import case_of
from assembly.evaluation.selectors.learning import editions_of, has_learning
from assembly.evaluation.views.learning import LearningBase
from assembly.views.public_base import PublicView

FORMS = {"case.json": "application/json", "case.csv": "text/csv; charset=utf-8"}
"""Name of a file → its type."""


def _answer(content: bytes, name: str, form: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{form}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=FORMS[form], headers=headers)


class _TeamCase(LearningBase):
    """The entry, with the addresses of the public pages."""

    def address(self, name: str, *arguments: object) -> str:
        """Return the whole address of a page of this assembly."""
        return self.request.build_absolute_uri(reverse(name, args=[self.assembly.slug, *arguments]))


class LearningCaseView(_TeamCase):
    """What the entry says now, field by field."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        case = case_of(self.assembly, self.now, self.address)
        context = {
            "case": case,
            "text": case_json(case).decode(),
            "edition": editions_of(self.assembly).first(),
            "public": self.address("public_case"),
        }
        return self.render("evaluation/learning_case.html", context)


class LearningCaseFileView(_TeamCase):
    """The same as a file, also before it is published."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG002
        """Answer with it."""
        if form not in FORMS:
            raise Http404
        case = case_of(self.assembly, self.now, self.address)
        return _answer(case_csv(case) if form == "case.csv" else case_json(case), self.assembly.slug, form)


class PublicCaseView(PublicView):
    """The entry for everybody, once the learning record is published."""

    here: ClassVar[str] = "learning"
    form: ClassVar[str] = "case.json"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Answer with it."""
        if not has_learning(self.assembly):
            raise Http404
        case = case_of(self.assembly, self.now, self.address)
        answer = _answer(case_csv(case) if self.form == "case.csv" else case_json(case), slug, self.form)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer


class PublicCaseCsvView(PublicCaseView):
    """The same as one row."""

    form: ClassVar[str] = "case.csv"
