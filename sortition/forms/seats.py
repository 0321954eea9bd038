"""Forms about seats: why one is left vacant or offers are taken back, how many stay, how many stand by."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.models import Category, Value
from sortition.selectors.alternates import Rates


class ReasonForm(forms.Form):
    """Why something is done; it stands in the record."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("It stands in the record. Write nothing that only the person should say."),
        error_messages={"required": gettext_lazy("Say why. It stands in the record.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ResetForm(ReasonForm):
    """Why offers are taken back, and how many the page said."""

    offers = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AlternatesForm(forms.Form):
    """How many people are to stand by."""

    wanted = forms.IntegerField(
        label=gettext_lazy("How many people?"),
        min_value=1,
        max_value=60,
        initial=10,
        help_text=gettext_lazy("About one for every ten seats is usual."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a whole number, such as 10.")},
    )


def _share_field(label: str, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 5}),
        error_messages={
            "required": _("Write a number from 0 to 100, such as 90."),
            "invalid": _("Write a number from 0 to 100, such as 90."),
        },
    )


class RatesForm(forms.Form):
    """How many of a hundred stay: of everybody, and of each value; a blank is as for everybody."""

    def __init__(self, *args: Any, categories: Iterable[Category], rates: Rates, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = list(categories)
        self.fields["everybody"] = _share_field(_("Of a hundred people, this many stay"), required=True)
        self.initial["everybody"] = rates.everybody
        for value in self._values():
            self.fields[f"value_{value.pk}"] = _share_field(value.name, required=False)
            self.initial[f"value_{value.pk}"] = rates.by_value.get(value.pk)

    def _values(self) -> Iterable[Value]:
        return (value for category in self.categories for value in category.values.all())

    def rows(self) -> list[tuple[Category, list[tuple[Value, forms.BoundField]]]]:
        """Return the fields of values by category."""
        return [
            (category, [(value, self[f"value_{value.pk}"]) for value in category.values.all()])
            for category in self.categories
        ]

    def by_value(self) -> dict[int, Decimal | None]:
        """Return what was typed for each value."""
        return {value.pk: self.cleaned_data[f"value_{value.pk}"] for value in self._values()}
