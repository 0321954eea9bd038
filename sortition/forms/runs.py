"""What an organiser says when starting a run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sortition.enums import Objective
from sortition.models import SelectionRun

KINDS = (("real", _("A real run")), ("test", _("A test run")))

OBJECTIVES = (
    (Objective.LEXIMIN, _("Leximin (recommended)")),
    (Objective.MAXIMIN, _("Maximin")),
    (Objective.NASH, _("Nash")),
    (Objective.GOLDILOCKS, _("Goldilocks")),
)

LIMITS = (
    (60, _("1 minute")),
    (600, _("10 minutes")),
    (3600, _("1 hour")),
    (21600, _("6 hours")),
)


class RunForm(forms.Form):
    """Objective, kind, seed, time limit and comment of a new run."""

    objective = forms.ChoiceField(
        label=_("What should be as fair as possible?"),
        help_text=_(
            "Leximin raises the lowest chance as far as possible, then the next lowest, and so on. Maximin raises only "
            "the lowest chance: it is quicker, but does less for everybody else. Nash raises the typical chance as "
            "well, at the cost of the lowest. Goldilocks keeps chances from being very low or very high."
        ),
        choices=OBJECTIVES,
        widget=forms.RadioSelect,
        initial=Objective.LEXIMIN,
    )
    kind = forms.ChoiceField(
        label=_("What is the run for?"),
        help_text=_(
            "The panel of a real run can become the assembly’s panel. A test run is for trying out and never binding."
        ),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial="real",
    )
    time_limit = forms.TypedChoiceField(
        label=_("Stop at the latest after"),
        help_text=_(
            "Most runs take seconds. If time runs out, the best lottery so far is kept and marked “not proven”."
        ),
        choices=LIMITS,
        coerce=int,
        initial=600,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_(
            "The number from which the panel is drawn: the same seed on the same pool and quotas gives the same panel. "
            "Leave it blank and one is drawn at random. Give one if it was agreed beforehand, for example by dice."
        ),
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("Why this run? Everybody who sees the list of runs reads it."),
        required=False,
        max_length=SelectionRun._meta.get_field("comment").max_length,
    )


class CommentForm(forms.Form):
    """A run's comment."""

    comment = RunForm.base_fields["comment"]
