"""Forms of what imports remember: how a category is worked out, what a spelling becomes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.enums import DerivationKind
from sortition.models import Derivation
from sortition.reading.derived import age_bands, overlapping, read_prefixes
from sortition.reading.errors import Unreadable
from sortition.reading.fields import KnownCategory
from sortition.reading.files import read_file

_LARGEST_TABLE = 5 * 1024 * 1024


class DerivationForm(forms.Form):
    """How a category is worked out; after validation `cleaned_data` also holds `prefixes` and `file_name`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is worked out from"),
        choices=DerivationKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Age on"),
        required=False,
        help_text=gettext_lazy(
            "For an age band: the day on which the age counts, such as the first session."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    table = forms.FileField(
        label=gettext_lazy("Table of postcodes"),
        required=False,
        help_text=gettext_lazy(
            "For a region: CSV or Excel with headings and two columns, the beginning of the postcode and the value."
            " Where several beginnings fit, the longest counts."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(
        self, *args: Any, category: KnownCategory, derivation: Derivation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.category, self.derivation = category, derivation
        if derivation:
            self.initial |= {"kind": derivation.kind, "on": derivation.on}

    def clean(self) -> dict[str, Any]:
        """Check that the values are age bands, or that the table holds nothing but them."""
        cleaned = super().clean() or {}
        kept = self.derivation
        cleaned |= {"prefixes": {}, "file_name": ""}
        if cleaned.get("kind") == DerivationKind.AGE:
            bands = age_bands(self.category.values)
            if not bands:
                self.add_error("kind", _("None of the values is an age band such as 16–29, 75+ or under 18."))
            elif double := overlapping(bands):
                fault = _("“%(first)s” and “%(second)s” share an age. Change them in Targets first.")
                self.add_error("kind", fault % {"first": double[0], "second": double[1]})
            if not cleaned.get("on") and "on" not in self.errors:
                self.add_error("on", _("Say on which day the age counts."))
        elif cleaned.get("kind") == DerivationKind.PREFIX:
            cleaned["on"] = None
            if cleaned.get("table"):
                self._read_table(cleaned)
            elif kept and kept.prefixes:
                cleaned |= {"prefixes": kept.prefixes, "file_name": kept.file_name}
            else:
                self.add_error("table", _("Choose the table of postcodes."))
        return cleaned

    def _read_table(self, cleaned: dict[str, Any]) -> None:
        file = cleaned["table"]
        if file.size > _LARGEST_TABLE:
            self.add_error("table", _("The table is too large. Two columns are enough."))
            return
        try:
            cleaned["prefixes"] = read_prefixes(read_file(file.read()), self.category.values)
        except Unreadable as fault:
            self.add_error("table", str(fault))
        cleaned["file_name"] = file.name[-255:]


class MappingForm(forms.Form):
    """What a remembered spelling becomes from now on."""

    becomes = forms.ChoiceField(label=gettext_lazy("Becomes"))
    applies = forms.BooleanField(
        label=gettext_lazy("Change the people in the pool as well"),
        required=False,
        initial=True,
    )

    def __init__(
        self, *args: Any, options: list[tuple[str, str]], becomes: str, people: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["becomes"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        field.choices = options
        self.initial["becomes"] = becomes
        if people:
            self.fields["applies"].help_text = _(
                "Who wrote it and has the former value. People who were selected keep theirs."
            )
        else:
            del self.fields["applies"]
