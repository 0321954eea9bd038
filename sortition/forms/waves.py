"""Forms of invitation waves: columns of an address file, sizes, the letter, the post."""

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from sortition.models import AddressFile, InvitationWave
from sortition.reading.addresses import ONE_EACH, role_label
from sortition.services.waves import MOST_LETTERS

MOST_STRATA = 60
"""More groups than this come from a column of another kind, such as postcodes."""


class AddressColumnsForm(forms.Form):
    """What each column of an address file is for."""

    def __init__(self, *args: Any, source: AddressFile, **kwargs: Any) -> None:
        super().__init__(*args, initial=source.columns, **kwargs)
        choices = [(heading, heading) for heading in source.headings]
        for role in ONE_EACH:
            self.fields[role] = forms.ChoiceField(
                label=role_label(role),
                choices=[("", _("No column")), *choices],
                required=role == "street",
                error_messages={"required": _("Choose the column with street and number.")},
            )
        self.fields["strata"] = forms.MultipleChoiceField(
            label=_("Groups, each of which gets its share of the letters"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def single_fields(self) -> Iterator[forms.BoundField]:
        """Return the questions with one column as their answer."""
        return (self[role] for role in ONE_EACH)


class WaveSizeForm(forms.Form):
    """How many letters, and what part of them is kept for some groups."""

    letters = forms.IntegerField(
        label=gettext_lazy("Letters"),
        min_value=1,
        max_value=MOST_LETTERS,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
        error_messages={"required": gettext_lazy("Write how many letters there are to be.")},
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Of these, for the groups ticked below alone (%)"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
        help_text=gettext_lazy(
            "For example 20: four fifths go everywhere, one fifth to areas that answer less."
        ),
    )

    def __init__(self, *args: Any, strata: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["favoured"] = forms.MultipleChoiceField(
            label=_("Groups that get letters of their own"),
            choices=[(name, name or _("Everybody")) for name in strata],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a part for nobody."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("percent") and not cleaned.get("favoured") and "favoured" not in self.errors:
            self.add_error("favoured", _("Tick the groups that get this part of the letters."))
        return cleaned

    def favoured_share(self) -> Fraction:
        """Return the part for the favoured groups, between 0 and 1."""
        return Fraction(self.cleaned_data["percent"] or 0, 100)


class LetterForm(forms.Form):
    """What the letters say. Code, link and QR code are added to each."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)
    sender_name = forms.CharField(
        label=gettext_lazy("Sender"),
        max_length=80,
        error_messages={"required": gettext_lazy("Write who invites.")},
    )
    sender_lines = forms.CharField(
        label=gettext_lazy("Address and telephone of the sender"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Write where the letter comes from, and who can be called.")
        },
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=150,
        error_messages={"required": gettext_lazy("Write a subject.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "A blank line begins a new paragraph. Below it stand the code, the link and a QR code."
        ),
        error_messages={"required": gettext_lazy("Write the text of the letter.")},
    )
    answer_by = DayField(
        label=gettext_lazy("Last day to answer"),
        required=False,
        help_text=gettext_lazy("After this day the codes no longer count. Say it in the text as well."),
    )

    @classmethod
    def of(cls, wave: InvitationWave, before: InvitationWave | None) -> "LetterForm":
        """Return the form with the wave's words, or with those of the wave before it."""
        words = wave if wave.subject else before
        names = ("language", "sender_name", "sender_lines", "subject", "body")
        initial = (
            {name: getattr(words, name) for name in names} if words else {"language": settings.LANGUAGE_CODE}
        )
        initial.setdefault("sender_name", wave.assembly.commissioning_authority)
        return cls(initial={**initial, "answer_by": wave.answer_by})


class PostedForm(forms.Form):
    """When the letters were posted, and until when people can answer."""

    posted_on = DayField(
        label=gettext_lazy("Posted on"),
        error_messages={"required": gettext_lazy("Write the day on which the letters were posted.")},
    )
    answer_by = DayField(label=gettext_lazy("Last day to answer"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse answers before the post."""
        cleaned: dict[str, Any] = super().clean() or {}
        posted, until = cleaned.get("posted_on"), cleaned.get("answer_by")
        if isinstance(posted, datetime.date) and isinstance(until, datetime.date) and until < posted:
            self.add_error("answer_by", _("People cannot answer before the letters are posted."))
        return cleaned


class ForecastForm(forms.Form):
    """How many letters more, and which part of them may be answered."""

    more = forms.IntegerField(
        label=gettext_lazy("Letters of the next wave"),
        min_value=1,
        max_value=MOST_LETTERS,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "low": _("Low response (%)"),
            "middle": _("Middle response (%)"),
            "high": _("High response (%)"),
        }
        for name, label in labels.items():
            self.fields[name] = forms.DecimalField(
                label=label,
                min_value=0,
                max_value=100,
                decimal_places=2,
                localize=False,
                widget=forms.NumberInput(attrs={"class": "narrow", "step": "0.1"}),
            )

    def rates(self) -> tuple[float, ...]:
        """Return the three rates, between 0 and 1."""
        return tuple(float(self.cleaned_data[name]) / 100 for name in ("low", "middle", "high"))
