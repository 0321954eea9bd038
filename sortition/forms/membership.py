"""Forms of the membership record, mostly filled on behalf of somebody who phoned or wrote."""

import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import AccessFeature
from assembly.forms.fields import DayField
from assembly.models import User
from sortition.enums import Channel
from sortition.enums_membership import OPEN_NEEDS, ConsentPurpose, ContactChannel, SupportKind, SupportState
from sortition.models import Respondent, SupportNeed
from sortition.selectors.membership import NEED_FIELDS, ConsentState, seen_of

NOTHING, GIVEN, REFUSED = "nothing", "given", "refused"
_OLDEST = datetime.date(2000, 1, 1)


def _channel(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how they told it.")},
    )


def _line(label: Any, length: int, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    # What belongs to one member must not be offered for the next one by the browser.
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **kwargs)


class SeenForm(forms.Form):
    """A form about something that two people may change at once: `seen` is the digest of what the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ConsentsForm(forms.Form):
    """What a member said about each consent; most of the time only one of them."""

    channel = _channel(gettext_lazy("How did they say it?"))
    said_on = DayField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy(
            "The day of the call or the date of the letter, not the day on which you enter it."
        ),
        error_messages={"required": gettext_lazy("Give the day on which they said it.")},
    )

    def __init__(self, *args: Any, standing: list[ConsentState], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["said_on"].initial = today
        for each in standing:
            self.fields[f"consent_{each.purpose}"] = forms.ChoiceField(
                label=each.purpose.label,
                help_text=f"“{each.purpose.sentence}” {_until_now(each)}",
                choices=[
                    (NOTHING, _("Said nothing about it")),
                    (GIVEN, _("Agrees")),
                    (REFUSED, _("Does not agree, or takes it back")),
                ],
                error_messages={"required": _("Choose what they said.")},
            )

    def purpose_fields(self) -> list[forms.BoundField]:
        """Return a question for each consent."""
        return [self[f"consent_{purpose}"] for purpose in ConsentPurpose]

    def clean_said_on(self) -> datetime.date:
        """Refuse a day that has not come."""
        return _past(self.cleaned_data["said_on"], self.today)

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing was said."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.said() and not any(name.startswith("consent_") for name in self.errors):
            self.add_error("consent_take_part", _("Choose what they said about at least one consent."))
        return cleaned

    def said(self) -> dict[str, bool]:
        """Return purpose → whether they agree, for those about which something was said."""
        chosen = {purpose: self.cleaned_data.get(f"consent_{purpose}") for purpose in ConsentPurpose.values}
        return {purpose: answer == GIVEN for purpose, answer in chosen.items() if answer in (GIVEN, REFUSED)}


class _NeedFields(forms.Form):
    """What is needed, who sees to it and by when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=SupportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What is needed?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What has to be arranged, not why: “a seat near the door”, not an illness. Whoever arranges it reads this."
        ),
        error_messages={"required": gettext_lazy("Write what is needed.")},
    )
    feature = forms.ChoiceField(
        label=gettext_lazy("Must the room have something for it?"),
        choices=[("", gettext_lazy("Nothing of these")), *AccessFeature.choices],
        required=False,
        help_text=gettext_lazy("Rooms and tables are then chosen so that they have it."),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )
    due_on = DayField(
        label=gettext_lazy("Needed by"),
        required=False,
        help_text=gettext_lazy(
            "The day on which it must be there. After it somebody notes whether it was met."
        ),
    )

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team

    def clean_words(self) -> str:
        """Return the words with the line ends that are stored."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def clean_due_on(self) -> datetime.date | None:
        """Refuse what can only be a slip of the keyboard."""
        day = self.cleaned_data["due_on"]
        if day and day < _OLDEST:
            raise forms.ValidationError(_("Write a day after the year 2000."))
        return day


class NewNeedForm(_NeedFields):
    """A need that a member told somebody about."""

    channel = _channel(gettext_lazy("How did they tell it?"))


class NeedForm(_NeedFields, SeenForm):
    """An open need. An owner who has left the team stays until somebody else is chosen."""

    def __init__(self, *args: Any, need: SupportNeed, **kwargs: Any) -> None:
        initial = {
            "kind": need.kind,
            "words": need.words,
            "feature": need.feature,
            "owner": need.owner_id,
            "due_on": need.due_on,
            "seen": seen_of(need, NEED_FIELDS),
        }
        super().__init__(*args, initial=initial, **kwargs)
        if need.owner_id:
            self.fields["owner"].queryset = self.fields["owner"].queryset | User.objects.filter(
                pk=need.owner_id
            )


class UnmetForm(forms.Form):
    """Why a need was not met."""

    reason = _line(
        gettext_lazy("Why was it not met?"),
        300,
        required=True,
        help_text=gettext_lazy(
            "It is kept with the need. For example: not needed any more, or nobody could be found."
        ),
        error_messages={"required": gettext_lazy("Say why the need was not met.")},
    )


class PreferenceForm(SeenForm):
    """How a member wishes to be reached."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How do they wish to be reached?"),
        choices=ContactChannel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how they wish to be reached.")},
    )
    language = _line(
        gettext_lazy("Language"), 40, help_text=gettext_lazy("Where it is another than that of the assembly.")
    )
    best_time = _line(
        gettext_lazy("Best time to call"),
        120,
        help_text=gettext_lazy("For example: on weekdays after 17:00."),
    )

    def __init__(self, *args: Any, person: Respondent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_channel(self) -> str:
        """Refuse a way on which nobody can be reached."""
        chosen = str(self.cleaned_data["channel"])
        if chosen == ContactChannel.EMAIL and not self.person.email:
            raise forms.ValidationError(_("There is no e-mail address of this person. Choose another way."))
        if chosen in (ContactChannel.PHONE, ContactChannel.SMS) and not self.person.phone:
            raise forms.ValidationError(_("There is no phone number of this person. Choose another way."))
        if chosen == ContactChannel.POST and not self.person.address:
            raise forms.ValidationError(_("There is no address of this person. Choose another way."))
        return chosen


class EmergencyForm(SeenForm):
    """Whom to call for a member."""

    name = _line(
        gettext_lazy("Name"), 120, required=True, error_messages={"required": gettext_lazy("Write a name.")}
    )
    relation = _line(
        gettext_lazy("Who is that to the member?"),
        80,
        help_text=gettext_lazy("For example: sister, neighbour."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "tel"}),
        error_messages={"required": gettext_lazy("Write a phone number.")},
    )

    def clean_phone(self) -> str:
        """Refuse what nobody can call."""
        phone = str(self.cleaned_data["phone"])
        if sum(sign.isdigit() for sign in phone) < 3:
            raise forms.ValidationError(_("Write a phone number that one can call."))
        return phone


