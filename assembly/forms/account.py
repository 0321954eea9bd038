"""The forms of sign-in and passwords, in the house's words and without placeholders that repeat labels."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django.utils.translation import gettext_lazy as _


class Plain:
    """Take the placeholders away: they vanish while one types, and readers of screens hear the label twice."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                field.label = _("E-mail address")


class PlainLoginForm(Plain, LoginForm):
    """Ask for address and password."""


class PlainRequestCodeForm(Plain, RequestLoginCodeForm):
    """Ask where to send a code to sign in with."""


class PlainConfirmCodeForm(Plain, ConfirmLoginCodeForm):
    """Ask for the code that was sent."""


class PlainResetPasswordForm(Plain, ResetPasswordForm):
    """Ask where to send a link."""


class PlainResetPasswordKeyForm(Plain, ResetPasswordKeyForm):
    """Ask for a new password, behind such a link."""


class PlainChangePasswordForm(Plain, ChangePasswordForm):
    """Ask for the old password and a new one."""


class PlainReauthenticateForm(Plain, ReauthenticateForm):
    """Ask for the password once more."""
