"""Forms of terms, honoraria, claims, bank details and payments."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import PersonKind
from assembly.errors import FileRefused
from assembly.forms.fields import DayField, by_rule
from assembly.models import Assembly, Person
from scheduling.enums_money import BY_STAFF, ClaimKind, ClaimWay, PayWay
from scheduling.errors import MoneyRefused
from scheduling.models import MoneyTerms, PayDetails, Session
from scheduling.receipt_files import ReceiptFile, checked_receipt
from scheduling.services.claims import MOST_RECEIPTS, Spent

_MOST = Decimal(100_000)


def _money(label: Any, **kwargs: Any) -> forms.DecimalField:
    options = {"max_digits": 9, "decimal_places": 2, "min_value": Decimal(0), "max_value": _MOST}
    return forms.DecimalField(label=label, **{**options, **kwargs})


class ManyFilesInput(forms.ClearableFileInput):
    """The browser's own choice of several files."""

    allow_multiple_selected = True


class ReceiptsField(forms.FileField):
    """Up to ten pictures or PDFs; each is looked at for what it is."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[ReceiptFile]:
        """Return checked files."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_RECEIPTS:
            raise forms.ValidationError(_("Choose ten files at most."))
        found = []
        for each in given:
            super().clean(each, initial)
            try:
                found.append(checked_receipt(each.read(), each.name))
            except (FileRefused, MoneyRefused) as refused:
                raise forms.ValidationError(f"{each.name}: {refused}") from refused
        return found


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the assembly pays: one field more for each kind of person."""

    class Meta:
        model = MoneyTerms
        fields = ("currency", "per_mile", "receipt_above", "claim_days", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012

    def __init__(self, *args: Any, rates: dict[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in PersonKind:
            label = _("%(kind)s, for each half-day") % {"kind": kind.label}
            self.fields[f"rate_{kind}"] = _money(
                label, required=False, initial=rates.get(kind), help_text=_("Leave it empty to pay nothing.")
            )

    def clean_currency(self) -> str:
        """Return the code in capitals."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if len(code) != 3 or not code.isascii() or not code.isalpha():
            raise forms.ValidationError(_("Write the three letters of the currency, such as GBP."))
        return code

    def rates(self) -> dict[str, Decimal | None]:
        """Return kind → amount for a half-day."""
        return {str(kind): self.cleaned_data[f"rate_{kind}"] for kind in PersonKind}

    def rate_fields(self) -> list[forms.BoundField]:
        """Return the fields of the rates, for the template."""
        return [self[f"rate_{kind}"] for kind in PersonKind]


class ClaimForm(forms.Form):
    """What was spent. `token` is made with the form, so that a double submit is one claim."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What for?"),
        choices=ClaimKind.choices,
        error_messages={"required": gettext_lazy("Choose what it was for.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What was it?"),
        max_length=300,
        help_text=gettext_lazy("For instance “bus there and back” or “childminder, six hours”."),
        error_messages={"required": gettext_lazy("Write what it was.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    spent_on = DayField(
        label=gettext_lazy("On which day?"),
        error_messages={"required": gettext_lazy("Give the day on which the money was spent.")},
    )
    session = forms.ModelChoiceField(
        label=gettext_lazy("For which session?"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=gettext_lazy("None in particular"),
    )
    amount = by_rule(
        _money(gettext_lazy("How much?"), help_text=gettext_lazy("Leave it empty for miles by car."))
    )
    miles = by_rule(
        forms.IntegerField(
            label=gettext_lazy("Miles by car"),
            min_value=1,
            max_value=2000,
            help_text=gettext_lazy("Only for your own car: there and back."),
        )
    )
    receipts = ReceiptsField(
        label=gettext_lazy("Receipts"),
        required=False,
        help_text=gettext_lazy("Pictures or PDF files, 8 MB each at most."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = Session.objects.filter(assembly=assembly).order_by("starts_at")

    def clean(self) -> dict[str, Any]:
        """Want miles for a car, and an amount for everything else."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_by_car = cleaned.get("kind") == ClaimKind.MILEAGE
        if is_by_car and not cleaned.get("miles") and "miles" not in self.errors:
            self.add_error("miles", _("Write how many miles it was, there and back."))
        if not is_by_car and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Write how much it was."))
        return cleaned

    def spent(self) -> Spent:
        """Return what was spent."""
        given = self.cleaned_data
        names = ("kind", "words", "spent_on", "amount", "miles", "session")
        return Spent(**{name: given[name] for name in names})


class EnterClaimForm(ClaimForm):
    """A claim on behalf of somebody."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Whose claim is it?"),
        queryset=Person.objects.none(),
        error_messages={"required": gettext_lazy("Choose whose claim it is.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=[(way, ClaimWay(way).label) for way in BY_STAFF],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how the claim came.")},
    )
    field_order = ("person", "way")

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, assembly=assembly, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(assembly=assembly)


class DecideForm(forms.Form):
    """What becomes of a claim."""

    granted = by_rule(_money(gettext_lazy("How much is granted?")))
    remark = by_rule(
        forms.CharField(
            label=gettext_lazy("What do you tell the claimant?"),
            max_length=500,
            help_text=gettext_lazy("Needed if you ask, refuse or grant less. The claimant reads it."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
    )


class AnswerForm(forms.Form):
    """The claimant's answer to what the team asked."""

    words = forms.CharField(
        label=gettext_lazy("What it was"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Put it more clearly if that helps."),
    )
    receipts = ReceiptsField(label=gettext_lazy("More receipts"), required=False)


class PayDetailsForm(forms.Form):
    """How somebody is paid. The account is never shown again in full: it is typed anew to be changed."""

    way = forms.ChoiceField(
        label=gettext_lazy("How do you want to be paid?"), choices=PayWay.choices, widget=forms.RadioSelect
    )
    holder = by_rule(
        forms.CharField(
            label=gettext_lazy("Name of the account holder"),
            max_length=120,
            help_text=gettext_lazy("For a bank transfer: the name as it stands on the bank card."),
        )
    )
    account = by_rule(
        forms.CharField(
            label=gettext_lazy("Account"),
            max_length=60,
            help_text=gettext_lazy(
                "For a bank transfer: an IBAN, or the sort code and then the account number."
            ),
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
        )
    )

    @classmethod
    def of(cls, details: PayDetails | None) -> "PayDetailsForm":
        """Return the form as it is shown first."""
        if details is None:
            return cls(initial={"way": PayWay.BANK})
        return cls(initial={"way": details.way, "holder": details.holder})


class PaidForm(forms.Form):
    """When a payment was paid."""

    paid_on = DayField(
        label=gettext_lazy("Paid on"),
        error_messages={"required": gettext_lazy("Give the day on which it was paid.")},
    )

    def __init__(self, *args: Any, today: datetime.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = today
