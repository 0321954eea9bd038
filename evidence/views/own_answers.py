"""What a witness is asked, and their answers."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from evidence.enums import QuestionState, ReleaseScope, Way
from evidence.forms.questions import AnswerForm
from evidence.models import Question
from evidence.selectors.questions import questions_for, questions_of, witness_answering
from evidence.services.question_answers import answer_question


class OwnAnswersBase(AssemblyView):
    """A page for witnesses; each sees what they were given alone. Who is nobody's file yet is told whom to ask."""

    permission: ClassVar[str] = "assembly.answer_questions"
    stage: ClassVar[str] = "own_answers"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out who the reader is."""
        self.witness = witness_answering(self.assembly, self.request.user)


class OwnAnswersView(OwnAnswersBase):
    """The questions that one was given: first those that wait."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        given = list(questions_for(self.witness)) if self.witness else []
        context = {
            "witness": self.witness,
            "waiting": [each for each in given if each.state == QuestionState.ASSIGNED],
            "answered": [each for each in given if each.state != QuestionState.ASSIGNED],
        }
        return self.render("evidence/own_answers.html", context)


class OwnAnswerView(OwnAnswersBase):
    """One question, and the form to answer it."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the question."""
        super().load_scope(kwargs)
        self.question: Question = get_object_or_404(questions_of(self.assembly), number=kwargs.pop("number"))

    @property
    def is_own(self) -> bool:
        """Whether the question was given to the reader; a wish of whoever asked gives nothing yet."""
        return (
            self.witness is not None
            and self.question.witness_id == self.witness.pk
            and questions_for(self.witness).filter(pk=self.question.pk).exists()
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return self.page(AnswerForm()) if self.is_own else self.not_own(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the answer."""
        if not self.is_own:
            return self.not_own(request)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            answer_question(
                question=self.question,
                text=form.cleaned_data["text"],
                way=Way.ONLINE,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            self.question.refresh_from_db()
            return self.page(form, status=409)
        messages.success(request, _("Thank you. Your answer goes to those who asked."))
        return redirect("own_answers", self.assembly.slug)

    def not_own(self, request: HttpRequest) -> HttpResponse:
        """Lead to the reader's own questions."""
        messages.info(request, _("That question was not given to you. These were."))
        return redirect("own_answers", self.assembly.slug)

    def page(self, form: AnswerForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        releases = (
            self.witness.releases.filter(scope=ReleaseScope.ANSWERS, ended_at=None) if self.witness else None
        )
        context = {
            "question": self.question,
            "answers": list(self.question.answers.all()),
            "form": form,
            "is_waiting": self.question.state == QuestionState.ASSIGNED,
            "may_name": bool(releases is not None and releases.exists()),
        }
        return self.render("evidence/own_answer.html", context, status=status)
