"""The form in which a count is typed: twice, by two people."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.outcomes.counting.faults import Remark, remarks_on
from assembly.outcomes.counting.rules import (
    RANKED,
    Tally,
    choices_of,
    ranking_of,
    ranking_text,
)
from assembly.outcomes.models import BallotQuestion
from assembly.outcomes.selectors.votes import rule_of
from assembly.outcomes.vote_words import choice_words, sorted_rankings

_MOST = 100_000
_LINE = re.compile(r"^(?P<ranking>[^:=]+)[:=]\s*(?P<votes>\d{1,6})$")


def _number(label: Any, *, is_needed: bool = False) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"})
    field = forms.IntegerField(label=label, min_value=0, max_value=_MOST, required=is_needed, widget=widget)
    field.follows_a_rule = True  # type: ignore[attr-defined]
    return field


class CountForm(forms.Form):
    """The numbers of one question; an empty box is nought, but who may vote and who is present must be said."""

    def __init__(self, *args: Any, question: BallotQuestion, has_note: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.rule = question, rule_of(question.rule)
        self.fields["eligible"] = _number(gettext_lazy("May vote"), is_needed=True)
        self.fields["present"] = _number(gettext_lazy("Present"), is_needed=True)
        if self.rule.kind == RANKED:
            self.fields["rankings"] = forms.CharField(
                label=gettext_lazy("Rankings"),
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 8}),
                help_text=gettext_lazy("One on each line, best first, with how many voted so: 3>1>2: 14"),
            )
        else:
            for choice in self.choices:
                label = choice_words(choice, self.rule.scale_points)
                self.fields[f"votes_{choice}"] = _number(label[:1].upper() + label[1:])
        self.fields["abstained"] = _number(gettext_lazy("Abstained"))
        self.fields["blank"] = _number(gettext_lazy("Blank"))
        self.fields["spoiled"] = _number(gettext_lazy("Spoiled"))
        if has_note:
            self.fields["note"] = forms.CharField(
                label=gettext_lazy("Note"),
                max_length=500,
                required=False,
                help_text=gettext_lazy("What the paper says besides the numbers. Name nobody."),
            )
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def numbers(self) -> list[forms.BoundField]:
        """Return the boxes for numbers, in the order of the counting sheet."""
        return [self[name] for name, field in self.fields.items() if isinstance(field, forms.IntegerField)]

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the choices of a question that is not ranked."""
        return choices_of(self.rule.kind, self.rule.scale_points)

    @staticmethod
    def initial_of(tally: Tally, note: str) -> dict[str, Any]:
        """Return what the boxes hold for a count that stands."""
        rankings = "\n".join(f"{choice}: {votes}" for choice, votes in sorted_rankings(tally))
        own = {
            name: getattr(tally, name) for name in ("eligible", "present", "abstained", "blank", "spoiled")
        }
        lines = {f"votes_{choice}": votes for choice, votes in tally.lines.items()}
        return {**own, **lines, "rankings": rankings, "note": note}

    def clean_rankings(self) -> dict[str, int]:
        """Read the rankings line by line; the same ranking on two lines is added up."""
        lines: dict[str, int] = {}
        for line in filter(str.strip, self.cleaned_data["rankings"].splitlines()):
            found = _LINE.match(line.strip())
            ranking = ranking_of(found["ranking"]) if found else None
            if found is None or ranking is None:
                said = _("“%(line)s” cannot be read. Write it like this: 3>1>2: 14") % {"line": line.strip()}
                raise forms.ValidationError(said)
            choice = ranking_text(ranking)
            lines[choice] = lines.get(choice, 0) + int(found["votes"])
        return lines

    def tally(self) -> Tally:
        """Return what was typed."""
        data = self.cleaned_data
        names = ("eligible", "present", "abstained", "blank", "spoiled")
        numbers = {name: data.get(name) or 0 for name in names}
        if self.rule.kind == RANKED:
            lines = data.get("rankings") or {}
        else:
            lines = {choice: data.get(f"votes_{choice}") or 0 for choice in self.choices}
        options = tuple(option.number for option in self.question.options.all())
        return Tally(**numbers, lines=lines, options=options)

    def remarks(self) -> tuple[Remark, ...]:
        """Return what is wrong or odd about what was typed; nothing while it cannot be read."""
        return remarks_on(self.tally(), self.rule) if self.is_valid() else ()


class PapersForm(CountForm):
    """What lay in the urn for one question: whoever is present there is a paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["eligible"], self.fields["present"]

    def tally(self) -> Tally:
        """Return what was typed, with as many present as there are papers."""
        typed = super().tally()
        return replace(typed, eligible=typed.cast, present=typed.cast)
