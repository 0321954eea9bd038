"""One question as the team sees it, and everything that can be decided about it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from evidence.enums import QuestionState
from evidence.forms.questions import (
    AboutForm,
    AssignForm,
    EnterAnswerForm,
    MergeForm,
    ReasonForm,
    WordForm,
)
from evidence.models import Question
from evidence.question_lifecycle import QUESTION
from evidence.selectors.questions import ANSWERED, askers_of, marks_of, near_questions, questions_of
from evidence.services.question_answers import (
    accept_answer,
    answer_question,
    assign_question,
    publish_question,
    reopen_question,
)
from evidence.services.questions import (
    merge_question,
    part_question,
    set_question_aside,
    sort_question,
    take_question_up,
    word_question,
)
from evidence.views.questions import QuestionsBase

SERVICES: dict[str, Callable[..., Question]] = {
    "word": word_question,
    "sort": sort_question,
    "merge": merge_question,
    "part": part_question,
    "assign": assign_question,
    "set_aside": set_question_aside,
    "take_up": take_question_up,
    "answer": answer_question,
    "accept": accept_answer,
    "reopen": reopen_question,
    "publish": publish_question,
}
LOOKED_AT = ("word", "assign", "publish")
"""Acts that are only done to what whoever decides has seen."""
FOR_ASKERS = ("accept", "reopen")


class QuestionView(QuestionsBase):
    """What was asked, by whom (for those who decide), what was answered, and what is next."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the question."""
        self.question: Question = get_object_or_404(questions_of(self.assembly), number=kwargs.pop("number"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one act."""
        act = request.POST.get("act", "")
        if act not in SERVICES:
            raise BadRequest
        form = self.form(act, request.POST)
        if not form.is_valid():
            return self.page(act, form, status=422)
        said: dict[str, Any] = {**form.cleaned_data, "question": self.question}
        if act in LOOKED_AT:
            said["seen"] = request.POST.get("seen", "")
        if act in FOR_ASKERS:
            said["by"] = None
        try:
            SERVICES[act](actor=request.user, now=self.now, **said)
        except HouseError as refused:
            form.add_error(None, str(refused))
            self.question = questions_of(self.assembly).get(pk=self.question.pk)
            return self.page(act, form, status=409)
        messages.success(request, _("It is kept."))
        return redirect("question", self.assembly.slug, self.question.number)

    def form(self, act: str, data: Any = None) -> forms.Form:
        """Return the form of an act."""
        question, options = self.question, {"data": data, "auto_id": f"{act}_%s"}
        given = {"witness": question.witness_id, "due_on": question.due_on}
        makers: dict[str, Callable[[], forms.Form]] = {
            "word": lambda: WordForm(initial={"wording": question.words}, **options),
            "sort": lambda: AboutForm(
                assembly=self.assembly,
                initial={"session": question.session_id, "topic": question.topic_id},
                **options,
            ),
            "merge": lambda: MergeForm(questions=questions_of(self.assembly), **options),
            "assign": lambda: AssignForm(assembly=self.assembly, initial=given, **options),
            "answer": lambda: EnterAnswerForm(**options),
            "set_aside": lambda: ReasonForm(help_text=_("Whoever asked reads it."), **options),
            "reopen": lambda: ReasonForm(
                label=_("What is still missing"), help_text=_("The witness reads it."), **options
            ),
        }
        return makers[act]() if act in makers else forms.Form(**options)

    def page(self, act: str = "", bound: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
        """Render it with the forms of what is possible now."""
        question = self.question
        possible = QUESTION.verbs_from(question.state)
        answers = list(question.answers.select_related("witness", "entered_by"))
        # Names are for those who work with the questions, as long as there is work.
        sees_names = self.can("assembly.handle_questions")
        if sees_names:
            self.note_list_reading("questions.askers_read")
        is_public = question.published_at is not None
        has_more = any(
            answer.answered_at > question.published_at for answer in answers if question.published_at
        )
        shown = {verb: self.form(verb) for verb in (*possible, "sort")}
        if not is_public:
            shown["word"] = self.form("word")
        if bound is not None and act in shown:
            shown[act] = bound
        context = {
            "question": question,
            "answers": answers,
            "askers": list(askers_of(question)) if sees_names else [],
            "merged": list(question.merged.order_by("number")),
            "near": near_questions(self.assembly, [question]).get(question.pk, []),
            "forms": shown,
            "possible": possible,
            "bound": bound,
            "seen": marks_of(question),
            "can_publish": question.state in ANSWERED and (not is_public or has_more),
            "can_merge": question.state == QuestionState.ASKED,
        }
        return self.render("evidence/question.html", context, status=status)
