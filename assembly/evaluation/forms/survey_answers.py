"""The form of a survey: its questions in the words of the set, each of which may be left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.survey_words import MOST_TEXT, AskedQuestion


class SurveyCodeForm(forms.Form):
    """A survey's code, however it is typed."""

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the code that you were given.")},
        help_text=gettext_lazy("Capitals, small letters and dashes make no difference."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "class": "code-field",
            }
        ),
    )


@dataclass(frozen=True, slots=True)
class AskedField:
    """A question with its field."""

    question: AskedQuestion
    field: forms.BoundField


class SurveyForm(forms.Form):
    """An answer to each question, or none. Nothing is chosen beforehand.

    asks_for_call: whether the set asks who considered leaving; then a call is offered.
    """

    may_call = forms.BooleanField(
        required=False,
        label=gettext_lazy("Somebody may call me, if I have thought of leaving."),
        help_text=gettext_lazy(
            "Tick this if you would like to talk. Only then the person who calls is told your name, and that you"
            " thought of leaving. They see no other answer. Without the tick nobody is told."
        ),
    )

    def __init__(
        self, *args: Any, questions: Sequence[AskedQuestion], asks_for_call: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.questions, self.asks_for_call = questions, asks_for_call
        if not asks_for_call:
            del self.fields["may_call"]
        for question in questions:
            self.fields[_name(question)] = _field(question)

    def clean(self) -> dict[str, Any]:
        """Refuse a form without a single answer: whoever does not want to answer can say so."""
        data = super().clean() or {}
        if not self.errors and not self.answers():
            raise forms.ValidationError(
                _("Answer at least one question. If you would rather not answer, say so below.")
            )
        return data

    def answers(self) -> dict[str, str]:
        """Return question's key → answer, without those that were left out."""
        given = {each.key: self.cleaned_data.get(_name(each)) or "" for each in self.questions}
        return {key: value for key, value in given.items() if value}

    @property
    def may_be_called(self) -> bool:
        """Whether somebody may call, of a form that is valid."""
        return bool(self.asks_for_call and self.cleaned_data.get("may_call"))

    @property
    def asked(self) -> list[AskedField]:
        """Return each question with its field."""
        return [AskedField(each, self[_name(each)]) for each in self.questions]


def answers_as_initial(questions: Sequence[AskedQuestion], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that somebody gave as a form shows them."""
    return {_name(each): answers[each.key] for each in questions if each.key in answers}


def _name(question: AskedQuestion) -> str:
    return f"q{question.number}"


def _field(question: AskedQuestion) -> forms.Field:
    if question.kind == "text":
        field: forms.Field = forms.CharField(
            label=question.wording,
            required=False,
            max_length=MOST_TEXT,
            help_text=_("Please name nobody, and say nothing by which you would be known."),
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    else:
        field = forms.ChoiceField(
            label=question.wording,
            required=False,
            choices=[*question.choices, ("", _("No answer"))],
            widget=forms.RadioSelect,
        )
    return field
