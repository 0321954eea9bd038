"""The form that asks for automatic placement."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from scheduling.models import AgendaItem


class PlacementForm(forms.Form):
    """What to place, whether placed items may move for it, and how long to search."""

    items = forms.ModelMultipleChoiceField(
        label=gettext_lazy("What shall be placed?"),
        queryset=AgendaItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one item.")},
    )
    may_move = forms.BooleanField(
        label=gettext_lazy("What is placed already may move, as little as possible; fixed items never do"),
        required=False,
    )
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("How long may it search?"),
        coerce=int,
        initial=10,
        choices=[
            (10, gettext_lazy("10 seconds")),
            (30, gettext_lazy("half a minute")),
            (120, gettext_lazy("two minutes")),
        ],
    )

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].initial = [item.pk for item in items]
