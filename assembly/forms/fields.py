"""Fields that several forms use."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date picker; it sends and wants the ISO form whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day."""

    widget = DayInput
