"""Fill in the forms of a page as somebody would who wants to get on, so that each can be sent."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from tests.load.pages import Form

Filled = dict[str, list[Any]]
WORDS = "⟪Some words⟫"
TABLE = "Name,Street\n⟪Ada⟫,⟪Mill Lane 1⟫\n"
STILL_TO_COME = ("due", "last", "until", "wanted")
"""What the names of days have in them that lie ahead."""
DEPTH = 3


def fields_of(response: HttpResponse) -> dict[str, forms.Field]:
    """Return the fields of all forms that a page was made of, by the names that they have in it."""
    return {
        form.add_prefix(name): field
        for layer in response.context or []
        for value in (layer if isinstance(layer, dict) else layer.flatten()).values()
        for form in _forms_in(value, 0)
        for name, field in form.fields.items()
    }


def _forms_in(value: Any, depth: int) -> Iterator[forms.BaseForm]:
    if isinstance(value, forms.BaseForm):
        yield value
    elif depth < DEPTH and isinstance(value, Mapping):
        for each in value.values():
            yield from _forms_in(each, depth + 1)
    elif depth < DEPTH and isinstance(value, list | tuple | forms.BaseFormSet):
        for each in value:
            yield from _forms_in(each, depth + 1)


def filled(
    form: Form, fields: Mapping[str, forms.Field], button: tuple[str, str] | None, *, wholly: bool
) -> Filled:
    """Return what a form sends by a button: what stands in it, and something in what is required, or in all texts."""
    sent: Filled = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    said = {name for name, values in sent.items() if any(values)} | {name for name, _value in form.buttons}
    for name in sorted(form.names - said):
        field = fields.get(name)
        if field and (field.required or (wholly and not isinstance(field, forms.BooleanField))):
            value = _something(name, field)
            sent |= {name: value if isinstance(value, list) else [value]} if value else {}
    return sent | ({button[0]: [button[1]]} if button else {})


def _something(name: str, field: forms.Field) -> Any:  # noqa: PLR0911 (a line for each kind)
    """Return what a field takes; "" where it cannot be guessed."""
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        choices = [str(value) for value in _values(field.choices) if str(value)]
        takes_many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        return choices[:2] if takes_many else next(iter(choices), "")
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("list.csv", TABLE.encode())
    if isinstance(field, forms.DateField | forms.DateTimeField):
        lies_ahead = any(word in name for word in STILL_TO_COME)
        day = timezone.localdate() + timedelta(days=30 if lies_ahead else -30)
        return f"{day}T10:00" if isinstance(field, forms.DateTimeField) else f"{day}"
    if isinstance(field, forms.TimeField):
        return "16:00" if "end" in name else "10:00"
    if isinstance(field, forms.IntegerField):
        return str(max(field.min_value or 0, 1))
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.EmailField) or "email" in name:
        return "somebody@example.org"
    if "link" in name or "address" in name:
        return "https://example.org/page"
    return WORDS[: field.max_length] if isinstance(field, forms.CharField) else ""


def _values(choices: Any) -> Iterator[Any]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _values(label)
        else:
            yield getattr(value, "value", value)
