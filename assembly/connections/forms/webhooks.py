"""Forms of webhooks."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.connections.delivery_gateway import target_of
from assembly.connections.models import Webhook
from assembly.connections.services.webhooks import Wanted, mark_of
from assembly.connections.webhook_addresses import AddressNotAllowed
from assembly.connections.webhook_kinds import KINDS

_REFUSALS = {
    "form": _("That is not a whole web address. It begins with https:// and holds no spaces."),
    "scheme": _("The address must begin with https://, so that nobody reads or changes what is sent."),
    "user": _("Leave name and password out of the address: what is sent is signed instead."),
    "port": _("Leave the port out of the address: only the usual one is written to."),
    "host": _("Write the whole name of the machine, as it is known in public: hooks.example.org, say."),
    "public": _("That is an address inside a network. Only machines in public can be written to."),
}


class WebhookForm(forms.Form):
    """Where to, what for, and of what."""

    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "The other program’s address for webhooks, from its own settings. It begins with https://."
        ),
        error_messages={"required": _("Write the address of the other program.")},
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_(
            "So that others know in a year: “Shows the city’s website what was published”, say. No names."
        ),
        error_messages={"required": _("Say what it is for.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Of what it is told"),
        choices=[(kind.key, kind.label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only that something happened is told, and where to read about it: never anything about people."
        ),
        error_messages={"required": _("Choose at least one kind of event.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, webhook: Webhook | None = None, **kwargs: Any) -> None:
        begun: dict[str, Any] = {"token": uuid.uuid4()}
        if webhook:
            begun |= {
                "address": webhook.address,
                "purpose": webhook.purpose,
                "kinds": webhook.kinds,
                "seen": mark_of(webhook),
            }
        kwargs["initial"] = {**begun, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_address(self) -> str:
        """Refuse what the house does not write to; where the name leads is asked when something is sent."""
        address: str = self.cleaned_data["address"]
        try:
            target_of(address)
        except AddressNotAllowed as error:
            raise forms.ValidationError(_REFUSALS[error.reason]) from error
        return address

    def wanted(self, site: str) -> Wanted:
        """Return what the webhook is to be."""
        given = self.cleaned_data
        return Wanted(address=given["address"], purpose=given["purpose"], kinds=given["kinds"], site=site)


class SecretForm(forms.Form):
    """How the present secret ends."""

    former = forms.ChoiceField(
        label=_("The secret of now"),
        choices=[
            ("keep", _("signs too for 24 hours, so that the other program can be changed meanwhile")),
            ("end", _("ends at once, because somebody may have read it")),
        ],
        widget=forms.RadioSelect,
        initial="keep",
        error_messages={"required": _("Say what becomes of the secret of now.")},
    )

    def keeps_former(self) -> bool:
        """Whether both sign for a day."""
        return bool(self.cleaned_data["former"] == "keep")
