"""The form of the record of processing."""

import json
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.models import ProcessingRecord
from assembly.services.processing import PARTS


class ProcessingForm(forms.ModelForm):
    """What no program can know. `seen` are the parts as the page showed them."""

    seen = forms.CharField(widget=forms.HiddenInput, strip=False)

    class Meta:
        model = ProcessingRecord
        fields = PARTS
        help_texts: ClassVar = {
            "controller_contact": _("Address, phone number and e-mail address, as people may use them."),
            "officer_contact": _("Name and address; empty where none has to be named."),
            "legal_basis": _("The law or the consent that allows it, for each purpose if they differ."),
            "recipients": _("Who is given data, and which: a caterer, a hotel, the authority."),
            "processors": _(
                "Who works with the data on your behalf: who hosts this system, prints letters, sends mail."
            ),
            "transfers": _("To which countries outside, and what protects the data there."),
        }
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 3}) for name in PARTS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = {name: getattr(self.instance, name) for name in PARTS}
        self.fields["seen"].initial = json.dumps(stands, ensure_ascii=False)

    def clean_seen(self) -> dict[str, str]:
        """Return the parts as the page showed them."""
        try:
            seen = json.loads(self.cleaned_data["seen"])
            return {name: str(seen[name]) for name in PARTS}
        except (ValueError, TypeError, KeyError):
            raise forms.ValidationError(_("Load the page again: it was damaged on its way.")) from None

    def parts(self) -> dict[str, str]:
        """Return what was typed, with the line ends that are stored."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in PARTS}
