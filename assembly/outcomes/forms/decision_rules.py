"""The form of a decision rule."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.outcomes.enums import Denominator, QuestionKind, RankedMethod, RulePreset
from assembly.outcomes.models import DecisionRule
from assembly.outcomes.services.decision_rules import preset_fields, seen_rule

_ABOVE = [("more", gettext_lazy("More than the share")), ("least", gettext_lazy("At least the share"))]


class RuleForm(forms.Form):
    """A rule made of a preset, or one that stands; everything in it may be set otherwise."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    preset = forms.ChoiceField(choices=RulePreset.choices, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What is asked"), choices=QuestionKind.choices)
    denominator = forms.ChoiceField(
        label=gettext_lazy("Of what number"), choices=Denominator.choices, required=False
    )
    above = forms.ChoiceField(label=gettext_lazy("What must be reached"), choices=_ABOVE, required=False)
    share = forms.RegexField(
        regex=r"^\s*\d{1,3}\s*/\s*\d{1,3}\s*$",
        label=gettext_lazy("Share"),
        help_text=gettext_lazy("As a fraction: 1/2, 2/3, 4/5."),
        required=False,
    )
    counts_abstentions = forms.BooleanField(
        label=gettext_lazy("Abstentions count in that number"), required=False
    )
    counts_blanks = forms.BooleanField(label=gettext_lazy("Blank votes count in that number"), required=False)
    strong = forms.RegexField(
        regex=r"^\s*\d{1,3}\s*/\s*\d{1,3}\s*$",
        label=gettext_lazy("Share that is called strong support"),
        help_text=gettext_lazy("A higher fraction, such as 3/4. Empty: no such word."),
        required=False,
    )
    quorum = forms.RegexField(
        regex=r"^\s*\d{1,3}\s*/\s*\d{1,3}\s*$",
        label=gettext_lazy("Quorum"),
        help_text=gettext_lazy("The fraction of those who may vote that must be present. Empty: none."),
        required=False,
    )
    scale_points = forms.TypedChoiceField(
        label=gettext_lazy("Points of the scale"),
        choices=[("4", "4"), ("5", "5")],
        coerce=int,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("For a support scale alone: 4, or 5 with a middle."),
    )
    ranked_method = forms.ChoiceField(
        label=gettext_lazy("How rankings are counted"), choices=RankedMethod.choices, required=False
    )
    invites_minority = forms.BooleanField(
        label=gettext_lazy("Ask those who disagree for a minority statement"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("denominator", "above", "share", "scale_points", "ranked_method"):
            # Whether it must be filled hangs on what is asked.
            self.fields[name].follows_a_rule = True

    @classmethod
    def of_preset(cls, preset: str) -> "RuleForm":
        """Return the form filled with a preset."""
        base = RulePreset.MAJORITY_PRESENT if preset == RulePreset.OWN else preset
        name = "" if preset == RulePreset.OWN else str(RulePreset(preset).label)
        return cls(initial={"name": name, "preset": preset, **_initial(preset_fields(base))})

    @classmethod
    def of_rule(cls, rule: DecisionRule) -> "RuleForm":
        """Return the form of a rule that stands."""
        names = ("kind", "denominator", "is_more_than", "counts_abstentions", "counts_blanks", "numerator")
        names += ("denominator_of_share", "strong_numerator", "strong_denominator", "quorum_numerator")
        names += ("quorum_denominator", "scale_points", "ranked_method", "invites_minority")
        fields = {name: getattr(rule, name) for name in names}
        own = {"name": rule.name, "preset": rule.preset, "seen": seen_rule(rule)}
        return cls(initial={**own, **_initial(fields)})

    def clean(self) -> dict[str, Any]:
        """Check that shares are shares, and that they stand in their order."""
        data = super().clean() or {}
        shares = {}
        for name in ("share", "strong", "quorum"):
            if name in data:
                shares[name] = self._share(name, data[name])
        share, strong = shares.get("share"), shares.get("strong")
        if data.get("kind") != QuestionKind.RANKED:
            if not share and "share" in data and not self.has_error("share"):
                self.add_error("share", _("Say what share must be reached."))
            if share == 1 and data.get("above") == "more":
                self.add_error("above", _("More than all can never be reached."))
            if share and strong and strong <= share:
                self.add_error("strong", _("Strong support begins above the share that is needed."))
        self.shares = shares
        return data

    def _share(self, name: str, text: str) -> Fraction | None:
        if not text:
            return None
        above, below = (int(part) for part in text.split("/"))
        if not 1 <= above <= below:
            self.add_error(name, _("Write a fraction between 0 and 1, such as 2/3."))
            return None
        return Fraction(above, below)

    def fields_of_rule(self) -> dict[str, Any]:
        """Return the columns of the rule; what its kind has no use for stays plain."""
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        is_ranked = kind == QuestionKind.RANKED
        share = Fraction(1, 2) if is_ranked else self.shares["share"]
        strong, quorum = None if is_ranked else self.shares["strong"], self.shares["quorum"]
        return {
            "kind": kind,
            "denominator": Denominator.EXPRESSED if is_ranked else data["denominator"] or Denominator.PRESENT,
            "numerator": share.numerator,
            "denominator_of_share": share.denominator,
            "is_more_than": is_ranked or data["above"] != "least",
            "counts_abstentions": data["counts_abstentions"],
            "counts_blanks": data["counts_blanks"],
            "strong_numerator": strong.numerator if strong else None,
            "strong_denominator": strong.denominator if strong else None,
            "quorum_numerator": quorum.numerator if quorum else None,
            "quorum_denominator": quorum.denominator if quorum else None,
            "scale_points": (data["scale_points"] or 4) if kind == QuestionKind.SCALE else None,
            "ranked_method": (data["ranked_method"] or RankedMethod.RUNOFF) if is_ranked else "",
            "invites_minority": data["invites_minority"],
        }


def _initial(fields: Mapping[str, Any]) -> dict[str, Any]:
    def fraction(above: str, below: str) -> str:
        return f"{fields[above]}/{fields[below]}" if fields[above] else ""

    return {
        **{name: fields[name] for name in ("kind", "denominator", "counts_abstentions", "counts_blanks")},
        "above": "more" if fields["is_more_than"] else "least",
        "share": fraction("numerator", "denominator_of_share"),
        "strong": fraction("strong_numerator", "strong_denominator"),
        "quorum": fraction("quorum_numerator", "quorum_denominator"),
        "scale_points": fields["scale_points"] or 4,
        "ranked_method": fields["ranked_method"] or RankedMethod.RUNOFF,
        "invites_minority": fields["invites_minority"],
    }
