"""Forms of ratings and concerns: of a member, and of a sheet that staff enter."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from assembly.outcomes.enums_responses import ConcernKind
from assembly.outcomes.models import ResponseVersion
from assembly.outcomes.services.concerns import Raised
from evidence.enums import Way

BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]
WORDS = {0: _("not at all"), 5: _("partly"), 10: _("fully")}
"""What some of the scores mean, to the question whether an answer meets the recommendation."""


def scores() -> list[tuple[int, Any]]:
    """Return the scores as choices, with words at the ends and in the middle."""
    return [(score, f"{score}: {WORDS[score]}" if score in WORDS else str(score)) for score in range(11)]


class RateForm(forms.Form):
    """How far an answer meets the recommendation."""

    score = forms.TypedChoiceField(
        label=_("How far does this answer meet the recommendation?"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("From 0, not at all, to 10, fully. You can change it until a revised answer comes."),
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].choices = scores()


class ConcernForm(forms.Form):
    """What somebody says back."""

    kind = forms.ChoiceField(
        label=_("What would you like to say?"),
        choices=[
            (ConcernKind.CLARIFICATION, _("Something is unclear to me")),
            (ConcernKind.DISAGREEMENT, _("I disagree with the answer")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The team passes it on without your name. The body that answered, other members and the public read it."
        ),
        error_messages={"required": _("Write what is unclear, or why you disagree.")},
    )
    supporters = forms.IntegerField(
        label=_("How many members say so?"),
        min_value=1,
        max_value=999,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
        help_text=_("Leave 1 if you speak for yourself; count everybody if a table says it together."),
        error_messages={"required": _("Write how many say so: 1 for one person.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid.uuid4())
        super().__init__(*args, **kwargs)

    def raised(self, person: Person | None) -> Raised:
        """Return what is raised."""
        names = ("kind", "text", "supporters", "token")
        return Raised(raised_by=person, **{name: self.cleaned_data[name] for name in names})


class EnterConcernForm(ConcernForm):
    """What a table or a member said on paper or by phone."""

    version = forms.ModelChoiceField(
        label=_("About which answer"),
        queryset=ResponseVersion.objects.none(),
        error_messages={"required": _("Choose the answer.")},
    )
    raised_by = forms.ModelChoiceField(
        label=_("By whom"), queryset=Person.objects.none(), required=False, empty_label=_("a table")
    )
    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came.")},
    )
    field_order = ("version", "raised_by", "way", "kind", "text", "supporters", "token")

    def __init__(
        self,
        *args: Any,
        answers: QuerySet[ResponseVersion],
        members: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = answers
        self.fields["version"].label_from_instance = answer_label
        self.fields["raised_by"].queryset = members
        self.fields["raised_by"].label_from_instance = seat_label


class RatingSheetForm(forms.Form):
    """One member's sheet: a number for each answer, or none where no box is ticked."""

    person = forms.ModelChoiceField(
        label=_("Whose sheet is it?"),
        queryset=Person.objects.none(),
        help_text=_("The seat stands on the sheet. Where they rated before, this sheet takes its place."),
        error_messages={"required": _("Choose whose sheet it is.")},
    )
    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came.")},
    )

    def __init__(
        self,
        *args: Any,
        answers: Iterable[ResponseVersion],
        members: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = members
        self.fields["person"].label_from_instance = seat_label
        self._answers = {f"answer_{each.pk}": each for each in answers}
        for name, answer in self._answers.items():
            self.fields[name] = forms.TypedChoiceField(
                label=answer_label(answer),
                choices=[("", "–"), *scores()],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def rating_fields(self) -> list[forms.BoundField]:
        """Return the fields of the answers."""
        return [self[name] for name in self._answers]

    def clean(self) -> dict[str, Any]:
        """Want at least one number."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.ratings():
            self.add_error(None, _now("Enter at least one number."))
        return cleaned

    def ratings(self) -> dict[ResponseVersion, int]:
        """Return the number of each answer that has one."""
        given = {each: self.cleaned_data.get(name) for name, each in self._answers.items()}
        return {each: score for each, score in given.items() if score is not None}


class SetAsideForm(forms.Form):
    """Why a concern is not passed on."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever raised it reads it."),
        error_messages={"required": _("Write the reason.")},
    )


def answer_label(version: ResponseVersion) -> str:
    """Name an answer by its recommendation and body."""
    response = version.response
    return f"{response.recommendation}, {response.body}"


def seat_label(person: Person) -> str:
    """Name a member as their badge does: whoever enters a sheet needs no family name."""
    called = person.called or str(person).split()[0]
    return _now("Seat %(seat)s, %(called)s") % {"seat": person.seat_number, "called": called}