class NeedsFilterForm(forms.Form):
    """Which needs: in a state, of a kind, of whom."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who sees to it"), required=False)

    def __init__(self, *args: Any, team: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["state"].choices = [
            ("", _("Open")),
            ("overdue", _("Open, past their date")),
            *((state.value, state.label) for state in OPEN_NEEDS),
            *((state.value, state.label) for state in SupportState if state not in OPEN_NEEDS),
            ("all", _("All")),
        ]
        self.fields["kind"].choices = [("", _("Any")), *SupportKind.choices]
        self.fields["owner"].choices = [
            ("", _("Anybody")),
            ("mine", _("I do")),
            ("nobody", _("Nobody")),
            *((str(user.pk), str(user)) for user in team),
        ]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and understood, as `selectors.membership.narrowed` takes it."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "state": given.get("state") or "open",
            "kind": given.get("kind") or "",
            "owner": given.get("owner") or "",
        }


def _past(day: datetime.date, today: datetime.date) -> datetime.date:
    if day > today:
        raise forms.ValidationError(_("This day has not come yet."))
    if day < _OLDEST:
        raise forms.ValidationError(_("Write a day after the year 2000."))
    return day


def _until_now(standing: ConsentState) -> str:
    """Say how a consent stands."""
    if standing.latest is None:
        return _("Until now: not asked.")
    day = {"day": date_format(standing.latest.said_on, "j F Y")}
    if standing.latest.is_given:
        return _("Until now: agrees, since %(day)s.") % day
    return _("Until now: does not agree, since %(day)s.") % day
