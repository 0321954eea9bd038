"""What of surveys and welfare calls needs somebody."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.evaluation.attention import evaluation_parts
from assembly.evaluation.enums_surveys import WaveState
from assembly.evaluation.models import SurveyWave
from assembly.evaluation.selectors.welfare import open_calls
from assembly.models import Assembly
from assembly.stages import NextAction


def surveys_attention(assembly: Assembly) -> Iterator[NextAction]:
    """Ask to open what is due and to close what is over; one query."""
    now = timezone.now()
    waves = SurveyWave.objects.filter(assembly=assembly, state__in=[WaveState.PLANNED, WaveState.OPEN])
    for wave in waves.order_by("number"):
        is_open = wave.state == WaveState.OPEN
        due = wave.closes_at if is_open else wave.opens_at
        if due > now:
            continue
        yield NextAction(
            title=(_("Close the survey “%(title)s”") if is_open else _("Open the survey “%(title)s”"))
            % {"title": wave.title},
            why=_("Its last time to answer has passed. Results come when it is closed.")
            if is_open
            else _("The time has come for which it was planned."),
            url=reverse("survey", args=[assembly.slug, wave.number]),
            button=_("Open the survey’s page"),
            due=timezone.localdate(due),
            permission="assembly.run_surveys",
        )


def welfare_attention(assembly: Assembly) -> Iterator[NextAction]:
    """Ask for the calls that somebody agreed to; one query."""
    calls = list(open_calls(assembly, timezone.now()))
    if calls:
        yield NextAction(
            title=ngettext("Make one welfare call", "Make %(calls)s welfare calls", len(calls))
            % {"calls": len(calls)},
            why=_("They said that they considered leaving, and agreed to be called."),
            url=reverse("welfare_calls", args=[assembly.slug]),
            button=_("Open the welfare calls"),
            due=min(call.again_on or call.asked_on for call in calls),
            is_blocking=True,
            permission="assembly.make_welfare_calls",
        )


evaluation_parts.register_attention("survey_waves", surveys_attention)
evaluation_parts.register_attention("welfare_calls", welfare_attention)
