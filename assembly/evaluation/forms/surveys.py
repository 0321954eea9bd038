"""The team's forms of surveys: planning a wave, loading a set, printing, entering what came on paper or by phone."""

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.enums_surveys import STAFF_CHANNELS, SurveyChannel, SurveyMoment
from assembly.evaluation.models import QuestionSet, SurveyTurn, SurveyWave
from assembly.evaluation.question_files import MOST_BYTES
from assembly.forms.fields import DayField, by_rule
from assembly.models import Assembly
from scheduling.models import Session

_FIRST_MINUTE, _LAST_MINUTE = time(0, 0), time(23, 59)


class WaveForm(forms.Form):
    """Which questions, when, and until which day."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("Members read it above the questions."),
    )
    question_set = forms.ModelChoiceField(
        QuestionSet.objects.none(), label=gettext_lazy("Question set"), empty_label=None
    )
    moment = forms.ChoiceField(
        label=gettext_lazy("When members are asked"), choices=SurveyMoment.choices, widget=forms.RadioSelect
    )
    session = by_rule(
        forms.ModelChoiceField(
            Session.objects.none(),
            label=gettext_lazy("After which session"),
            empty_label=gettext_lazy("None"),
            help_text=gettext_lazy("Only for a survey after a session."),
        )
    )
    opens_on = DayField(label=gettext_lazy("Opens on"), help_text=gettext_lazy("You open it yourself."))
    last_day = DayField(
        label=gettext_lazy("Last day to answer"),
        help_text=gettext_lazy("What came on paper can be entered after it, until you close the survey."),
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets: Any = self.fields["question_set"]
        sets.queryset = QuestionSet.objects.filter(assembly=assembly).order_by("-number")
        sessions: Any = self.fields["session"]
        sessions.queryset = Session.objects.filter(assembly=assembly).order_by("number")

    @staticmethod
    def initial_of(wave: SurveyWave) -> dict[str, Any]:
        """Return what stands, for a form that changes it."""
        return {
            "title": wave.title,
            "question_set": wave.question_set_id,
            "moment": wave.moment,
            "session": wave.session_id,
            "opens_on": timezone.localdate(wave.opens_at),
            "last_day": timezone.localdate(wave.closes_at),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a session where none belongs, none where one does, and days in the wrong order."""
        data = super().clean() or {}
        is_after = data.get("moment") == SurveyMoment.AFTER_SESSION
        if is_after and "session" in data and data["session"] is None:
            self.add_error("session", _("Choose the session after which members are asked."))
        if not is_after:
            data["session"] = None
        if data.get("opens_on") and data.get("last_day") and data["last_day"] < data["opens_on"]:
            self.add_error("last_day", _("The last day comes before the first."))
        return data

    def plan(self) -> dict[str, Any]:
        """Return what a wave is planned with."""
        given = self.cleaned_data
        return {
            "question_set": given["question_set"],
            "moment": given["moment"],
            "session": given["session"],
            "title": given["title"],
            "opens_at": timezone.make_aware(datetime.combine(given["opens_on"], _FIRST_MINUTE)),
            "closes_at": timezone.make_aware(datetime.combine(given["last_day"], _LAST_MINUTE)),
        }


class ReasonForm(forms.Form):
    """Why a survey is opened again or withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("It is kept in the record. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SetFileForm(forms.Form):
    """A question file."""

    file = forms.FileField(
        label=gettext_lazy("Question file"),
        help_text=gettext_lazy("As JSON or CSV, in UTF-8. The guide says what stands in it."),
    )

    def clean_file(self) -> Any:
        """Refuse what is no such file for its size."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large for a question set."))
        return file


class SetSeenForm(forms.Form):
    """The file that was looked at, byte for byte, on its way back."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    content = forms.CharField(max_length=2 * MOST_BYTES, widget=forms.HiddenInput)

    @classmethod
    def of(cls, content: bytes, name: str) -> "SetSeenForm":
        """Return the form that carries a file."""
        return cls(initial={"name": name, "content": base64.b64encode(content).decode()})

    def clean_content(self) -> bytes:
        """Return the bytes."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(_("Choose the file again.")) from None


class PrintForm(forms.Form):
    """How many blank sheets, or for whom, and how large."""

    is_large = forms.BooleanField(label=gettext_lazy("In large print"), required=False)


class LettersForm(forms.Form):
    """What stands beside the team's name on letters."""

    sender = forms.CharField(
        label=gettext_lazy("How to reach the team"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=gettext_lazy("Address and phone number, one line each. They are printed on each letter."),
        error_messages={"required": gettext_lazy("Write how people can reach you.")},
    )
    is_large = forms.BooleanField(label=gettext_lazy("In large print"), required=False)


class WhoseForm(forms.Form):
    """Whose answers are entered: by the code on the paper, or by the name."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How the answers came"),
        choices=[(each.value, each.label) for each in STAFF_CHANNELS],
        widget=forms.RadioSelect,
        initial=SurveyChannel.PAPER.value,
    )
    code = by_rule(
        forms.CharField(
            label=gettext_lazy("Code on the paper"),
            max_length=60,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
            ),
        )
    )
    turn = by_rule(
        forms.ChoiceField(
            label=gettext_lazy("Or the member"),
            choices=[],
            help_text=gettext_lazy("For answers by phone, and for papers without a code."),
        )
    )

    def __init__(self, *args: Any, turns: Iterable[SurveyTurn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["turn"]
        field.choices = [("", _("Choose …")), *((str(each.pk), _turn_words(each)) for each in turns)]

    def clean(self) -> dict[str, Any]:
        """Refuse both and neither."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("code")) == bool(data.get("turn")):
            self.add_error("code", _("Type the code, or choose the member: one of the two."))
        return data


def _turn_words(turn: SurveyTurn) -> str:
    seat = turn.person.seat_number
    name = f"{seat}. {turn.person}" if seat else str(turn.person)
    return f"{name} ({turn.get_state_display()})"
