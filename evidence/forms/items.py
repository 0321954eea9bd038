"""Forms of evidence items: what is known about one, what a version says, when it may be shown, and why it is moved."""

import uuid
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from assembly.models import Assembly
from evidence.enums import FormatKind, ItemKind, WitnessState
from evidence.forms.files import EvidenceFileField
from evidence.languages import language_choices
from evidence.models import EvidenceItem, EvidenceVersion, StoredFile, Topic, Witness
from evidence.services.items import Facts, Words
from scheduling.clock_times import moment_at
from scheduling.enums import Position
from scheduling.errors import ClockRefused
from scheduling.forms.venues import TimeField, long_text
from scheduling.models import Session
from scheduling.selectors.seen import seen_of
from scheduling.selectors.sessions import sessions_of

NOT_ASKED = (WitnessState.NOT_CHOSEN, WitnessState.DECLINED)
"""Of these witnesses nothing is asked any more."""


class LinkField(forms.URLField):
    """An address on the web; other kinds of address could run something."""

    default_validators = [URLValidator(schemes=["http", "https"])]  # noqa: RUF012 (the name is Django's)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            assume_scheme="https", max_length=500, required=False, label=gettext_lazy("Address"), **kwargs
        )

    def clean(self, value: Any) -> str:
        """Refuse names before the host: they make an address look like another's."""
        link: str = super().clean(value)
        if "@" in urlsplit(link).netloc:
            raise forms.ValidationError(_("Leave out what stands before “@” in the address."))
        return link


def text_field(label: Any, rows: int, most: int, help_text: Any = "") -> forms.CharField:
    """Return an optional text of several lines."""
    return forms.CharField(
        label=label, max_length=most, required=False, widget=long_text(rows), help_text=help_text
    )


class _SessionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Session) -> str:
        """Name a session with its title."""
        return f"{obj}: {obj.title}"


