"""Forms by which an official answers: the decision with what it obliges to, promises, names, more time."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayField, by_rule
from assembly.outcomes.answer_rules import ACCEPTED, OBLIGED, OF_A_DECISION, Promise, Step
from assembly.outcomes.decision_words import MEANS
from assembly.outcomes.enums_responses import Decision
from assembly.outcomes.models import Body, FormalResponse, Official, ResponseVersion
from assembly.outcomes.selectors.answer_drafts import promises_of
from assembly.outcomes.services.answers import AnswerWords

MOST_PROMISES = 30


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _plain(value: Any) -> Any:
    """Return words with the ends of lines as everywhere else: browsers send others, and sheets bring them back so."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class DecisionInput(forms.RadioSelect):
    """Decisions as choices, each with its line."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the line to an option."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["hint"] = MEANS.get(option["value"], "")
        return option


class AnswerForm(forms.ModelForm):
    """What an answer says. Drafts may be incomplete: what is missing is told, and holds up the clearing alone."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = by_rule(forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=DecisionInput))
    text = by_rule(
        forms.CharField(
            label=_("Your answer in plain words"),
            max_length=4000,
            widget=_lines(4),
            help_text=_("Two or three sentences to the members. What will you do, or not do?"),
        )
    )
    reasons = by_rule(
        forms.CharField(
            label=_("Your reasons"),
            max_length=8000,
            widget=_lines(6),
            help_text=_("What stands in the way, and what would have to change? Published with the answer."),
        )
    )
    accepted_part = by_rule(
        forms.CharField(label=_("The part you accept"), max_length=2000, widget=_lines(3))
    )
    by_whom = by_rule(forms.CharField(label=_("Who is doing it, and since when"), max_length=300))
    consider_until = by_rule(DayField(label=_("By when you decide")))
    referred_elsewhere = by_rule(forms.CharField(label=_("Or another body, by its name"), max_length=160))
    note = by_rule(
        forms.CharField(
            label=_("What changed, in a sentence"),
            max_length=300,
            help_text=_("It is shown beside the new version; the earlier one stays readable."),
        )
    )

    class Meta:
        model = ResponseVersion
        fields = (
            "decision",
            "text",
            "reasons",
            "accepted_part",
            "by_whom",
            "consider_until",
            "referred_to",
            "referred_elsewhere",
            "note",
            "is_interim",
        )

    def __init__(self, *args: Any, response: FormalResponse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(assembly=response.assembly_id).exclude(pk=response.body_id)
        self.fields["referred_to"] = by_rule(
            forms.ModelChoiceField(
                label=_("Which body decides"), queryset=bodies, empty_label=_("None of these")
            )
        )
        if response.is_owed:
            del self.fields["note"]
            self.fields["is_interim"].label = _("This is an interim answer")
            self.fields["is_interim"].help_text = _(
                "It says how far you are. The answer itself is still owed."
            )
        else:
            del self.fields["is_interim"]

    def words(self) -> AnswerWords:
        """Return what was written; the service drops what belongs to another decision."""
        names = ("decision", "text", "reasons", "note", "is_interim", *OF_A_DECISION)
        said = {name: _plain(value) for name, value in self.cleaned_data.items() if name in names}
        return AnswerWords(**said, language=get_language() or settings.LANGUAGE_CODE)

    def _post_clean(self) -> None:
        """Leave the row alone: the service writes it, and drafts need not be whole."""


class PromiseForm(forms.Form):
    """One commitment. A row without a word is none."""

    text = by_rule(forms.CharField(label=_("What will be done"), max_length=2000, widget=_lines(2)))
    owner = by_rule(
        forms.CharField(label=_("Owner"), max_length=160, help_text=_("The office that sees to it."))
    )
    due_on = by_rule(DayField(label=_("Done by")))
    budget = forms.CharField(label=_("Budget"), max_length=200, required=False)
    legal_route = forms.CharField(label=_("Legal route"), max_length=300, required=False)
    steps = forms.CharField(
        label=_("Steps on the way"),
        required=False,
        widget=_lines(2),
        help_text=_("One on a line, with its day at the end: Firms chosen, 2027-03-15"),
    )

    def clean_steps(self) -> tuple[Step, ...]:
        """Read one step from each line."""
        return tuple(_step(line.strip()) for line in self.cleaned_data["steps"].splitlines() if line.strip())

    def promise(self) -> Promise | None:
        """Return what is promised, None where nothing was written."""
        said = {name: _plain(value) for name, value in self.cleaned_data.items()}
        promise = Promise(**said) if said else Promise("")
        return promise if promise != Promise("") else None


def _step(line: str) -> Step:
    words, _comma, day = line.rpartition(",")
    try:
        step = Step(words.strip(), date.fromisoformat(day.strip()))
    except ValueError:
        step = Step("", date.min)
    if not step.text or len(step.text) > 300:
        raise forms.ValidationError(
            _now("“%(line)s”: write the step, a comma and the day as in 2027-03-15."),
            code="step",
            params={"line": line[:60]},
        )
    return step


def promise_forms(data: Any = None, *, draft: ResponseVersion | None = None) -> forms.BaseFormSet:
    """Return the rows of promises: those of the draft, or one that is empty."""
    rows = [_row(promise) for promise in promises_of(draft)] if draft and data is None else []
    extra = 0 if rows or data is not None else 1
    factory = forms.formset_factory(
        PromiseForm, extra=extra, max_num=MOST_PROMISES, absolute_max=MOST_PROMISES
    )
    return factory(data, initial=rows, prefix="promise")


def _row(promise: Promise) -> dict[str, Any]:
    steps = "\n".join(f"{step.text}, {step.due_on.isoformat()}" for step in promise.steps)
    return {
        "text": promise.text,
        "owner": promise.owner,
        "due_on": promise.due_on,
        "budget": promise.budget,
        "legal_route": promise.legal_route,
        "steps": steps,
    }


def row_to_remove(data: Any) -> int | None:
    """Return the place of the promise whose button was pressed, None for none."""
    sent = data.get("remove", "")
    return int(sent) if sent.isdecimal() and len(sent) < 5 else None


def with_rows_changed(data: Any, *, add: bool = False, remove: int | None = None) -> Any:
    """Return what was sent with one more row of promises, or without one: for a browser without script."""
    data = data.copy()
    names = list(PromiseForm.base_fields)
    sent = data.get("promise-TOTAL_FORMS", "")
    count = min(int(sent), MOST_PROMISES) if sent.isdecimal() and len(sent) < 5 else 0
    rows = [{name: data.get(f"promise-{n}-{name}", "") for name in names} for n in range(count)]
    if remove is not None and 0 <= remove < len(rows):
        del rows[remove]
    if add and len(rows) < MOST_PROMISES:
        rows.append(dict.fromkeys(names, ""))
    for n in range(count):
        for name in names:
            data.pop(f"promise-{n}-{name}", None)
    data["promise-TOTAL_FORMS"], data["promise-INITIAL_FORMS"] = str(len(rows)), "0"
    for n, row in enumerate(rows):
        for name, value in row.items():
            data[f"promise-{n}-{name}"] = value
    return data


def obliges(decision: str) -> list[str]:
    """Return the fields that a decision asks for."""
    return ["reasons"] * (decision != ACCEPTED) + [OBLIGED[decision]] * (decision in OBLIGED)


class PeopleForm(forms.Form):
    """Who of the body drafts and who clears."""

    assignee = forms.ModelChoiceField(
        label=_("Who drafts"),
        queryset=Official.objects.none(),
        required=False,
        empty_label=_("Not said"),
    )
    approver = forms.ModelChoiceField(
        label=_("Who clears"),
        queryset=Official.objects.none(),
        required=False,
        empty_label=_("Not said"),
    )

    def __init__(self, *args: Any, officials: QuerySet[Official], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = officials
        self.fields["approver"].queryset = officials.filter(is_approver=True)


class ClearForm(forms.Form):
    """Under which name an answer is cleared."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name and office, as they are published"),
        max_length=160,
        help_text=_("For example: Paul Okafor, Director of Streets"),
    )


class SendBackForm(forms.Form):
    """What is missing."""

    reason = forms.CharField(
        label=_("What is missing"), max_length=500, widget=_lines(3), help_text=_("Whoever drafts reads it.")
    )


class TimeForm(forms.Form):
    """A wish for more time."""

    wanted_until = DayField(label=_("Until when"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=_lines(3),
        help_text=_("It is published when the time is given."),
    )


class ManyForm(forms.Form):
    """Which other recommendations get the same answer."""

    others = forms.ModelMultipleChoiceField(
        label=_("Recommendations"),
        queryset=FormalResponse.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one recommendation.")},
    )

    def __init__(self, *args: Any, others: QuerySet[FormalResponse], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = others
        self.fields["others"].label_from_instance = lambda each: (
            f"{each.recommendation}: " + str(each.recommendation.frozen_version)
        )
