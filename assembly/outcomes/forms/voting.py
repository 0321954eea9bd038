"""The forms of the voting pages: a code, and one choice for each question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.outcomes.counting.rules import RANKED, choices_of, ranking_text
from assembly.outcomes.models import BallotQuestion
from assembly.outcomes.selectors.votes import rule_of
from assembly.outcomes.vote_words import ABSTAIN, LEFT_BLANK, chosen_words


class CodeForm(forms.Form):
    """A voting code, however it is typed."""

    code = forms.CharField(
        label=gettext_lazy("Your voting code"),
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


class VoteForm(forms.Form):
    """One choice for each question. Nothing is chosen beforehand, and leaving a question blank is a choice, too."""

    def __init__(self, *args: Any, questions: Sequence[BallotQuestion], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.questions = questions
        for question in questions:
            if question.kind == RANKED:
                self._add_places(question)
            else:
                self._add_choice(question)

    def _add_choice(self, question: BallotQuestion) -> None:
        rule = rule_of(question.rule)
        keys = (*choices_of(rule.kind, rule.scale_points), ABSTAIN, LEFT_BLANK)
        self.fields[_name(question)] = forms.ChoiceField(
            label=_label(question),
            choices=[(key, chosen_words(key, question)) for key in keys],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one. You may also abstain, or leave it blank.")},
        )

    def _add_places(self, question: BallotQuestion) -> None:
        options = [(str(option.number), option.text) for option in question.options.all()]
        others = [(key, chosen_words(key, question)) for key in (ABSTAIN, LEFT_BLANK)]
        for place in range(1, len(options) + 1):
            field = forms.ChoiceField(
                label=_("In place %(place)s") % {"place": place},
                choices=[("", _("Choose …")), *options, *others] if place == 1 else [("", "–"), *options],
                required=place == 1,
                error_messages={
                    "required": _("Choose at least the first. You may also abstain, or leave it blank.")
                },
            )
            field.follows_a_rule = True  # type: ignore[attr-defined]
            self.fields[_name(question, place)] = field

    def clean(self) -> dict[str, Any]:
        """Refuse rankings that name an option twice, or have a gap."""
        data = super().clean() or {}
        for question in self.questions:
            if question.kind == RANKED and (said := _fault(self._places(question))):
                self.add_error(_name(question, 1), said)
        return data

    def _places(self, question: BallotQuestion) -> list[str]:
        count = len(question.options.all())
        return [self.cleaned_data.get(_name(question, place)) or "" for place in range(1, count + 1)]

    def chosen(self) -> dict[int, str]:
        """Return question's number → choice, of a form that is valid."""
        found = {}
        for question in self.questions:
            if question.kind != RANKED:
                found[question.number] = self.cleaned_data[_name(question)]
                continue
            places = [place for place in self._places(question) if place]
            is_silent = places[0] in (ABSTAIN, LEFT_BLANK)
            found[question.number] = places[0] if is_silent else ranking_text(tuple(map(int, places)))
        return found

    def told(self) -> list[tuple[BallotQuestion, str]]:
        """Return each question with what was chosen, in words."""
        chosen = self.chosen()
        return [(each, chosen_words(chosen[each.number], each)) for each in self.questions]

    @property
    def asked(self) -> list[tuple[BallotQuestion, list[forms.BoundField]]]:
        """Return each question with its fields."""
        return [
            (each, [self[name] for name in self.fields if name.split("_")[0] == _name(each)])
            for each in self.questions
        ]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Return what was typed, to be sent again unseen."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields]


def _name(question: BallotQuestion, place: int = 0) -> str:
    return f"q{question.number}_{place}" if place else f"q{question.number}"


def _label(question: BallotQuestion) -> str:
    return _("Question %(number)s: your vote") % {"number": question.number}


def _fault(places: Sequence[str]) -> str:
    named = [place for place in places if place]
    if named and named[0] in (ABSTAIN, LEFT_BLANK):
        return "" if len(named) == 1 else _("Either rank the options, or abstain, or leave it blank.")
    if len(set(named)) < len(named):
        return _("An option can stand in one place only.")
    if named != list(places[: len(named)]):
        return _("Leave no place empty before the last one that you fill.")
    return ""
