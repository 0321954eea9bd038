"""Forms of signing in by letter: the one of its holder, and those of the team that prints it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assembly.documents.letters import MOST_ADDRESS_LINES, LetterRefused, address_lines
from assembly.models import SignInLetter, User
from assembly.services.sign_in_letters import CODE_LENGTH, REFERENCE_LENGTH
from assembly.typed_codes import typed_code

MOST_CODES = 10


class CodeFromLetterForm(forms.Form):
    """The number of the letter and one of its codes, typed in any way."""

    reference = forms.CharField(
        label=_("Number of the letter"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the number that stands in the frame of your letter.")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("One that you have not used. Small or capital letters, with or without dashes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type one of the codes of your letter.")},
    )

    def clean_reference(self) -> str:
        """Return the number as it was made."""
        return typed_code(self.cleaned_data["reference"])[: REFERENCE_LENGTH + 1]

    def clean_code(self) -> str:
        """Return the code as it was made."""
        return typed_code(self.cleaned_data["code"])[: CODE_LENGTH + 1]


def _window_address(address: str) -> str:
    """Return an address without blank ends, or refuse one that the window does not show."""
    address = address.strip()
    try:
        address_lines(tuple(address.splitlines()[: MOST_ADDRESS_LINES + 1]))
    except LetterRefused as refused:
        raise forms.ValidationError(str(refused)) from None
    return address


class _LetterForm(forms.Form):
    """What stands on every letter with codes."""

    sender = forms.CharField(
        label=_("How to reach the team"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=_("Address and phone number, one line each: whoever has no e-mail calls or writes."),
        error_messages={"required": _("Write how the person can reach you.")},
    )
    codes = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=MOST_CODES,
        initial=6,
        help_text=_("Each is good for signing in once."),
    )


class PrintLetterForm(_LetterForm):
    """What stands on the letter. The address is printed and not kept."""

    address = forms.CharField(
        label=_("Postal address"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Name and address as they stand in the window of the envelope. They are printed and not kept."
        ),
        error_messages={"required": _("Write the address to which the letter goes.")},
    )

    def clean_address(self) -> str:
        """Refuse an address that the window does not show."""
        return _window_address(self.cleaned_data["address"])


class PrintLettersForm(_LetterForm):
    """Who of the people without e-mail gets a letter, and where to. Addresses are printed and not kept."""

    def __init__(
        self, *args: Any, people: list[tuple[User, SignInLetter | None]], now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for user, letter in people:
            self.fields[f"person_{user.pk}"] = forms.BooleanField(
                label=str(user), required=False, initial=letter is None or bool(letter.refusal(now))
            )
            self.fields[f"address_{user.pk}"] = forms.CharField(
                label=gettext("Address of %(name)s") % {"name": user},
                required=False,
                initial=f"{user}\n",
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def rows(self) -> Iterator[tuple[User, SignInLetter | None, forms.BoundField, forms.BoundField]]:
        """Yield each person with the letter that is open, the box to tick and the address."""
        for user, letter in self.people:
            yield user, letter, self[f"person_{user.pk}"], self[f"address_{user.pk}"]

    def chosen(self) -> list[tuple[User, str]]:
        """Return the ticked people with their addresses; a blank one is their name."""
        given = self.cleaned_data
        return [
            (user, given[f"address_{user.pk}"]) for user, _letter in self.people if given[f"person_{user.pk}"]
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, and refuse addresses that the window does not show."""
        given: dict[str, Any] = super().clean() or {}
        ticked = [user for user, _letter in self.people if given.get(f"person_{user.pk}")]
        if not ticked:
            raise forms.ValidationError(_("Tick at least one person."))
        for user in ticked:
            name = f"address_{user.pk}"
            try:
                given[name] = _window_address(given.get(name) or str(user))
            except forms.ValidationError as refused:
                self.add_error(name, refused)
        return given


class AddressForm(forms.Form):
    """The e-mail address of somebody who had none."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Read it back to the person: whoever reads this mailbox can sign in as them."),
        error_messages={
            "required": _("Write the address."),
            "invalid": _("Write an address like name@example.org."),
        },
    )

    def clean_email(self) -> Any:
        """Return it in small letters."""
        return self.cleaned_data["email"].lower()
