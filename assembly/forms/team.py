"""Forms about people and roles."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.models import Invitation, User
from assembly.permissions import TABLE
from assembly.second_factor import BY_CODE_ALONE


def grantable_roles() -> list[tuple[str, Any]]:
    """Return the roles that allow something, in the table's order of roles."""
    useful = frozenset().union(*(row.roles for row in TABLE))
    return [(role.value, role.label) for role in Role if role in useful]


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the person’s name.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "The invitation goes there, and only that address can accept it. Leave it empty for a member, witness or "
            "official without e-mail."
        ),
        error_messages={
            "invalid": _("Write an address like name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=grantable_roles,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for an address where the role needs one."""
        cleaned = super().clean()
        role = cleaned.get("role")
        if role and role not in BY_CODE_ALONE and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address to which the invitation goes: this role needs one."))
        return cleaned


class RolesForm(forms.Form):
    """The roles of one person; `seen` are those that the page showed.

    Offered are the roles that allow something, and those that the person `held` already.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One person may have several. “Who may do what” says what each allows."),
        error_messages={"required": _("Choose at least one role, or remove the person from the team.")},
    )

    def __init__(self, *args: Any, held: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        useful = {value for value, _label in grantable_roles()}
        self.fields["roles"].choices = [
            (role.value, role.label) for role in Role if role in useful or role in held
        ]

    def clean_seen(self) -> list[str]:
        """Return the roles that the page showed."""
        return [role for role in self.cleaned_data["seen"].split(",") if role]


class AcceptForm(forms.Form):
    """Name and password of somebody who accepts an invitation and has no account yet.

    Members, witnesses and officials need no password: each time they sign in by a code that is sent to them.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name as the team should see it.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = invitation.email
        if invitation.role in BY_CODE_ALONE:
            del self.fields["password"]
        else:
            self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is too weak, also against the person's own name and address."""
        cleaned = super().clean()
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
