"""Forms for a category: its name, its source, and one value a line."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.models import Category, Value
from sortition.quota_files import LONGEST_CATEGORY, LONGEST_VALUE
from sortition.services.targets_categories import ValueEntry

# The share stands behind a comma, semicolon or tab. The shortest name wins, so that “16–29, 21,5” has the share 21.5.
_WITH_SHARE = re.compile(r"(?P<name>.*?\S)\s*[,;\t]\s*(?P<share>\d{1,3}([.,]\d{1,6})?)\s*%?")


def parse_values(text: str) -> list[ValueEntry]:
    """Read one value a line, with an optional share in per cent behind a comma.

    Raises:
        ValidationError: every fault, with the number of its line.
    """
    entries, faults = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _WITH_SHARE.fullmatch(line.strip())
        name = _clean_name(found["name"] if found else line)
        share = _decimal(found["share"]) if found else None
        if share is not None and share > 100:
            faults.append(_("Line %(number)s: a share cannot be above 100 %%.") % {"number": number})
        if len(name) > LONGEST_VALUE:
            words = {"number": number, "most": LONGEST_VALUE}
            faults.append(_("Line %(number)s: longer than %(most)s characters.") % words)
        entries.append(ValueEntry(name, share))
    if faults:
        raise ValidationError(faults)
    return entries


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ".")).quantize(Decimal("0.001"))


def _clean_name(text: str) -> str:
    return " ".join(text.split())


class CategoryForm(forms.Form):
    """A new category."""

    name = forms.CharField(
        label=gettext_lazy("Category"),
        max_length=LONGEST_CATEGORY,
        help_text=gettext_lazy("For example: Age"),
        error_messages={"required": gettext_lazy("Give the category a name.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the shares"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Where the population shares come from. For example: Census 2021, table 3"),
    )
    values = forms.CharField(
        label=gettext_lazy("Values"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One value a line. A share in per cent may follow a comma: 16–29, 21.5"),
        error_messages={"required": gettext_lazy("Write at least one value.")},
    )

    def clean_name(self) -> str:
        """Collapse spaces."""
        return _clean_name(self.cleaned_data["name"])

    def clean_values(self) -> list[ValueEntry]:
        """Read the lines."""
        return parse_values(self.cleaned_data["values"])


class EditCategoryForm(CategoryForm):
    """Another name or source of a category, and values to add; those it has are a formset beside."""

    version = forms.CharField(widget=forms.HiddenInput)
    field_order = ("version", "name", "source", "values")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["values"].required = False
        self.fields["values"].label = _("Values to add")
        self.fields["values"].widget.attrs["rows"] = 3


class ValueForm(forms.Form):
    """One value that a category has: rename, other share, other place, or removal."""

    pk = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Value"),
        max_length=LONGEST_VALUE,
        error_messages={"required": gettext_lazy("Give the value a name, or remove it.")},
    )
    share = forms.DecimalField(
        label=gettext_lazy("Share, %"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        localize=True,
    )
    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=999)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def clean_name(self) -> str:
        """Collapse spaces."""
        return _clean_name(self.cleaned_data["name"])


ValueFormSet = forms.formset_factory(ValueForm, extra=0)


def value_forms(category: Category, data: Any = None) -> forms.BaseFormSet[ValueForm]:
    """Return the formset of the values that `category` has."""
    initial = [
        {"pk": value.pk, "name": value.name, "share": _plain(value), "place": number}
        for number, value in enumerate(category.values.all(), start=1)
    ]
    return ValueFormSet(data, initial=initial, prefix="value")


def _plain(value: Value) -> Decimal | None:
    """Give 21.5 for 21.500."""
    if value.share is None:
        return None
    share = value.share.normalize()
    return share.quantize(Decimal(1)) if share == share.to_integral() else share


def entries_of(formset: forms.BaseFormSet[ValueForm], added: Sequence[ValueEntry]) -> list[ValueEntry]:
    """Return the values that stay, in the order of their places, and the added ones behind."""
    kept = [form.cleaned_data for form in formset.forms if not form.cleaned_data["remove"]]
    kept.sort(key=lambda cleaned: cleaned["place"])
    return [ValueEntry(each["name"], each["share"], each["pk"]) for each in kept] + list(added)
