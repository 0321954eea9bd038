"""Quotas that somebody only tries: the table of the targets, with the number of seats, never saved by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sortition.forms.targets import QuotaTableForm
from sortition.models import Category, Value
from sortition.quota_files import MOST_SEATS

TRIED = ("minimum", "maximum")


class WhatIfForm(QuotaTableForm):
    """Minimum and maximum of every value, and the seats; flexible bounds stay as they are, or give way to these."""

    seats = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write a whole number, such as 50."),
            "invalid": gettext_lazy("Write a whole number, such as 50."),
        },
    )

    def __init__(
        self, *args: Any, categories: Sequence[Category], version: str, seats: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, categories=categories, version=version, **kwargs)
        self.initial["seats"] = seats

    def number(self, value: Value, bound: str) -> int | None:
        """Return what was typed; a flexible bound stands unless the typed quota reaches beyond it."""
        if bound in TRIED:
            return super().number(value, bound)
        flex = getattr(value, bound)
        if not self.is_bound or flex is None:
            return flex
        own = super().number(value, "minimum" if bound == "minimum_flex" else "maximum")
        if own is None:
            return None
        return min(flex, own) if bound == "minimum_flex" else max(flex, own)

    def tried(self) -> Mapping[int, tuple[int | None, int | None]]:
        """Return value → minimum and maximum as typed."""
        return {
            value.pk: (self.number(value, "minimum"), self.number(value, "maximum")) for value in self.values
        }
