"""Scheduling's acts: on sessions."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from scheduling.enums import SessionState
from scheduling.session_lifecycle import SESSION

_DAY = "assembly.take_attendance"

register_acts(
    Acts(
        SESSION,
        _("A session"),
        dict(SessionState.choices),
        {
            "publish": Act(_("Publish its programme, or a new version of it"), "assembly.publish_programme"),
            "open": Act(_("Open it: members sign in"), _DAY),
            "close": Act(_("Close it"), _DAY),
            "reopen": Act(_("Open it again"), _DAY),
            "publish_materials": Act(_("Publish what was shown and said"), _DAY),
        },
    )
)
