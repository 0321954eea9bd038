"""The line “Programme” for those who take part; whoever plans finds it under Sessions."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import Stage, StageStatus, register_stage
from scheduling.programme_words import session_name, session_when
from scheduling.selectors.programme import latest_version, programme_of


def _status(assembly: Assembly) -> StageStatus:
    now = timezone.now()
    programme = programme_of(latest_version(assembly))
    coming = next((each for each in programme if each.ends_at > now), None)
    if not programme:
        return StageStatus(StageState.TODO, _("No programme is published yet."))
    if coming is None:
        return StageStatus(StageState.DONE, _("All sessions that are published have taken place."))
    return StageStatus(StageState.ACTIVE, f"{session_name(coming)}: {session_when(coming)}")


register_stage(
    Stage(
        key="programme",
        name=gettext_lazy("Programme"),
        order=61,
        url_name="programme",
        permission="assembly.view_programme",
        status=_status,
        unless="assembly.view_sessions",
    )
)
