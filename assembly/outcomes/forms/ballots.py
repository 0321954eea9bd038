"""Forms of ballots: the head, what is asked, and why a count does not hold."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assembly.forms.fields import DayInput
from assembly.models import Assembly
from assembly.outcomes.enums import QuestionKind
from assembly.outcomes.models import Ballot, BallotQuestion, DecisionRule, Recommendation
from assembly.outcomes.selectors.votes import frozen_recommendations
from assembly.outcomes.services.ballots import BallotWords
from scheduling.models import Session


class BallotForm(forms.ModelForm):  # type: ignore[type-arg]
    """Title, explanation, session and day of a ballot."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Ballot
        fields = ("title", "explanation", "method", "session", "held_on")
        widgets = {  # noqa: RUF012
            "explanation": forms.Textarea(attrs={"rows": 5}),
            "method": forms.RadioSelect,
            "held_on": DayInput(),
        }
        help_texts = {  # noqa: RUF012
            "explanation": _("How the vote is held, in plain words: members read it beforehand."),
            "method": _(
                "With codes, members vote on a phone, on a tablet in the room or on paper, and nobody can look up how."
                " In the room, you count papers or hands yourselves."
            ),
        }

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = Session.objects.filter(assembly=assembly).order_by("number")
        if not self.instance.pk:
            self.fields["token"].initial = uuid.uuid4()

    def words(self) -> BallotWords:
        """Return what was written."""
        return BallotWords(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class _RecommendationChoice(forms.ModelMultipleChoiceField):
    """Recommendations by number and title."""

    def label_from_instance(self, obj: Recommendation) -> str:
        """Return number and title of the frozen text."""
        return f"{obj.number}. {obj.frozen_version.title if obj.frozen_version else ''}"


class _RuleForm(forms.Form):
    """A question's wording, its rule, and the mark of the ballot that its writer saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    rule = forms.ModelChoiceField(DecisionRule.objects.none(), label=_("Decision rule"))
    wording = forms.CharField(
        label=_("Question"), max_length=BallotQuestion._meta.get_field("wording").max_length
    )


class AskForm(_RuleForm):
    """Ask about frozen recommendations, all under one rule and with one wording."""

    recommendations = _RecommendationChoice(
        Recommendation.objects.none(), label=_("Recommendations"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("recommendations", "rule", "wording", "seen")

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = ballot.questions.exclude(recommendation=None).values("recommendation")
        self.fields["recommendations"].queryset = frozen_recommendations(ballot.assembly).exclude(
            pk__in=asked
        )
        rules = DecisionRule.objects.filter(assembly=ballot.assembly)
        self.fields["rule"].queryset = rules.exclude(kind=QuestionKind.RANKED)


class RankForm(_RuleForm):
    """Ask to rank options."""

    options = forms.CharField(
        label=_("Options, one on each line"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    field_order = ("wording", "options", "rule", "seen")

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = DecisionRule.objects.filter(assembly=ballot.assembly)
        self.fields["rule"].queryset = rules.filter(kind=QuestionKind.RANKED)


class RecountForm(forms.Form):
    """Say what does not hold."""

    reason = forms.CharField(
        label=_("What does not hold"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class VoidForm(forms.Form):
    """Say why a vote is void."""

    reason = forms.CharField(
        label=_("Why it is void"),
        max_length=500,
        help_text=_("It is kept in the record. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
