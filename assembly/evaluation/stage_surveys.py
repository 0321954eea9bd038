"""How far surveys are, for the rail and the overview."""

from django.utils.translation import gettext as _

from assembly.enums import StageState
from assembly.evaluation.attention import TABLES
from assembly.evaluation.enums_surveys import WaveState
from assembly.evaluation.models import SurveyWave
from assembly.models import Assembly


def surveys_status(assembly: Assembly) -> tuple[StageState, str] | None:
    """Return state and sentence; None where no survey is planned. One query where there are any."""
    if "survey_waves" not in TABLES.in_use(assembly):
        return None
    waves = SurveyWave.objects.filter(assembly=assembly).exclude(state=WaveState.WITHDRAWN)
    states = list(waves.order_by("number").values_list("number", "state"))
    if not states:
        return None
    if number := next((number for number, state in states if state == WaveState.OPEN), 0):
        return StageState.ACTIVE, _("Survey %(number)s is open.") % {"number": number}
    if all(state == WaveState.PLANNED for _number, state in states):
        return StageState.TODO, _("A survey is planned.")
    if all(state == WaveState.PUBLISHED for _number, state in states):
        return StageState.DONE, _("The results of all surveys are published.")
    return StageState.ACTIVE, _("Members were asked, and more is to come.")