class FactsForm(forms.Form):
    """What is known about an item."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=ItemKind.choices)
    witness = forms.ModelChoiceField(
        label=gettext_lazy("From whom"),
        queryset=Witness.objects.none(),
        required=False,
        empty_label=gettext_lazy("From no witness"),
    )
    wanted_by = DayField(label=gettext_lazy("Wanted by"), required=False)
    position = forms.ChoiceField(
        label=gettext_lazy("Position"),
        choices=Position.choices,
        required=False,
        help_text=gettext_lazy("Where it stands on the question, so that evidence can be balanced."),
    )
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sessions = _SessionsField(
        label=gettext_lazy("Sessions"),
        queryset=Session.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    staff_notes = text_field(
        gettext_lazy("Notes for staff"), 3, 3000, gettext_lazy("Neither members nor reviewers read them.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, assembly: Assembly, item: EvidenceItem | None = None) -> None:
        super().__init__(data, initial=_initial_facts(item))
        known = Witness.objects.filter(assembly=assembly, erased_at=None)
        stands = known.filter(pk=item.witness_id) if item else known.none()
        self.fields["witness"].queryset = known.exclude(state__in=NOT_ASKED) | stands
        self.fields["topics"].queryset = Topic.objects.filter(assembly=assembly)
        self.fields["sessions"].queryset = sessions_of(assembly)

    def facts(self) -> Facts:
        """Return what was entered."""
        return Facts(
            **{
                name: self.cleaned_data[name]
                for name in self.cleaned_data
                if name in Facts.__dataclass_fields__
            }
        )


def _initial_facts(item: EvidenceItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    names = ("kind", "witness", "wanted_by", "position", "staff_notes")
    return {
        **{name: getattr(item, name) for name in names},
        "topics": list(item.topics.all()),
        "sessions": list(item.sessions.all()),
        "seen": seen_of(item),
    }


class RequestForm(FactsForm):
    """Ask for an item. `token` is made with the form, so that a double submit is one item."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("A working title will do; it can be changed until members read it."),
        error_messages={"required": gettext_lazy("Write a title.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("title",)

    def __init__(self, data: Any = None, *, assembly: Assembly) -> None:
        super().__init__(data, assembly=assembly)
        self.initial["token"] = uuid.uuid4()


class WordsForm(forms.Form):
    """What a version says. `revision` tells which state of the draft the person began with."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a title.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    summary = text_field(
        gettext_lazy("Summary in plain language"),
        8,
        4000,
        gettext_lazy("What members read first: what it says, who says it, and how sure it is."),
    )
    text = text_field(gettext_lazy("Text"), 14, 60_000, gettext_lazy("The whole text, where there is one."))
    link = LinkField(
        help_text=gettext_lazy("Of a page, video or recording elsewhere. Members see the name of the site.")
    )
    file = EvidenceFileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, picture, sound, film or plain text, 100 MB at most."),
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)
    without_file = forms.BooleanField(label=gettext_lazy("Leave the file out"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Author, year, where it was published."),
    )
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Under what terms it may be copied, for example CC BY 4.0."),
    )
    note = forms.CharField(
        label=gettext_lazy("What changed, in a sentence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Members read it beside the correction."),
        error_messages={"required": gettext_lazy("Say in a sentence what changed.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        if is_correction:
            self.fields["note"].required = True
        else:
            del self.fields["note"]

    @classmethod
    def beginning_with(
        cls, draft: EvidenceVersion | None, last: EvidenceVersion, *, is_correction: bool
    ) -> "WordsForm":
        """Return the form as a person first sees it: the draft, or what a correction begins with."""
        version = draft or last
        names = ("title", "language", "summary", "text", "link", "source", "licence")
        initial = {name: getattr(version, name) for name in names}
        initial |= {"revision": draft.revision if draft else 0, "note": draft.note if draft else ""}
        return cls(is_correction=is_correction, initial=initial)

    def words(self, file: StoredFile | None) -> Words:
        """Return what was written, with the line ends that the database keeps."""
        said = {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name in Words.__dataclass_fields__ and name != "file"
        }
        return Words(**said, file=file)


MOMENTS = (
    ("embargo_until", gettext_lazy("Not to be shown before")),
    ("release_at", gettext_lazy("Release to members")),
    ("publish_at", gettext_lazy("Publish")),
)


class MomentsForm(forms.Form):
    """When an item may be shown, by the assembly's clock; a day without a time means its beginning."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, item: EvidenceItem, zone: ZoneInfo) -> None:
        initial: dict[str, Any] = {"seen": seen_of(item)}
        for name, _label in MOMENTS:
            moment = getattr(item, name)
            local = moment.astimezone(zone) if moment else None
            initial |= {
                f"{name}_day": local.date() if local else None,
                f"{name}_time": local.time().replace(second=0, microsecond=0) if local else None,
            }
        super().__init__(data, initial=initial)
        self.item, self.zone = item, zone
        for name, label in MOMENTS:
            named = {"moment": label}
            self.fields[f"{name}_day"] = DayField(label=_("%(moment)s: day") % named, required=False)
            self.fields[f"{name}_time"] = TimeField(label=_("%(moment)s: time") % named, required=False)

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return day and time of each moment, for the template."""
        return [(self[f"{name}_day"], self[f"{name}_time"]) for name, _label in MOMENTS]

    def clean(self) -> dict[str, Any]:
        """Put days and times together."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.moments = {name: self._moment(cleaned, name) for name, _label in MOMENTS}
        return cleaned

    def _moment(self, cleaned: dict[str, Any], name: str) -> datetime | None:
        day, at = cleaned.get(f"{name}_day"), cleaned.get(f"{name}_time")
        if day is None:
            if at is not None:
                self.add_error(f"{name}_day", _("Give the day as well."))
            return None
        try:
            moment = moment_at(day, at or time(0), self.zone)
        except ClockRefused as refused:
            self.add_error(f"{name}_time", str(refused))
            return None
        stands = getattr(self.item, name)
        # The form tells minutes; a moment that nobody touched keeps its seconds.
        is_same = stands is not None and stands.replace(second=0, microsecond=0) == moment
        return stands if is_same else moment


class MoveForm(forms.Form):
    """Why an item is moved, where that has to be said."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=long_text(3)
    )
    revision = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    """Of the draft that the page shows, where the move throws it away."""

    def __init__(self, data: Any = None, *, asks: Any = "") -> None:
        super().__init__(data)
        if asks:
            field = self.fields["reason"]
            field.label, field.required = asks, True
            field.error_messages["required"] = _("Say why.")
        else:
            del self.fields["reason"]


class FormatForm(forms.Form):
    """Another form of the same content."""

    kind = forms.ChoiceField(label=gettext_lazy("Form"), choices=FormatKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    text = text_field(gettext_lazy("Text"), 8, 60_000)
    link = LinkField()
    file = EvidenceFileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, picture, sound, film or plain text, 100 MB at most."),
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Keep the line ends that the database keeps."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["text"] = cleaned.get("text", "").replace("\r\n", "\n")
        return cleaned
