"""How members answer surveys and read what came of them without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_ANSWER = OfflineRoute(
    _("Answer a survey"),
    _(
        "On the form that the team posts or hands out, also in large print, or by phone: the team enters it. You can"
        " also say that you would rather not answer, or take your answers back, until the survey closes."
    ),
    "survey_enter",
    roles=frozenset({Role.MEMBER}),
)
register_offline_routes(
    dict.fromkeys(("own_surveys", "own_survey", "survey_code", "survey_room", "survey_link"), _ANSWER)
)
