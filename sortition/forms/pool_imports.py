"""Forms of an import: the file, what its columns become, what its open cells become."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sortition.reading.cells import DAY_FIRST, MONTH_FIRST, fold, past_date
from sortition.reading.decisions import BLANK, MOST_VALUES, REJECT, REST
from sortition.reading.derived import Rule
from sortition.reading.fields import BY_NAME, DECLARED, FIELDS, KnownCategory, field_target
from sortition.reading.questions import DateQuestion, Question

IGNORE, COLUMN = "ignore", "column"
_EXAMPLES = 4

_DECLARATIONS = {
    "consents": (
        gettext_lazy("Agreed to take part"),
        gettext_lazy("Everybody in this file has agreed"),
    ),
    "is_eligible": (gettext_lazy("Eligible"), gettext_lazy("Everybody in this file is eligible")),
    "can_attend": (gettext_lazy("Able to attend"), gettext_lazy("Everybody in this file can attend")),
}


class ColumnsForm(forms.Form):
    """One select per column, and one declaration for each flag that no column holds."""

    def __init__(
        self,
        *args: Any,
        frame: pd.DataFrame,
        columns: dict[str, str],
        declarations: dict[str, str],
        categories: list[KnownCategory],
        rules: Mapping[int, Rule],
        derived: Mapping[str, str],
        remembered: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frame, self.headings, self.categories = frame, list(columns), categories
        self.rules, self.remembered = rules, set(remembered)
        choices = _column_choices(categories)
        for index, heading in enumerate(self.headings):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=columns[heading] or IGNORE
            )
        for name, (question, everybody) in _DECLARATIONS.items():
            said = COLUMN if field_target(name) in columns.values() else declarations.get(name, "")
            self.fields[f"declared_{name}"] = forms.ChoiceField(
                label=question,
                choices=[
                    *([] if said else [("", _("Choose an answer"))]),
                    (COLUMN, _("A column says it")),
                    ("all", everybody),
                    ("unknown", _("Not known yet: they stay out of the pool")),
                ],
                initial=said,
                error_messages={"required": _("No column says it. Choose one of the other two answers.")},
            )

        sources = [("", _("It has a column of its own, or none")), *((name, name) for name in self.headings)]
        for pk, rule in rules.items():
            self.fields[f"derived_{pk}"] = forms.ChoiceField(
                label=_("%(category)s is worked out from") % {"category": rule.category.name},
                choices=sources,
                initial=derived.get(str(pk), ""),
                required=False,
            )

    def column_fields(self) -> list[tuple[Any, list[str], bool]]:
        """Return each column's field with examples of its cells, and whether it is as remembered."""
        return [
            (self[f"column_{index}"], _examples(self.frame[heading]), heading in self.remembered)
            for index, heading in enumerate(self.headings)
        ]

    def declaration_fields(self) -> list[Any]:
        """Return the fields of the declarations."""
        return [self[f"declared_{name}"] for name in DECLARED]

    def derived_fields(self) -> list[Any]:
        """Return the fields that say from which column a category is worked out."""
        return [self[f"derived_{pk}"] for pk in self.rules]

    def clean(self) -> dict[str, Any]:
        """Check that every field is taken once, that new categories can be made, and that every flag is known."""
        cleaned = super().clean() or {}
        columns = {}
        taken: dict[str, str] = {}
        for index, heading in enumerate(self.headings):
            target = cleaned.get(f"column_{index}", IGNORE)
            columns[heading] = "" if target == IGNORE else target
            if target not in (IGNORE, "new"):
                if target in taken:
                    self.add_error(f"column_{index}", self._taken(target, taken[target]))
                taken.setdefault(target, heading)
            if target == "new" and (fault := self._new_category_fault(heading)):
                self.add_error(f"column_{index}", fault)
        full = field_target("full_name")
        if full in taken and {field_target("first_name"), field_target("last_name")} & taken.keys():
            index = self.headings.index(taken[full])
            self.add_error(
                f"column_{index}", _("Use either the full name, or first and last name, not both.")
            )
        derived = self._derived(cleaned, taken)
        if not any(columns.values()) and not derived:
            self.add_error(
                None, _("Match at least one column. If all are ignored there is nothing to import.")
            )
        declarations = {}
        for name in DECLARED:
            if field_target(name) in taken:
                self.errors.pop(f"declared_{name}", None)
                continue
            declarations[name] = cleaned.get(f"declared_{name}", "")
            if declarations[name] == COLUMN:
                self.add_error(
                    f"declared_{name}", _("No column says it. Choose one of the other two answers.")
                )
        return {**cleaned, "columns": columns, "declarations": declarations, "derived": derived}

    def _derived(self, cleaned: dict[str, Any], taken: dict[str, str]) -> dict[str, str]:
        """Return category pk → heading; a category with a column of its own is not worked out as well."""
        derived = {}
        for pk, rule in self.rules.items():
            if heading := cleaned.get(f"derived_{pk}"):
                derived[str(pk)] = heading
                if rule.category.target in taken:
                    fault = self._taken(rule.category.target, taken[rule.category.target])
                    self.add_error(f"derived_{pk}", fault)
        return derived

    def _taken(self, target: str, heading: str) -> str:
        name = next((each.name for each in self.categories if each.target == target), None)
        label = name or BY_NAME[target.removeprefix("field:")].label
        return _("“%(label)s” is already taken from the column “%(heading)s”.") % {
            "label": label,
            "heading": heading,
        }

    def _new_category_fault(self, heading: str) -> str:
        if any(fold(each.name) == fold(heading) for each in self.categories):
            return _("There is a category of this name already. Choose it in the list.")
        if len(heading) > 80:
            return _("The heading is too long for a category’s name. Shorten it in the file.")
        answers = {fold(cell) for cell in self.frame[heading].tolist() if cell}
        if not answers:
            return _("The column is blank, so the category would have no values.")
        if len(answers) > MOST_VALUES or max(map(len, answers)) > 120:
            return ngettext(
                "The column has %(count)d different answer. A category can have at most %(most)d short ones.",
                "The column has %(count)d different answers. A category can have at most %(most)d short ones. "
                "Numbers such as ages can be worked out into groups: make the category in Targets first"
                " (25–44, 45–64), then choose below what it is worked out from.",
                len(answers),
            ) % {"count": len(answers), "most": MOST_VALUES}
        return ""


