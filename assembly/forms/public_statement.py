"""The form of what the public is told."""

from dataclasses import fields

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assembly.models import PublicStatement
from assembly.services.public_statement import StatementWords, statement_fingerprint

_NAMES = tuple(each.name for each in fields(StatementWords))


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StatementForm(forms.Form):
    """What the team writes for everybody; a draft may be incomplete. `seen` tells which wording somebody began with."""

    seen = forms.CharField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language of these words"), choices=settings.LANGUAGES)
    why = forms.CharField(
        label=_("Why this assembly is held"),
        max_length=4000,
        required=False,
        widget=_long(6),
        help_text=_(
            "Short sentences: what is to be decided, why now, and what becomes of it. Needed to publish."
        ),
    )
    who_pays = forms.CharField(
        label=_("Who pays"),
        max_length=2000,
        required=False,
        widget=_long(3),
        help_text=_("Who gives the money, and whether they have a say in how it is done. Needed to publish."),
    )
    budget = forms.DecimalField(
        label=_("How much it costs"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("The whole budget. Leave it empty while it is not known."),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as GBP.")
    )
    oversight = forms.CharField(
        label=_("Who decides, and who watches over it"),
        max_length=4000,
        required=False,
        widget=_long(4),
        help_text=_(
            "Who runs the assembly, and who checks them. Name bodies and offices; name people only if they agreed. "
            "Needed to publish."
        ),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_(
            "A number that somebody answers. Without a phone number or an address nothing is published."
        ),
    )
    post = forms.CharField(
        label=_("Address for letters"),
        max_length=400,
        required=False,
        widget=_long(3),
        help_text=_("Where letters reach the team."),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("An address of the team, not of one person.")
    )

    @classmethod
    def beginning_with(cls, statement: PublicStatement | None) -> "StatementForm":
        """Return the form as a person first sees it: the draft, or the last published version."""
        words = {name: getattr(statement, name) for name in _NAMES} if statement else {}
        if not words:
            words = {"language": settings.LANGUAGE_CODE}
        return cls(initial={"seen": statement_fingerprint(statement), **words})

    def clean_currency(self) -> str:
        """Return the code in capitals."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise forms.ValidationError(_("Write the three letters of the currency, such as GBP."))
        return code

    def clean(self) -> None:
        """Ask for the currency of an amount; without an amount it says nothing."""
        super().clean()
        if self.errors.get("budget") or self.errors.get("currency"):
            return
        if self.cleaned_data["budget"] is None:
            self.cleaned_data["currency"] = ""
        elif not self.cleaned_data["currency"]:
            self.add_error("currency", _("Write in which currency the amount is, such as GBP."))

    def words(self) -> StatementWords:
        """Return what was written."""
        return StatementWords(**{name: self.cleaned_data[name] for name in _NAMES})
