"""Forms of progress reports, evidence, and what the team finds of it."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayField, by_rule
from assembly.outcomes.commitment_lifecycle import COMMITMENT
from assembly.outcomes.models import Commitment, Milestone
from assembly.outcomes.services.progress_reports import SAYS_WHY, Reported
from assembly.outcomes.services.proofs import Shown
from evidence.enums import Way
from evidence.forms.files import EvidenceFileField

BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]
SAID = {
    "": _("It stands where it stood"),
    "begin": _("Work has begun"),
    "deliver": _("It is done"),
    "deliver_in_part": _("A part is done, and no more will be (give the reason)"),
    "delay": _("It will be late (give the reason and the day)"),
    "supersede": _("Another commitment takes its place (choose it)"),
    "abandon": _("It is given up (give the reason)"),
    "reopen": _("It is not done after all: work goes on"),
}


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(forms.Form):
    """Where a commitment stands now, and what was done."""

    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came.")},
    )
    verb = by_rule(forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect))
    text = forms.CharField(
        label=_("What was done?"),
        max_length=4000,
        widget=_long(6),
        help_text=_("In plain words, since the last report. Members and the public read it."),
        error_messages={"required": _("Write what was done, even if it is little.")},
    )
    reason = by_rule(
        forms.CharField(
            label=_("Reason"),
            max_length=500,
            widget=_long(3),
            help_text=_("If it is late, done in part or given up. Members and the public read it."),
        )
    )
    expected_on = by_rule(DayField(label=_("Now expected on"), help_text=_("If it will be late.")))
    successor = by_rule(
        forms.ModelChoiceField(
            label=_("What takes its place"),
            queryset=Commitment.objects.none(),
            empty_label="–",
            help_text=_("If another commitment takes its place."),
        )
    )
    reached = forms.ModelMultipleChoiceField(
        label=_("Steps that are reached"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        commitment: Commitment,
        steps: QuerySet[Milestone],
        successors: QuerySet[Commitment],
        is_own: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        kwargs["initial"].setdefault("seen", commitment.reports.count())
        kwargs["initial"].setdefault("verb", "")
        super().__init__(*args, **kwargs)
        self._today = today
        possible = COMMITMENT.verbs_from(commitment.state)
        self.fields["verb"].choices = [(verb, SAID[verb]) for verb in ("", *possible)]
        self.fields["reached"].queryset = steps
        self.fields["successor"].queryset = successors
        if is_own:
            del self.fields["way"]
        if not steps.exists():
            del self.fields["reached"]
        if "supersede" not in possible or not successors.exists():
            del self.fields["successor"]
            self.fields["verb"].choices = [
                (verb, label) for verb, label in self.fields["verb"].choices if verb != "supersede"
            ]

    def clean(self) -> dict[str, Any]:
        """Want what the choice obliges to, at the field that lacks it."""
        cleaned: dict[str, Any] = super().clean() or {}
        verb = cleaned.get("verb", "")
        if verb in SAYS_WHY and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _now("Give the reason: the public reads it."))
        if verb == "delay" and "expected_on" in cleaned:
            day = cleaned["expected_on"]
            if day is None or day < self._today:
                self.add_error("expected_on", _now("Say by which day it is expected now."))
        if verb == "supersede" and not cleaned.get("successor") and "successor" not in self.errors:
            self.add_error("successor", _now("Choose the commitment that takes its place."))
        return cleaned

    def said(self) -> Reported:
        """Return what is reported."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Reported(**given)


class ProofForm(forms.Form):
    """Evidence, or what was found of it."""

    text = forms.CharField(
        label=_("What does it show?"),
        max_length=2000,
        widget=_long(4),
        error_messages={"required": _("Say in words what it shows.")},
    )
    link = forms.URLField(label=_("Address of a page"), max_length=500, required=False, assume_scheme="https")
    file = EvidenceFileField(
        label=_("File"), required=False, help_text=_("A PDF, a picture, a text, sound or a film.")
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)

    def shown(self) -> Shown:
        """Return the entry."""
        names = ("text", "link", "file", "token")
        return Shown(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class FindingForm(ProofForm):
    """What the team finds: the evidence shows it, or does not."""

    link = None
    file = None
    text = forms.CharField(
        label=_("What did you look at, and what did you find?"),
        max_length=2000,
        widget=_long(4),
        help_text=_("Members and the public read it."),
        error_messages={"required": _("Say in words what you found.")},
    )


class DisputeForm(FindingForm):
    """Why the evidence does not show it."""

    reopens = forms.BooleanField(
        label=_("It is not done: reopen the commitment"),
        required=False,
        help_text=_("The body then has to report on it again."),
    )

    def __init__(self, *args: Any, can_reopen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_reopen:
            del self.fields["reopens"]
