"""Forms of registration: what the organiser prepares, and what people fill in."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from sortition.enums import Asked, Channel
from sortition.models import Category, RegistrationPage, RegistrationText
from sortition.reading.derived import AGE, Rule
from sortition.reading.fields import BY_NAME

ASKABLE = ("email", "phone", "address", "postcode", "born_on")
"""Contact fields that an organiser may ask for; the name is always asked."""
_AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "address": "street-address",
    "postcode": "postal-code",
    "born_on": "bday",
}
_OLDEST = datetime.date(1900, 1, 1)


class RegistrationPageForm(forms.Form):
    """What the page asks for, when it closes, and its words in one language."""

    language = forms.CharField(widget=forms.HiddenInput)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What the assembly is about, and what taking part means. Plain words."),
        error_messages={"required": gettext_lazy("Write what the assembly is about.")},
    )
    eligibility = forms.CharField(
        label=gettext_lazy("Who can take part"),
        max_length=300,
        help_text=gettext_lazy("People tick this sentence: “I live in Riverbend and am 16 or older.”"),
        error_messages={"required": gettext_lazy("Write who can take part.")},
    )
    dates = forms.CharField(
        label=gettext_lazy("The dates"),
        max_length=300,
        help_text=gettext_lazy("People say whether they can come: “Four Saturdays from 6 March, 10 to 4.”"),
        error_messages={"required": gettext_lazy("Write the dates.")},
    )
    consent = forms.CharField(
        label=gettext_lazy("What people agree to"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("People tick this sentence. The privacy notice is linked below it."),
        error_messages={"required": gettext_lazy("Write what people agree to.")},
    )
    other_ways = forms.CharField(
        label=gettext_lazy("How to register without this page"),
        max_length=600,
        help_text=gettext_lazy("The phone number and the address for letters. It stands on the page."),
        error_messages={"required": gettext_lazy("Write how people register by phone or letter.")},
    )
    thanks = forms.CharField(
        label=gettext_lazy("What is said afterwards"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("When the lottery is, and how people hear of it."),
        error_messages={"required": gettext_lazy("Write what happens next.")},
    )
    closes_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("People can register until the end of this day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ASKABLE:
            self.fields[f"asks_{name}"] = forms.ChoiceField(
                label=BY_NAME[name].label, choices=Asked.choices, widget=forms.RadioSelect
            )

    @classmethod
    def of(
        cls, page: RegistrationPage, language: str, text: RegistrationText | None
    ) -> "RegistrationPageForm":
        """Return the form filled with what is kept."""
        return cls(
            initial={
                "language": language,
                **(text.words() if text else {}),
                "closes_on": page.last_day,
                **{f"asks_{name}": page.asked(name) for name in ASKABLE},
            }
        )

    def clean_language(self) -> str:
        """Take only a language of the installation."""
        language: str = self.cleaned_data["language"]
        if language not in dict(settings.LANGUAGES):
            raise forms.ValidationError(_("There is no such language here."))
        return language

    def asked_fields(self) -> Iterator[forms.BoundField]:
        """Return the questions about contact fields."""
        return (self[f"asks_{name}"] for name in ASKABLE)

    def word_fields(self) -> Iterator[forms.BoundField]:
        """Return the texts."""
        names = ("introduction", "eligibility", "dates", "consent", "other_ways", "thanks")
        return (self[name] for name in names)

    def asks(self) -> dict[str, str]:
        """Return contact field → how it is asked."""
        return {name: self.cleaned_data[f"asks_{name}"] for name in ASKABLE}

    def words(self) -> dict[str, str]:
        """Return the texts by their names."""
        names = ("introduction", "eligibility", "dates", "consent", "other_ways", "thanks")
        return {name: self.cleaned_data[name] for name in names}

    def closes_at(self) -> datetime.datetime | None:
        """Return the moment at which the last day ends, in the installation's time zone."""
        day = self.cleaned_data["closes_on"]
        if day is None:
            return None
        midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
        return timezone.make_aware(midnight)


