"""Questions and answers on paper: for a witness to write on, for members to read."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from evidence.documents.question_papers import answers_paper, witness_sheet
from evidence.enums import QuestionState
from evidence.models import Witness
from evidence.selectors.questions import answered_in, questions_for
from evidence.views.questions import QuestionsBase
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of


class _Paper(QuestionsBase):
    """A paper, in large print with `?print=large`."""

    post_permission: ClassVar[str | None] = None

    def pdf(self, content: bytes, name: str) -> HttpResponse:
        """Answer with the file."""
        name = f"{self.assembly.slug}-{name}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    @property
    def is_large(self) -> bool:
        """Whether large print is asked for."""
        return self.request.GET.get("print") == "large"


class WitnessSheetView(_Paper):
    """What a witness is to answer."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the witness."""
        self.witness: Witness = get_object_or_404(
            Witness.objects.select_related("assembly"), assembly=self.assembly, number=kwargs.pop("number")
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the sheet."""
        waiting = list(questions_for(self.witness).filter(state=QuestionState.ASSIGNED))
        page = request.build_absolute_uri(reverse("own_answers", args=[self.assembly.slug]))
        content = witness_sheet(self.witness, waiting, page=page, is_large=self.is_large)
        return self.pdf(content, f"witness-{self.witness.number}-questions")


class SessionAnswersView(_Paper):
    """What was answered of a session's questions."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the session."""
        found = sessions_of(self.assembly).select_related("assembly")
        self.session: Session = get_object_or_404(found, number=kwargs.pop("number"))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the paper."""
        page = request.build_absolute_uri(reverse("own_questions", args=[self.assembly.slug]))
        questions = list(answered_in(self.session))
        content = answers_paper(self.session, questions, page=page, is_large=self.is_large)
        return self.pdf(content, f"session-{self.session.number}-answers")
