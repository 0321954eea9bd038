"""Forms of the call for submissions."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from evidence.enums import Way
from evidence.forms.files import EvidenceFileField
from evidence.models import Call, Topic
from evidence.services.submissions import Sent
from evidence.uploads.checked import CheckedFile

MOST_BYTES = 20 * 1024 * 1024
"""Of a file from people without an account; who has a larger one gives its address or sends it to the team."""
BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CallForm(forms.Form):
    """The words of the call, and when it closes."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give the call a title.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is asked for"),
        max_length=6000,
        widget=_long(8),
        help_text=gettext_lazy(
            "What members want to know, who may send something, what becomes of it, and the address for letters."
        ),
        error_messages={"required": gettext_lazy("Write what is asked for.")},
    )
    closes_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("It closes by itself at the end of this day."),
    )
    takes_files = forms.BooleanField(label=gettext_lazy("Files can be sent"), required=False)

    @classmethod
    def of(cls, call: Call | None) -> "CallForm":
        """Return the form filled with what is kept."""
        if call is None:
            return cls(initial={"takes_files": True})
        return cls(
            initial={
                "title": call.title,
                "text": call.text,
                "closes_on": last_day(call),
                "takes_files": call.takes_files,
            }
        )

    def content(self) -> dict[str, Any]:
        """Return the fields of the call."""
        given = self.cleaned_data
        day, closes_at = given["closes_on"], None
        if day is not None:
            midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
            closes_at = timezone.make_aware(midnight)
        return {
            "title": given["title"],
            "text": given["text"],
            "takes_files": given["takes_files"],
            "closes_at": closes_at,
        }


def last_day(call: Call) -> datetime.date | None:
    """Return the last day on which something can be sent in."""
    if call.closes_at is None:
        return None
    return timezone.localdate(call.closes_at - datetime.timedelta(microseconds=1))


class _SmallFileField(EvidenceFileField):
    """A file from somebody without an account."""

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        """Look at the size before anything else."""
        if data and data.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(most)s. Send it to the team, or give its address on a page.")
                % {"most": filesizeformat(MOST_BYTES)},
                code="too_large",
            )
        return super().clean(data, initial)


class SubmissionForm(forms.Form):
    """What somebody sends in. `token` is made with the form, so that a double submit is one submission."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("About which topic?"), queryset=Topic.objects.none(), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What you want members to know"),
        max_length=20_000,
        required=False,
        widget=_long(10),
        help_text=gettext_lazy("Say how you know it, and where it can be checked."),
    )
    file = _SmallFileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "Instead of the text, or with it: PDF, picture, text or sound, 20 MB at most."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("If you speak for one."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Postal address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=gettext_lazy(
            "So that the team can ask you back. One of the two is enough, and none is needed."
        ),
    )
    interests = forms.CharField(
        label=gettext_lazy("Your interests in this"),
        max_length=2000,
        widget=_long(3),
        help_text=gettext_lazy(
            "What you, or whoever pays you, stand to gain or lose. Write “none” where there is nothing."
        ),
        error_messages={"required": gettext_lazy("Say what interests you have, or write “none”.")},
    )
    may_name = forms.BooleanField(
        label=gettext_lazy("My name and organisation may be shown beside what I send"), required=False
    )
    # Nobody sees this field; what fills in everything fills in this as well.
    homepage = forms.CharField(required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(assembly=call.assembly_id)
        if not call.takes_files:
            del self.fields["file"]

    @property
    def is_trapped(self) -> bool:
        """Whether a programme filled in what nobody sees."""
        return bool(self.data.get("homepage", "").strip())

    def clean(self) -> dict[str, Any]:
        """Want a text or a file."""
        cleaned: dict[str, Any] = super().clean() or {}
        has_file = bool(cleaned.get("file")) or "file" in self.errors
        if not (cleaned.get("text") or "").strip() and not has_file and "text" not in self.errors:
            words = _("Write what you want members to know, or add a file.")
            self.add_error(
                "text", words if "file" in self.fields else _("Write what you want members to know.")
            )
        return cleaned

    def shown_fields(self) -> Iterator[forms.BoundField]:
        """Return the fields that people fill in."""
        return (field for field in self.visible_fields() if field.name != "homepage")

    def sent(self) -> Sent:
        """Return what was sent."""
        names = (
            "title",
            "text",
            "name",
            "interests",
            "organisation",
            "email",
            "address",
            "may_name",
            "topic",
            "file",
        )
        return Sent(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class EnterSubmissionForm(SubmissionForm):
    """What came by letter, by e-mail or by phone."""

    way = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it came.")},
    )
    file = EvidenceFileField(label=gettext_lazy("File"), required=False)
    field_order: Sequence[str] = ("way",)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        for name, label in (
            ("name", _("Name of the author")),
            ("interests", _("Declared interests")),
            ("may_name", _("Name and organisation may be shown")),
            ("text", _("What they want members to know")),
        ):
            self.fields[name].label = label
        # A letter may declare nothing: the team asks, and enters what it was told.
        self.fields["interests"].required = False
