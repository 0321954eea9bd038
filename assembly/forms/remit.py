"""The form of the remit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.models import RemitVersion
from assembly.services.remit import RemitWords, fingerprint


def _long(rows: int, **attributes: object) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class RemitForm(forms.Form):
    """Question, scope and promise; `seen` tells which wording the person began with."""

    seen = forms.CharField(widget=forms.HiddenInput)
    question = forms.CharField(
        label=_("The question"),
        max_length=600,
        widget=_long(3, **{"class": "voice"}),
        help_text=_("Neutral and open: no answer in it, nothing that pushes people to one side."),
        error_messages={"required": _("Write the question that the assembly is asked.")},
    )
    in_scope = forms.CharField(
        label=_("In scope"),
        max_length=4000,
        required=False,
        widget=_long(4),
        help_text=_("What the assembly may make recommendations about."),
    )
    out_of_scope = forms.CharField(
        label=_("Out of scope"),
        max_length=4000,
        required=False,
        widget=_long(4),
        help_text=_("What is decided elsewhere or already, so that nobody works in vain."),
    )
    response_promise = forms.CharField(
        label=_("The promised answer"),
        max_length=4000,
        required=False,
        widget=_long(4),
        help_text=_(
            "How the authority will answer: in public, each recommendation, with reasons. Needed to publish."
        ),
    )
    response_months = forms.IntegerField(
        label=_("Months until the answer"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Counted from the day of the report. Needed to publish."),
    )

    @classmethod
    def beginning_with(cls, version: RemitVersion | None) -> "RemitForm":
        """Return the form as a person first sees it: the draft, or the last published version."""
        names = ("question", "in_scope", "out_of_scope", "response_promise", "response_months")
        words = {name: getattr(version, name) for name in names} if version else {}
        return cls(initial={**words, "seen": fingerprint(version)})

    def words(self) -> RemitWords:
        """Return the remit's words with the line ends that the database keeps."""
        data = {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name != "seen"
        }
        return RemitWords(**data)