class ValuesForm(forms.Form):
    """One select for each spelling that does not speak for itself, and how dates are written if nothing shows it."""

    def __init__(
        self, *args: Any, questions: list[Question], dates: list[DateQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.dates = questions, dates
        for number, asked in enumerate(dates):
            self.fields[f"dates_{number}"] = forms.ChoiceField(
                label=_("How are the dates in “%(heading)s” written?") % {"heading": asked.heading},
                help_text=_("Nothing in the column shows it, and both ways give possible dates."),
                choices=_date_choices(asked.example),
                initial=asked.order,
                widget=forms.RadioSelect,
            )
        for number, question in enumerate(questions):
            for index, spelling in enumerate(question.spellings):
                self.fields[f"q{number}_{index}"] = forms.ChoiceField(
                    label=_("“%(text)s” becomes") % {"text": spelling.text},
                    choices=question.options,
                    initial=spelling.becomes,
                )
            if question.rest:
                self.fields[f"q{number}_rest"] = forms.ChoiceField(
                    label=_("All others become"),
                    choices=[each for each in question.options if each[0] in (BLANK, REJECT)],
                    initial=question.rest.becomes,
                )

    def date_fields(self) -> list[Any]:
        """Return the fields that ask how dates are written."""
        return [self[f"dates_{number}"] for number in range(len(self.dates))]

    def sections(self) -> list[tuple[Question, list[tuple[Any, Any]]]]:
        """Return each question with its spellings and their fields; all others come last."""
        found = []
        for number, question in enumerate(self.questions):
            lines = [(each, self[f"q{number}_{index}"]) for index, each in enumerate(question.spellings)]
            if question.rest:
                lines.append((question.rest, self[f"q{number}_rest"]))
            found.append((question, lines))
        return found

    def decisions(self) -> dict[str, dict[str, str]]:
        """Return what was decided, by question and folded spelling."""
        decided = {
            asked.key: {"order": self.cleaned_data[f"dates_{number}"]}
            for number, asked in enumerate(self.dates)
        }
        for number, question in enumerate(self.questions):
            decided[question.key] = {
                spelling.folded: self.cleaned_data[f"q{number}_{index}"]
                for index, spelling in enumerate(question.spellings)
            }
            if question.rest:
                decided[question.key][REST] = self.cleaned_data[f"q{number}_rest"]
        return decided


def _column_choices(categories: list[KnownCategory]) -> list[Any]:
    fields = [(field_target(field.name), field.label) for field in FIELDS]
    known = [(category.target, category.name) for category in categories]
    groups: list[Any] = [(IGNORE, _("Ignore this column"))]
    if known:
        groups.append((_("A category"), known))
    groups.append((_("A new category"), [("new", _("New category with this name"))]))
    groups.append((_("About the person"), fields))
    return groups


def _date_choices(example: str) -> list[tuple[str, str]]:
    """Show one date of the file as it would be read either way."""
    labels = {
        DAY_FIRST: _("Day first: %(text)s is %(date)s"),
        MONTH_FIRST: _("Month first: %(text)s is %(date)s"),
    }
    read = {order: past_date(example, order=order, today=timezone.localdate()) for order in labels}
    impossible = _("not a day up to today")
    return [
        (
            order,
            label
            % {"text": example, "date": date_format(day, "j F Y") if (day := read[order]) else impossible},
        )
        for order, label in labels.items()
    ]


def _examples(series: pd.Series) -> list[str]:
    return [text[:40] for text in series[series != ""].unique()[:_EXAMPLES]]
