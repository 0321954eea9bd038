"""The form that copies an assembly."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REHEARSAL, FRESH = "rehearsal", "fresh"


class CopyAssemblyForm(forms.Form):
    """Ask for what and under which name; only administrators may make assemblies that are no rehearsal."""

    kind = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the copy"),
        max_length=160,
        error_messages={"required": _("Write a name that tells the copy apart.")},
    )

    def __init__(self, *args: Any, may_create: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(REHEARSAL, _("To rehearse, with invented people"))]
        if may_create:
            choices.append((FRESH, _("For a new assembly, without people")))
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
