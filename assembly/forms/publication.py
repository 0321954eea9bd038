"""Forms of what is promised to the public."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.forms.fields import DayField
from assembly.publication_kinds import PublicationKind, publication_kinds
from assembly.services.publication import NewPromise

_LONG = 600


def _text(label: Any, missing: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": missing},
    )


class PromiseForm(forms.Form):
    """What is promised, and for when."""

    title = forms.CharField(
        label=gettext_lazy("What is promised"),
        max_length=160,
        help_text=gettext_lazy("A short name, such as “Costs of the first year”."),
        error_messages={"required": gettext_lazy("Name what is promised.")},
    )
    what = forms.CharField(
        label=gettext_lazy("What people will be able to read"),
        max_length=_LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One or two plain sentences."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it is noted"),
        required=False,
        help_text=gettext_lazy("What this system publishes, it notes by itself on the day."),
    )
    due_on = DayField(
        label=gettext_lazy("Promised for"),
        help_text=gettext_lazy("Whoever is promised something counts on this day."),
        error_messages={"required": gettext_lazy("Give the day for which it is promised.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["kind"].choices = [
            ("", gettext_lazy("By hand: somebody of the team notes it")),
            *((kind.key, kind.label) for kind in publication_kinds()),
        ]

    def clean_due_on(self) -> date:
        """Refuse a day that has passed."""
        return _to_come(self.cleaned_data["due_on"], self.today)

    def promise(self) -> NewPromise:
        """Return what was typed."""
        return NewPromise(**{name: self.cleaned_data[name] for name in ("title", "kind", "what", "due_on")})


class UsualPromiseForm(forms.Form):
    """One of the usual promises, to be taken or left, with another name or day."""

    is_taken = forms.BooleanField(label=gettext_lazy("Promise it"), required=False)
    title = forms.CharField(label=gettext_lazy("What is promised"), max_length=160, required=False)
    what = forms.CharField(
        label=gettext_lazy("What people will be able to read"), max_length=_LONG, required=False
    )
    due_on = DayField(label=gettext_lazy("Promised for"), required=False)

    def __init__(self, *args: Any, kind: PublicationKind, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        for name in ("title", "what", "due_on"):
            self.fields[name].follows_a_rule = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a name and a day that is to come, where it is taken."""
        data = super().clean() or self.cleaned_data
        if not data.get("is_taken"):
            return data
        if not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Name what is promised."))
        if "due_on" not in self.errors:
            if not data.get("due_on"):
                self.add_error("due_on", _("Give the day for which it is promised."))
            elif data["due_on"] < self.today:
                self.add_error("due_on", _("This day has passed. Promise a day that is still to come."))
        return data

    def promise(self) -> NewPromise:
        """Return what was typed."""
        data = self.cleaned_data
        return NewPromise(title=data["title"], kind=self.kind.key, what=data["what"], due_on=data["due_on"])


def taken(forms_: Sequence[UsualPromiseForm]) -> list[NewPromise]:
    """Return what was ticked, of forms that are valid."""
    return [form.promise() for form in forms_ if form.cleaned_data["is_taken"]]


class MoveDayForm(forms.Form):
    """Another day, and why."""

    due_on = DayField(
        label=gettext_lazy("New day"), error_messages={"required": gettext_lazy("Give the new day.")}
    )
    reason = _text(
        gettext_lazy("Why it is moved"),
        gettext_lazy("Write why it is moved."),
        gettext_lazy("Everybody reads it, beside the day that was promised before."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        """Refuse a day that has passed."""
        return _to_come(self.cleaned_data["due_on"], self.today)


class DeliveredForm(forms.Form):
    """Since when it is out, and where."""

    delivered_on = DayField(
        label=gettext_lazy("Out since"),
        error_messages={"required": gettext_lazy("Give the day on which it came out.")},
    )
    link = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Where people read it. It begins with https://"),
    )
    note = forms.CharField(
        label=gettext_lazy("Where people find it otherwise"),
        max_length=_LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("On paper, say: where it lies, or whom to ask."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("link", "note"):
            self.fields[name].follows_a_rule = True  # type: ignore[attr-defined]

    def clean_delivered_on(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["delivered_on"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean_link(self) -> str:
        """Take addresses that begin with https:// alone."""
        link: str = self.cleaned_data["link"]
        if link:
            forms.URLField(
                assume_scheme="https",
                error_messages={"invalid": _("Write the whole address, beginning with https://")},
            ).clean(link)
            if not link.startswith("https://"):
                raise ValidationError(_("Write the whole address, beginning with https://"))
        return link

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or self.cleaned_data
        if not data.get("note") and not data.get("link") and not self.errors.keys() & {"note", "link"}:
            self.add_error("link", _("Say where people find it: give its address, or write a note."))
        return data


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = _text(
        gettext_lazy("Why it is withdrawn"),
        gettext_lazy("Write why it is withdrawn."),
        gettext_lazy("Everybody reads it. The promise stays in the calendar."),
    )


class CorrectForm(forms.Form):
    """Why it is not out after all."""

    reason = _text(
        gettext_lazy("What was wrong"),
        gettext_lazy("Write what was wrong."),
        gettext_lazy("Everybody reads it."),
    )


def _to_come(day: date, today: date) -> date:
    if day < today:
        raise ValidationError(_("This day has passed. Promise a day that is still to come."))
    return day
