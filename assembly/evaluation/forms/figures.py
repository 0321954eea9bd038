"""The form of the limit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.models.figures import MOST_LIMIT
from assembly.small_cells import LEAST_LIMIT


class LimitForm(forms.Form):
    """How many people a group must have to be told of."""

    limit = forms.IntegerField(
        label=_("Smallest group that is shown"),
        min_value=LEAST_LIMIT,
        max_value=MOST_LIMIT,
        help_text=_("Smaller groups are hidden or shown in bands. It stays once something is published."),
    )
