"""What people's data are read or taken away for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

OTHER = "other"
PURPOSES = (
    ("reach", _("To reach people by phone, by post or by e-mail")),
    ("check", _("To check and correct entries")),
    ("select", _("To prepare the selection")),
    ("sessions", _("To prepare or hold the sessions")),
    ("asked", _("Because somebody asked about their data")),
    ("audit", _("To answer an auditor or a complaint")),
    (OTHER, _("Something else")),
)


class PurposeForm(forms.Form):
    """One of the usual purposes, or words."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need it for.")},
    )
    words = forms.CharField(
        label=_("If something else: what?"),
        max_length=200,
        required=False,
        help_text=_("No names, no addresses."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where none of the usual purposes was chosen."""
        cleaned = super().clean()
        if cleaned.get("purpose") == OTHER and not (cleaned.get("words") or "").strip():
            self.add_error("words", _("Say in a few words what you need it for."))
        return cleaned

    def said(self) -> str:
        """Return the purpose as it stands in the record."""
        chosen = self.cleaned_data["purpose"]
        return self.cleaned_data["words"].strip() if chosen == OTHER else str(dict(PURPOSES)[chosen])
