"""Fields that several forms use."""

from typing import Any, TypeVar

from django import forms

AnyField = TypeVar("AnyField", bound=forms.Field)


def by_rule(field: AnyField) -> AnyField:
    """Let the form's own rule say whether a field is needed: its label does not call it optional."""
    field.required = False
    field.follows_a_rule = True  # type: ignore[attr-defined]
    return field


class DayInput(forms.DateInput):
    """The browser's own date picker; it sends and wants the ISO form whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day."""

    widget = DayInput
