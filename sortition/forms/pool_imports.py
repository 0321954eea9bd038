"""Forms of an import: the file, what its columns become, what its open cells become."""

from typing import Any

import pandas as pd
from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sortition.reading.cells import DAY_FIRST, MONTH_FIRST, birth_date, fold
from sortition.reading.decisions import MOST_VALUES, DateQuestion, Question
from sortition.reading.errors import Unreadable
from sortition.reading.fields import BY_NAME, DECLARED, FIELDS, KnownCategory, field_target
from sortition.reading.files import read_file
from sortition.reading.table import Table

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


class UploadForm(forms.Form):
    """A CSV or XLSX file; after validation `table` holds its rows and `data_bytes` its bytes."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    table: Table
    data_bytes: bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or Excel (.xlsx), up to %(limit)s.") % {
            "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES)
        }

    def clean_file(self) -> Any:
        """Refuse what is too large, then read; what is wrong with the file stands beside the field."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(
                _(
                    "The file has %(size)s; at most %(limit)s can be uploaded. Leave out columns or import it in parts."
                )
                % {
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES),
                },
                code="too_large",
            )
        self.data_bytes = file.read()
        try:
            self.table = read_file(self.data_bytes)
        except Unreadable as error:
            raise forms.ValidationError(str(error), code=error.code) from None
        return file


class ColumnsForm(forms.Form):
    """One select per column, and one declaration for each flag that no column holds."""

    def __init__(
        self,
        *args: Any,
        frame: pd.DataFrame,
        columns: dict[str, str],
        declarations: dict[str, str],
        categories: list[KnownCategory],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frame, self.headings, self.categories = frame, list(columns), categories
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

    def column_fields(self) -> list[tuple[Any, list[str]]]:
        """Return each column's field with examples of its cells."""
        return [
            (self[f"column_{index}"], _examples(self.frame[heading]))
            for index, heading in enumerate(self.headings)
        ]

    def declaration_fields(self) -> list[Any]:
        """Return the fields of the declarations."""
        return [self[f"declared_{name}"] for name in DECLARED]

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
        if not any(columns.values()):
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
        return {**cleaned, "columns": columns, "declarations": declarations}

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
                "Put numbers such as ages into groups in the file first (25–44, 45–64), or ignore the column.",
                len(answers),
            ) % {"count": len(answers), "most": MOST_VALUES}
        return ""


class ValuesForm(forms.Form):
    """One select for each spelling that does not speak for itself, and how dates are written if nothing shows it."""

    def __init__(
        self, *args: Any, questions: list[Question], dates: DateQuestion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.dates = questions, dates
        if dates:
            self.fields["date_order"] = forms.ChoiceField(
                label=_("How are the dates in “%(heading)s” written?") % {"heading": dates.heading},
                help_text=_("Nothing in the column shows it, and both ways give possible dates."),
                choices=_date_choices(dates.example),
                initial=dates.order,
                widget=forms.RadioSelect,
            )
        for number, question in enumerate(questions):
            for index, spelling in enumerate(question.spellings):
                self.fields[f"q{number}_{index}"] = forms.ChoiceField(
                    label=_("“%(text)s” becomes") % {"text": spelling.text},
                    choices=question.options,
                    initial=spelling.becomes,
                )

    def sections(self) -> list[tuple[Question, list[tuple[Any, Any]]]]:
        """Return each question with its spellings and their fields."""
        return [
            (
                question,
                [(spelling, self[f"q{number}_{index}"]) for index, spelling in enumerate(question.spellings)],
            )
            for number, question in enumerate(self.questions)
        ]

    def decisions(self) -> dict[str, dict[str, str]]:
        """Return what was decided, by question and folded spelling."""
        orders = {self.dates.key: {"order": self.cleaned_data["date_order"]}} if self.dates else {}
        return orders | {
            question.key: {
                spelling.folded: self.cleaned_data[f"q{number}_{index}"]
                for index, spelling in enumerate(question.spellings)
            }
            for number, question in enumerate(self.questions)
        }


class WithdrawForm(forms.Form):
    """Why somebody leaves the pool."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It is kept in the record. For example: asked by phone on 3 March."),
        error_messages={"required": gettext_lazy("Write why they leave the pool.")},
    )


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
    read = {order: birth_date(example, order=order, today=timezone.localdate()) for order in labels}
    return [
        (order, label % {"text": example, "date": date_format(read[order], "j F Y") if read[order] else "–"})
        for order, label in labels.items()
    ]


def _examples(series: pd.Series) -> list[str]:
    return [text[:40] for text in series[series != ""].unique()[:_EXAMPLES]]
