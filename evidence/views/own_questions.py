"""What members ask, what became of it, and what others asked."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.selectors import member_of
from assembly.views.workspace import AssemblyView
from evidence.forms.questions import AskForm, ReasonForm
from evidence.models import Question
from evidence.selectors.questions import (
    ANSWERED,
    UNSEEN,
    Wanted,
    askers_of,
    narrowed,
    questions_asked_by,
    questions_of,
    questions_of_others,
)
from evidence.services.question_answers import accept_answer, reopen_question
from evidence.services.questions import ask_question

PER_PAGE = 25


class OwnQuestionsBase(AssemblyView):
    """A page for members; facilitators read what members read."""

    permission: ClassVar[str] = "assembly.read_evidence"
    post_permission: ClassVar[str | None] = "assembly.ask_questions"
    stage: ClassVar[str] = "own_questions"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out who the reader is."""
        self.person = member_of(self.assembly, self.request.user)


class OwnQuestionsView(OwnQuestionsBase):
    """One's own questions with what became of them, and those of others, without names."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        words = request.GET.get("search", "")[:100]
        others = narrowed(questions_of_others(self.assembly, self.person), Wanted(words=words))
        context = {
            "person": self.person,
            "own": questions_asked_by(self.person) if self.person else [],
            "page": Paginator(others, PER_PAGE).get_page(request.GET.get("page")),
            "search": words,
        }
        return self.render("evidence/own_questions.html", context)


class OwnQuestionNewView(OwnQuestionsBase):
    """Ask."""

    permission: ClassVar[str] = "assembly.ask_questions"
    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(AskForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the question."""
        form = AskForm(request.POST, assembly=self.assembly)
        if self.person is None or not form.is_valid():
            return self.page(form, status=422)
        ask_question(assembly=self.assembly, asked=form.asked(self.person), now=self.now)
        messages.success(request, _("Your question is with the team. You see here what becomes of it."))
        return redirect("own_questions", self.assembly.slug)

    def page(self, form: AskForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "person": self.person}
        return self.render("evidence/own_question_new.html", context, status=status)


class OwnQuestionView(OwnQuestionsBase):
    """One question with its answers; whoever asked it says whether they answer it."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the question: one's own, or what members read of others'."""
        super().load_scope(kwargs)
        self.question: Question = get_object_or_404(questions_of(self.assembly), number=kwargs.pop("number"))
        self.main = self.question.merged_into or self.question
        self.is_own = self.person is not None and self.question.asked_by_id == self.person.pk
        self.may_say = self.person is not None and askers_of(self.main).filter(pk=self.person.pk).exists()
        if self.question.state in UNSEEN and not self.is_own:
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept the answer, or ask again."""
        if not self.may_say:
            messages.info(request, _("Only those who asked say whether an answer answers their question."))
            return redirect("own_question", self.assembly.slug, self.question.number)
        act, said = request.POST.get("act", ""), {"by": self.person, "actor": None, "now": self.now}
        form = self.form(request.POST if act == "reopen" else None)
        if act not in ("accept", "reopen"):
            raise BadRequest
        if act == "reopen" and not form.is_valid():
            return self.page(form, status=422)
        try:
            if act == "accept":
                accept_answer(question=self.question, **said)
            else:
                reopen_question(question=self.question, reason=form.cleaned_data["reason"], **said)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("own_question", self.assembly.slug, self.question.number)
        messages.success(request, _("Thank you. The team knows."))
        return redirect("own_questions", self.assembly.slug)

    def form(self, data: Any = None) -> ReasonForm:
        """Return the form to ask again."""
        return ReasonForm(
            data, label=_("What is still missing?"), help_text=_("The witness reads it, without your name.")
        )

    def page(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        context = {
            "question": self.question,
            "main": self.main,
            "answers": list(self.main.answers.select_related("witness")),
            "is_own": self.is_own,
            "may_say": self.may_say and self.main.state in ANSWERED,
            "form": form,
        }
        return self.render("evidence/own_question.html", context, status=status)
