"""Forms about questions to bodies and time for answers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayField
from assembly.outcomes.models import Body, Recommendation
from evidence.enums import Way

BY_STAFF = [(way, way.label) for way in Way if way != Way.ONLINE]


def _reason(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """Which recommendations are put to which bodies."""

    recommendations = forms.ModelMultipleChoiceField(
        label=_("Recommendations"),
        queryset=Recommendation.objects.none(),
        error_messages={"required": _("Tick at least one recommendation.")},
    )
    lead = forms.ModelChoiceField(
        label=_("Lead"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("Nobody, or as it is"),
        help_text=_("The body whose answer counts as the authority’s."),
    )
    supporting = forms.ModelMultipleChoiceField(
        label=_("Supporting"),
        queryset=Body.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them answers as well."),
    )

    def __init__(
        self, *args: Any, recommendations: QuerySet[Recommendation], bodies: QuerySet[Body], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendations"].queryset = recommendations
        self.fields["lead"].queryset = bodies
        self.fields["supporting"].queryset = bodies

    def clean(self) -> dict[str, Any]:
        """Want at least one body, and each with one part."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "recommendations" in cleaned and not cleaned.get("lead") and not cleaned.get("supporting"):
            self.add_error("lead", _now("Choose who leads, or who supports."))
        return cleaned


class LeadForm(forms.Form):
    """Another body that leads."""

    body = forms.ModelChoiceField(
        label=_("Who leads instead"),
        queryset=Body.objects.none(),
        help_text=_("The body that led until now supports from now on."),
        error_messages={"required": _("Choose a body.")},
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies


class ExpectForm(forms.Form):
    """When a body expects to answer."""

    expected_on = DayField(
        label=_("Expected on"),
        required=False,
        help_text=_(
            "The public sees it beside the due day. Leave it empty if the body names no day any more."
        ),
    )


class MoreTimeForm(forms.Form):
    """A wish for more time that came on paper or by phone."""

    wanted_until = DayField(
        label=_("Wanted until"), error_messages={"required": _("Write the day that the body wishes.")}
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=_reason(),
        help_text=_("In the body’s words: it is published when more time is granted."),
        error_messages={"required": _("Write why more time is needed.")},
    )
    way = forms.ChoiceField(
        label=_("How did it come?"),
        choices=BY_STAFF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came.")},
    )


class DecideTimeForm(forms.Form):
    """Grant or refuse more time."""

    verb = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant it")), ("refuse", _("Refuse it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=_reason(),
        help_text=_("Needed to refuse. The body reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Want a reason to refuse."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verb") == "refuse" and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _now("Say why: the body reads it."))
        return cleaned
