"""The quota table as a form: four small numbers for each value, and what the page showed when it was loaded."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sortition.models import Category, Value
from sortition.quota_checks import QuotaLine, Tone, findings_of_line, suggested_quota
from sortition.quota_files import MOST_SEATS
from sortition.quota_messages import finding_sentence
from sortition.services.targets import BOUNDS, QuotaEntry

_BLAMED = {"flexible_minimum_above": "minimum_flex", "flexible_maximum_below": "maximum_flex"}


class QuotaTableForm(forms.Form):
    """Read the quotas of every value; numbers that contradict each other are errors beside their cell.

    `version` and `base` are what stood when the page was loaded: the one to refuse a lost update, the other to show
    what somebody else changed meanwhile.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, categories: Sequence[Category], version: str, **kwargs: Any) -> None:
        self.typed: dict[str, Any] = {}
        self.values: list[Value] = [value for category in categories for value in category.values.all()]
        kwargs["initial"] = {"version": version, "base": base_of(self.values), **stored_quotas(self.values)}
        super().__init__(*args, **kwargs)
        for value in self.values:
            self.fields[field_name(value, "share")] = _share_field(value)
            for bound in BOUNDS:
                self.fields[field_name(value, bound)] = number_field(value.name, bound, f"note-{value.pk}")

    def clean(self) -> dict[str, Any]:
        """Refuse quotas that could not be stored."""
        # Adding an error takes a number out of the cleaned data; the table still shows and adds it up.
        self.typed = dict(self.cleaned_data)
        for value in self.values:
            if any(field_name(value, bound) in self.errors for bound in BOUNDS):
                continue
            for finding in findings_of_line(self.line_of(value), seats=0, pool_size=0):
                if finding.tone is Tone.BAD:
                    bound = _BLAMED.get(finding.code, self._half_missing(value))
                    self.add_error(field_name(value, bound), finding_sentence(finding))
        return self.cleaned_data

    def _half_missing(self, value: Value) -> str:
        """Name the bound that a fault of minimum and maximum is shown at."""
        return "minimum" if self.number(value, "minimum") is None else "maximum"

    def number(self, value: Value, bound: str) -> int | None:
        """Return what was typed in one cell if it is a number, otherwise None; the stored one if nothing was sent."""
        if not self.is_bound:
            return getattr(value, bound)
        return self.typed.get(field_name(value, bound))

    def line_of(self, value: Value) -> QuotaLine:
        """Return a value as it stands in this form, without the pool."""
        return QuotaLine(self.share(value), *(self.number(value, bound) for bound in BOUNDS))

    def share(self, value: Value) -> Decimal | None:
        """Return the share as typed; the stored one where it was not sent or is no number."""
        name = field_name(value, "share")
        if not self.is_bound or name not in self.data or name in self.errors:
            return value.share
        return self.typed.get(name)

    def shares(self) -> dict[int, Decimal | None]:
        """Return the typed shares by value; one that was not sent at all is left alone."""
        return {
            value.pk: self.share(value) for value in self.values if field_name(value, "share") in self.data
        }

    def entries(self) -> dict[int, QuotaEntry]:
        """Return the typed quotas by value; a value whose cells were not sent at all is left alone."""
        return {
            value.pk: QuotaEntry(*(self.number(value, bound) for bound in BOUNDS))
            for value in self.values
            if any(field_name(value, bound) in self.data for bound in BOUNDS)
        }

    def seen(self) -> Mapping[str, Any]:
        """Return the quotas that the page showed when it was loaded, as far as the browser sent them back."""
        try:
            seen = json.loads(self.data.get("base") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}


def field_name(value: Value, bound: str) -> str:
    """Name the field of one cell."""
    return f"{bound}-{value.pk}"


def stored_quotas(values: Sequence[Value]) -> dict[str, int | str | None]:
    """Return what stands, by the name of the cell; shares as they are written."""
    stored: dict[str, int | str | None] = {
        field_name(value, bound): getattr(value, bound) for value in values for bound in BOUNDS
    }
    return stored | {field_name(value, "share"): written_share(value.share) for value in values}


def written_share(share: Decimal | None) -> str | None:
    """Write 21.5 for 21.500."""
    if share is None:
        return None
    return f"{share:f}".rstrip("0").rstrip(".") if "." in f"{share:f}" else f"{share:f}"


def base_of(values: Sequence[Value]) -> str:
    """Write down what stands, to be carried by the page."""
    return json.dumps(stored_quotas(values), separators=(",", ":"))


def filled_from_shares(
    form: QuotaTableForm, typed: Mapping[str, str], *, seats: int, replace: bool
) -> dict[str, str]:
    """Return what was typed with the blank quotas filled from the shares, or with all of them if `replace`."""
    filled = dict(typed)
    for value in form.values:
        share = form.share(value)
        if share is None:
            continue
        names = field_name(value, "minimum"), field_name(value, "maximum")
        if replace or not any((filled.get(name) or "").strip() for name in names):
            low, high = suggested_quota(share, seats)
            filled |= {names[0]: str(low), names[1]: str(high)}
    return filled


def merged_with_stored(
    form: QuotaTableForm, version: str
) -> tuple[dict[str, str], dict[str, int | str | None]]:
    """Bring what was typed together with what somebody else saved meanwhile.

    Cells that this person did not touch take the saved number; cells that both changed keep what was typed. The
    second part names the cells that the other changed, with the number that was saved.
    """
    seen, stored = form.seen(), stored_quotas(form.values)
    merged = {name: str(form.data.get(name, "")).strip() for name in stored}
    theirs = {name: number for name, number in stored.items() if name in seen and seen[name] != number}
    for name, number in stored.items():
        was_shown = "" if seen.get(name) is None else str(seen[name])
        if name not in form.data or (name in theirs and merged[name] == was_shown):
            merged[name] = "" if number is None else str(number)
    return {**merged, "version": version, "base": base_of(form.values)}, theirs


def _share_field(value: Value) -> forms.DecimalField:
    label = _("%(value)s: share of the population in per cent") % {"value": value.name}
    attrs = {
        "inputmode": "decimal",
        "autocomplete": "off",
        "aria-label": label,
        "aria-describedby": f"note-{value.pk}",
    }
    return _Share(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "invalid": _("Write a number, such as 21.5."),
            "min_value": _("Write 0 or more."),
            "max_value": _("Write %(limit_value)s or less."),
        },
    )


class _Share(forms.DecimalField):
    """A share in per cent, with a point or a comma."""

    def to_python(self, value: Any) -> Decimal | None:
        """Take a comma for a point, and leave out the sign."""
        return super().to_python(str(value).replace(",", ".").rstrip("% ") if value else value)


def number_field(name: str, bound: str, described_by: str) -> forms.IntegerField:
    """Return the field of one bound of the value, or combination, called `name`."""
    words = {"value": name}
    label = {
        "minimum": _("%(value)s: minimum seats"),
        "maximum": _("%(value)s: maximum seats"),
        "minimum_flex": _("%(value)s: flexible minimum"),
        "maximum_flex": _("%(value)s: flexible maximum"),
    }[bound] % words
    attrs = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "aria-label": label,
        "aria-describedby": described_by,
    }
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "invalid": _("Write a whole number, such as 12."),
            "min_value": _("Write 0 or more."),
            "max_value": _("Write %(limit_value)s or less."),
        },
    )
