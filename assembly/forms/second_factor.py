"""The forms of the second factor, in the house's words."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from assembly.forms.account import Plain


class _Code(Plain):
    """Ask for a code; what is typed is digits, which telephones then offer."""

    label = _("Code")
    hint = _("Six digits from your app, or one of your recovery codes.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.label
        self.fields["code"].help_text = self.hint
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PlainCodeForm(_Code, AuthenticateForm):
    """Ask for the second factor at sign-in."""


class PlainCodeAgainForm(_Code, ReauthenticateForm):
    """Ask for it once more."""


class PlainActivateForm(_Code, ActivateTOTPForm):
    """Ask for a first code, which proves that the app has the secret."""

    hint = _("Six digits; the app shows new ones every half minute.")
