"""The acts on survey waves and welfare calls."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.evaluation.enums_surveys import WaveState, WelfareState
from assembly.evaluation.survey_lifecycle import SURVEY
from assembly.evaluation.welfare_lifecycle import WELFARE

_RUN, _CALL = "assembly.run_surveys", "assembly.make_welfare_calls"

register_acts(
    Acts(
        SURVEY,
        _("A survey"),
        dict(WaveState.choices),
        {
            "open": Act(_("Open it and write to members"), _RUN),
            "withdraw": Act(_("Give it up before it opens"), _RUN),
            "close": Act(_("Close it: from then on nobody can find whose answers are whose"), _RUN),
            "reopen": Act(_("Open it again for those who have not answered"), _RUN),
            "publish": Act(_("Publish the results"), "assembly.publish_figures"),
        },
    )
)
register_acts(
    Acts(
        WELFARE,
        _("A welfare call"),
        dict(WelfareState.choices),
        {
            "reach": Act(_("Note that they were reached"), _CALL),
            "miss": Act(_("Note that they were not reached"), _CALL),
            "finish": Act(_("Note that nothing more is needed"), _CALL),
            "decline_help": Act(_("Note that they want no help"), _CALL),
        },
    )
)