class RegisterForm(forms.Form):
    """What somebody who registers fills in.

    A category that is worked out from the birth date or the postcode is not asked for: the date or code is.
    """

    token = forms.UUIDField(widget=forms.HiddenInput)
    # Nobody sees this field; what fills in everything fills in this as well.
    homepage = forms.CharField(required=False)

    def __init__(
        self,
        *args: Any,
        page: RegistrationPage,
        text: RegistrationText,
        categories: list[Category],
        rules: dict[int, Rule],
        today: datetime.date,
        asks_code: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if asks_code:
            self.fields["code"] = code_field()
        self.rules, self.today = rules, today
        self.initial.setdefault("token", uuid.uuid4())
        self.asked = [each for each in categories if each.pk not in rules]
        kinds = {rule.kind for rule in rules.values()}
        needed = {"born_on"} if AGE in kinds else set()
        needed |= {"postcode"} if kinds - {AGE} else set()
        self.contact = ["first_name", "last_name"]
        for name in ASKABLE:
            asked = Asked.REQUIRED if name in needed else page.asked(name)
            if asked != Asked.NO:
                self.contact.append(name)
                self.fields[name] = _contact_field(name, is_required=asked == Asked.REQUIRED)
        for name in ("first_name", "last_name"):
            self.fields[name] = _contact_field(name, is_required=True)
        for category in self.asked:
            self.fields[f"category_{category.pk}"] = forms.ChoiceField(
                label=category.name,
                choices=[(str(value.pk), value.name) for value in category.values.all()],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )
        self.fields["is_eligible"] = forms.BooleanField(
            label=text.eligibility,
            error_messages={"required": _("Only people of whom this is true can be drawn.")},
        )
        self.fields["can_attend"] = forms.ChoiceField(
            label=_("Can you come on these dates? %(dates)s") % {"dates": text.dates},
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one.")},
        )
        self.fields["consents"] = forms.BooleanField(
            label=text.consent,
            error_messages={"required": _("Without your agreement you cannot be drawn.")},
        )

    def contact_fields(self) -> Iterator[forms.BoundField]:
        """Return the fields by which one knows and reaches a person."""
        return (self[name] for name in self.contact)

    def category_fields(self) -> Iterator[forms.BoundField]:
        """Return a question for each category that is asked for."""
        return (self[f"category_{category.pk}"] for category in self.asked)

    def clean_born_on(self) -> datetime.date | None:
        """Refuse days to come."""
        day: datetime.date | None = self.cleaned_data["born_on"]
        if day is not None and not _OLDEST <= day <= self.today:
            raise forms.ValidationError(_("Write a day after 1900, up to today."))
        return day

    def clean(self) -> dict[str, Any]:
        """Work out what is worked out, and say where that is not possible."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.worked_out: dict[int, int] = {}
        for pk, rule in self.rules.items():
            source = "born_on" if rule.kind == AGE else "postcode"
            given = cleaned.get(source)
            if not given:
                continue
            text = given.isoformat() if isinstance(given, datetime.date) else str(given)
            found = next(iter(rule.recognised([text], order="ymd", today=self.today).values()), None)
            if found is None:
                self.add_error(source, _not_worked_out(source))
            else:
                self.worked_out[pk] = rule.category.values[found]
        return cleaned

    @property
    def is_trapped(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.data.get("homepage"))

    def content(self) -> dict[str, Any]:
        """Return the fields as they are stored."""
        return {
            **{name: self.cleaned_data[name] for name in self.contact},
            "channel": Channel.WEB.value,
            "registered_on": self.today,
            "is_eligible": True,
            "consents": True,
            "can_attend": self.cleaned_data["can_attend"] == "yes",
        }

    def answers(self) -> dict[int, int | None]:
        """Return category → value."""
        asked = {each.pk: int(self.cleaned_data[f"category_{each.pk}"]) for each in self.asked}
        return {**asked, **self.worked_out}


def code_field() -> forms.CharField:
    """Ask for the code of a letter; nobody needs one."""
    return forms.CharField(
        label=_("Code of your letter"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("If you have one: twelve letters and digits. It only says which letter brought you."),
    )


def _not_worked_out(source: str) -> str:
    if source == "born_on":
        return _("At this age nobody can be drawn for this assembly.")
    return _("This postcode is outside the area of this assembly.")


def _contact_field(name: str, *, is_required: bool) -> forms.Field:
    known = BY_NAME[name]
    attributes = {"autocomplete": _AUTOCOMPLETE[name]}
    missing = {"required": _("Please fill this in.")}
    if name == "born_on":
        return DayField(label=known.label, required=is_required, error_messages=missing)
    if name == "email":
        return forms.EmailField(
            label=known.label,
            max_length=known.longest,
            required=is_required,
            widget=forms.EmailInput(attrs=attributes),
            error_messages={**missing, "invalid": _("Write an address like name@example.org.")},
        )
    kind = "tel" if name == "phone" else "text"
    return forms.CharField(
        label=known.label,
        max_length=known.longest,
        required=is_required,
        widget=forms.TextInput(attrs={**attributes, "type": kind}),
        error_messages=missing,
    )
