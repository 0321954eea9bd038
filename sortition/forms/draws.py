"""What organisers and witnesses say about a draw."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sortition.draw_terms import default_void_rule
from sortition.enums_draws import SourceKind
from sortition.models import Draw
from sortition.services.draws import DrawTerms

BALLS, DICE = "balls", "dice"
WAYS = (
    (BALLS, gettext_lazy("Balls numbered 0 to 9, drawn in the room and read by two people (recommended)")),
    (DICE, gettext_lazy("Dice, thrown in the room and read by two people")),
    (
        SourceKind.BEACON.value,
        gettext_lazy("A round of a public beacon: a number that comes out at a time named beforehand"),
    ),
    (
        SourceKind.REVEAL.value,
        gettext_lazy("A number that the system seals now, with words or numbers that each witness adds"),
    ),
)
MOMENT = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT)


def _moment(label: Any, hint: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, help_text=hint, widget=MomentInput(), input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"]
    )


class DrawForm(forms.Form):
    """The terms of a draw."""

    way = forms.ChoiceField(
        label=gettext_lazy("Where does the random number come from?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        initial=BALLS,
    )
    held_at = _moment(
        gettext_lazy("When is the draw?"),
        gettext_lazy("Of a beacon it is the time at which its number comes out."),
    )
    deadline = _moment(
        gettext_lazy("Void if nothing was drawn by"),
        gettext_lazy("Leave room for a late start, not for second thoughts."),
    )
    witnesses = forms.CharField(
        label=gettext_lazy("Witnesses"),
        help_text=gettext_lazy(
            "One name a line: people from outside the team, such as a judge, a journalist, a member of the public. "
            "Their names are published with the draw."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    void_rule = forms.CharField(
        label=gettext_lazy("When is the draw void?"),
        help_text=gettext_lazy("It is published before the draw and cannot be changed afterwards."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args: Any, draw: Draw | None = None, now: datetime, **kwargs: Any) -> None:
        self._now = now
        super().__init__(*args, initial=_initial(draw, now), **kwargs)

    def clean(self) -> dict[str, Any]:
        """Hold the times against each other."""
        cleaned: dict[str, Any] = super().clean() or {}
        held, deadline = cleaned.get("held_at"), cleaned.get("deadline")
        if held and held <= self._now:
            self.add_error("held_at", _("Name a time in the future."))
        if held and deadline and deadline < held:
            self.add_error("deadline", _("The deadline has to come after the draw."))
        return cleaned

    def terms(self) -> DrawTerms:
        """Return the terms."""
        given = self.cleaned_data
        kind = SourceKind.BALLS if given["way"] in (BALLS, DICE) else SourceKind(given["way"])
        return DrawTerms(
            kind=kind,
            held_at=given["held_at"],
            deadline=given["deadline"],
            void_rule=given["void_rule"],
            witnesses=given["witnesses"].splitlines(),
            uses_dice=given["way"] == DICE,
        )


def _initial(draw: Draw | None, now: datetime) -> dict[str, Any]:
    if draw is None:
        evening = timezone.localtime(now + timedelta(days=7)).replace(
            hour=19, minute=0, second=0, microsecond=0
        )
        return {
            "held_at": evening,
            "deadline": evening + timedelta(hours=3),
            "void_rule": default_void_rule(),
        }
    is_dice = draw.source_kind == SourceKind.BALLS and draw.source["lowest"] == 1
    return {
        "way": DICE if is_dice else draw.source_kind,
        "held_at": timezone.localtime(draw.held_at),
        "deadline": timezone.localtime(draw.deadline),
        "witnesses": "\n".join(draw.witnesses),
        "void_rule": draw.void_rule,
    }


class ReadingForm(forms.Form):
    """What one person read of the balls or dice."""

    by = forms.CharField(
        label=gettext_lazy("Who has read them?"),
        help_text=gettext_lazy("The name is published with the draw."),
        max_length=120,
    )
    goes = forms.CharField(
        label=gettext_lazy("The numbers, in the order in which they came"),
        help_text=gettext_lazy(
            "One line for each go. Only a go that stands for no panel is followed by another."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "inputmode": "numeric"}),
        max_length=400,
    )

    def __init__(self, *args: Any, count: int, lowest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_single_marks = lowest in (0, 1)
        self.fields["goes"].widget.attrs["placeholder"] = " ".join(
            str(lowest + place % 3) for place in range(count)
        )

    def clean_goes(self) -> list[tuple[int, ...]]:
        """Read numbers parted by blanks or commas, or single digits written together."""
        goes = []
        for line in self.cleaned_data["goes"].splitlines():
            if not line.strip():
                continue
            marks = re.split(r"[\s,;.–-]+", line.strip())
            if len(marks) == 1:
                marks = list(marks[0])
            if not all(mark.isascii() and mark.isdigit() and len(mark) <= 3 for mark in marks):
                raise forms.ValidationError(_("Write only the numbers, with a blank between them."))
            goes.append(tuple(int(mark) for mark in marks))
        return goes


class BeaconForm(forms.Form):
    """A round as the beacon published it."""

    signature = forms.CharField(
        label=gettext_lazy("Signature"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        max_length=1000,
    )
    randomness = forms.CharField(
        label=gettext_lazy("Randomness"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=100,
    )


class AdditionsForm(forms.Form):
    """What each witness adds to the sealed number."""

    def __init__(self, *args: Any, witnesses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, name in enumerate(witnesses):
            self.fields[f"text_{place}"] = forms.CharField(
                label=name,
                help_text=_("A number, a word or a sentence of their own choice."),
                max_length=200,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def texts(self) -> list[str]:
        """Return the words in the order of the witnesses."""
        return [self.cleaned_data[name] for name in self.fields]


class VoidForm(forms.Form):
    """Why a draw is void, and who saw it."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the draw void?"),
        help_text=gettext_lazy("It is published, and the next draw names this one."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )
    witnesses = forms.CharField(
        label=gettext_lazy("Who witnesses it?"),
        help_text=gettext_lazy("One name a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
