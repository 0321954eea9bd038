"""Forms for combinations of two categories, and for caps per group."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sortition.forms.targets import number_field
from sortition.models import Category, Crossing, Value
from sortition.quota_checks import QuotaLine, Tone, findings_of_line
from sortition.quota_files import MOST_SEATS
from sortition.quota_messages import finding_sentence
from sortition.selectors.targets_rules import Groups
from sortition.services.targets import BOUNDS, QuotaEntry

_BLAMED = {"flexible_minimum_above": "minimum_flex", "flexible_maximum_below": "maximum_flex"}

Cell = tuple[int, int]


class CrossingForm(forms.Form):
    """Two categories to count together."""

    first = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("First category"), empty_label=gettext_lazy("Choose one")
    )
    second = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("Second category"), empty_label=gettext_lazy("Choose one")
    )

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = categories


class CrossedTableForm(forms.Form):
    """The quotas of all combinations of two categories; blank is free.

    `version` and `base` are what stood when the page was loaded, as in the quota table.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        crossing: Crossing,
        firsts: Sequence[Value],
        seconds: Sequence[Value],
        version: str,
        **kwargs: Any,
    ) -> None:
        self.typed: dict[str, Any] = {}
        self.names = {(one.pk, other.pk): f"{one.name} × {other.name}" for one in firsts for other in seconds}
        self.stored = stored_cells(crossing, self.names)
        base = json.dumps(self.stored, separators=(",", ":"))
        kwargs["initial"] = {"version": version, "base": base, **self.stored}
        super().__init__(*args, **kwargs)
        for cell, name in self.names.items():
            for bound in BOUNDS:
                note = f"note-{cell[0]}-{cell[1]}"
                self.fields[cell_name(cell, bound)] = number_field(name, bound, note)

    def clean(self) -> dict[str, Any]:
        """Refuse quotas that could not be stored."""
        self.typed = dict(self.cleaned_data)
        for cell in self.names:
            if any(cell_name(cell, bound) in self.errors for bound in BOUNDS):
                continue
            for finding in findings_of_line(self.line_of(cell), seats=0, pool_size=0):
                if finding.tone is Tone.BAD:
                    half = "minimum" if self.number(cell, "minimum") is None else "maximum"
                    name = cell_name(cell, _BLAMED.get(finding.code, half))
                    self.add_error(name, finding_sentence(finding))
        return self.cleaned_data

    def number(self, cell: Cell, bound: str) -> int | None:
        """Return what was typed in one cell if it is a number; the stored one if nothing was sent."""
        name = cell_name(cell, bound)
        return self.typed.get(name) if self.is_bound else self.stored[name]

    def line_of(self, cell: Cell) -> QuotaLine:
        """Return a combination as it stands in this form, without the pool."""
        return QuotaLine(None, *(self.number(cell, bound) for bound in BOUNDS))

    def entries(self) -> dict[Cell, QuotaEntry]:
        """Return the typed quotas; a combination whose cells were not sent at all is left alone."""
        return {
            cell: QuotaEntry(*(self.number(cell, bound) for bound in BOUNDS))
            for cell in self.names
            if any(cell_name(cell, bound) in self.data for bound in BOUNDS)
        }

    def merged(self, version: str) -> tuple[dict[str, str], dict[str, int | None]]:
        """Bring what was typed together with what somebody else saved meanwhile, as in the quota table."""
        try:
            seen = json.loads(self.data.get("base") or "{}")
        except ValueError:
            seen = {}
        seen = seen if isinstance(seen, dict) else {}
        theirs = {name: number for name, number in self.stored.items() if seen.get(name) != number}
        merged = {name: str(self.data.get(name, "")).strip() for name in self.stored}
        for name, number in self.stored.items():
            was_shown = "" if seen.get(name) is None else str(seen[name])
            if name not in self.data or (name in theirs and merged[name] == was_shown):
                merged[name] = "" if number is None else str(number)
        base = json.dumps(self.stored, separators=(",", ":"))
        return {**merged, "version": version, "base": base}, theirs


def cell_name(cell: Cell, bound: str) -> str:
    """Name the field of one bound of a combination."""
    return f"{bound}-{cell[0]}-{cell[1]}"


def stored_cells(crossing: Crossing, cells: Mapping[Cell, str]) -> dict[str, int | None]:
    """Return what stands, by the name of the field."""
    stands = {(each.first_value_id, each.second_value_id): each for each in crossing.quotas.all()}
    return {
        cell_name(cell, bound): getattr(stands.get(cell), bound, None) for cell in cells for bound in BOUNDS
    }


class CapsForm(forms.Form):
    """How many of one household, and of one group of each category, may sit; blank is any number."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        categories: Sequence[Category],
        groups: Mapping[int | None, Groups],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"] = _cap_field(_("From one household"), groups.get(None))
        for category in categories:
            label = _("From one group of “%(name)s”") % {"name": category.name}
            self.fields[f"cap-{category.pk}"] = _cap_field(label, groups.get(category.pk))

    def caps(self) -> dict[int, int | None]:
        """Return the caps by the key of their category; those that were not sent are left out."""
        return {
            int(name.removeprefix("cap-")): number
            for name, number in self.cleaned_data.items()
            if name.startswith("cap-") and name in self.data
        }


def _cap_field(label: str, groups: Groups | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=_groups_words(groups),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4}),
        error_messages={
            "invalid": _("Write a whole number, such as 2."),
            "min_value": _("Write 1 or more, or leave it blank for any number."),
            "max_value": _("Write %(limit_value)s or less."),
        },
    )


def _groups_words(groups: Groups | None) -> str:
    if groups is None or not groups.shared:
        return _("Nobody in the pool shares a group with somebody else.")
    words = {"people": groups.people, "largest": groups.largest, "count": groups.shared}
    return (
        ngettext(
            "In the pool %(people)s people belong to one group.",
            "In the pool %(people)s people belong to %(count)s groups; the largest has %(largest)s.",
            groups.shared,
        )
        % words
    )
