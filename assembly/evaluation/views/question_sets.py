"""Question sets: what is loaded, a look at a file before it is, and each set with its exact wording."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.enums_surveys import Measure
from assembly.evaluation.forms.surveys import SetFileForm, SetSeenForm
from assembly.evaluation.models import QuestionSet
from assembly.evaluation.question_files import ReadSet, example_files, read_question_file
from assembly.evaluation.selectors.surveys import questions_of, sets_of
from assembly.evaluation.services.question_sets import load_question_set
from assembly.evaluation.survey_words import language_name
from assembly.evaluation.views.evaluation_base import EvaluationView


class QuestionSetsView(EvaluationView):
    """All sets, and the way to load another."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    tab: ClassVar[str] = "surveys"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        return self.page(SetFileForm())

    def page(self, form: SetFileForm, *, status: int = 200) -> HttpResponse:
        """Render the list with the form."""
        context = {"sets": sets_of(self.assembly), "form": form, "examples": sorted(example_files())}
        return self.render("evaluation/question_sets.html", context, status=status)


class QuestionSetLoadView(QuestionSetsView):
    """Look at a file: its questions word for word, or what is wrong in which line; then load it."""

    permission: ClassVar[str] = "assembly.run_surveys"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one of the sets that come with the house; without its name, lead to the list."""
        name = request.GET.get("example", "")
        content = example_files().get(name)
        if content is None:
            return redirect("question_sets", self.assembly.slug)
        return self.look(content, name)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show a chosen file, or load the one that was looked at."""
        if request.POST.get("act") == "load":
            return self.load(SetSeenForm(request.POST))
        form = SetFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        file = form.cleaned_data["file"]
        return self.look(file.read(), file.name or "")

    def look(self, content: bytes, name: str) -> HttpResponse:
        """Show what is in a file."""
        read = read_question_file(content, name)
        context = {
            "name": name,
            "read": read,
            "questions": [] if read.faults else shown_questions(read),
            "spoken": [language_name(each) for each in read.languages],
            "form": SetSeenForm.of(content, name),
        }
        status = 422 if read.faults else 200
        return self.render("evaluation/question_set_look.html", context, status=status)

    def load(self, form: SetSeenForm) -> HttpResponse:
        """Load it, and lead to the set."""
        if not form.is_valid():
            messages.error(self.request, _("Choose the file again."))
            return redirect("question_sets", self.assembly.slug)
        content, name = form.cleaned_data["content"], form.cleaned_data["name"]
        try:
            loaded = load_question_set(
                assembly=self.assembly,
                content=content,
                file_name=name,
                actor=self.request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(self.request, str(refused))
            return redirect("question_sets", self.assembly.slug)
        messages.success(self.request, _("The question set is loaded."))
        return redirect("question_set", self.assembly.slug, loaded.number)


class QuestionSetView(EvaluationView):
    """One set: where it comes from, and every question in every language."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    tab: ClassVar[str] = "surveys"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        self.set: QuestionSet = get_object_or_404(
            QuestionSet.objects.select_related("loaded_by"),
            assembly=self.assembly,
            number=kwargs.pop("number"),
        )

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        context = {
            "set": self.set,
            "questions": [_shown(each) for each in questions_of(self.set)],
            "spoken": [language_name(each) for each in self.set.languages],
            "waves": self.set.waves.order_by("number"),
        }
        return self.render("evaluation/question_set.html", context)


def shown_questions(read: ReadSet) -> list[dict[str, Any]]:
    """Return the questions of a file as the page shows them."""
    return [_shown(each) for each in read.questions]


def _shown(question: Any) -> dict[str, Any]:
    """Return one question, of a file or of a set: its words in each language, and what can be answered."""
    words = [(point, question.labels[point]) for point in sorted(question.labels, key=int)]
    words += [(each["key"], each["texts"]) for each in question.options]
    return {
        "number": question.number,
        "key": question.key,
        "kind": question.kind,
        "texts": list(question.texts.items()),
        "range": (question.lowest, question.highest),
        "answers": [(value, list(texts.items())) for value, texts in words],
        "measures": Measure(question.measures).label if question.measures else "",
        "is_reversed": question.is_reversed,
    }
