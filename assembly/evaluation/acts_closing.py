"""The acts on a freedom-of-information request."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.evaluation.enums_closing import RequestState
from assembly.evaluation.request_lifecycle import REQUEST

_DISCLOSE = "assembly.make_disclosure"

register_acts(
    Acts(
        REQUEST,
        _("A freedom-of-information request"),
        dict(RequestState.choices),
        {
            "answer": Act(_("Note that it was answered"), _DISCLOSE),
            "withdraw": Act(_("Note that whoever asked has withdrawn it"), _DISCLOSE),
            "refuse": Act(_("Refuse it, with the reason"), _DISCLOSE),
            "reopen": Act(_("Look at it again, with the reason"), _DISCLOSE),
        },
    )
)
