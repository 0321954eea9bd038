"""Forms of the learning record."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.models import LearningSummary, LearningVersion
from assembly.evaluation.services.learning import EntryWords, SummaryWords

_UNIX = "\n"


class EntryForm(forms.ModelForm[LearningVersion]):
    """What an entry says."""

    class Meta:
        model = LearningVersion
        fields = ("text", "kind", "stage", "who_said", "way", "said_on", "is_public")
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "said_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts: ClassVar = {
            "text": _("In plain words, and without names. Say what happened, and what it led to."),
            "who_said": _("As what they said it. Nobody is named."),
            "said_on": _("When it was said or noticed."),
            "is_public": _(
                "It stands in the next edition that you publish. Without this, the team alone reads it."
            ),
        }
        error_messages: ClassVar = {"text": {"required": _("Write what was learnt.")}}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_said_on(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["said_on"]
        if day > self._today:
            raise ValidationError(_("Choose a day that has come."), code="future")
        return day

    def words(self) -> EntryWords:
        """Return what was written, with the line ends of this house."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return EntryWords(**{**said, "text": said["text"].replace("\r\n", _UNIX).strip()})


class NewEntryForm(EntryForm):
    """An entry to add. `token` is made with the form, so that a double submit is one entry."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        initial = {
            "token": uuid.uuid4(),
            "said_on": today,
            "who_said": "organiser",
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, today=today, initial=initial, **kwargs)


class ChangeEntryForm(EntryForm):
    """The next version: `began_with` is the number of the one with which this began."""

    note = forms.CharField(
        label=_("What changed, in a sentence"),
        max_length=300,
        required=False,
        help_text=_("Needed where the entry is published: everybody reads it beside the new words."),
    )
    began_with = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class SummaryForm(forms.ModelForm[LearningSummary]):
    """The summary; `began_with` is the number of the version with which this began, 0 for none."""

    began_with = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = LearningSummary
        fields = LearningSummary.WORDS
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 6}) for name in LearningSummary.WORDS}
        help_texts: ClassVar = {
            "did": _("Two or three paragraphs. An empty line parts them."),
            "advice": _("What you would tell the next team on its first day."),
        }

    def words(self) -> SummaryWords:
        """Return what was written, with the line ends of this house."""
        said = {name: self.cleaned_data[name].replace("\r\n", _UNIX).strip() for name in self.Meta.fields}
        return SummaryWords(**said)


class PublishLearningForm(forms.Form):
    """Publish the record: in which language it is written, and whether others may use it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=_("What was corrected, in a sentence"),
        max_length=300,
        help_text=_("Everybody reads it beside the record."),
    )
    language = forms.ChoiceField(label=_("Language in which it is written"), choices=settings.LANGUAGES)
    has_open_licence = forms.BooleanField(
        label=_("Everybody may use the text under the licence CC BY 4.0"),
        required=False,
        help_text=_("Databases of cases take only texts that others may use."),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["note"]
