"""The acts on an access token."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.connections.enums_tokens import TokenState
from assembly.connections.token_lifecycle import TOKEN

register_acts(
    Acts(
        TOKEN,
        _("An access token"),
        dict(TokenState.choices),
        {
            "end": Act(_("End it, with the reason"), "assembly.manage_connections"),
            "expire": Act(_("Note that its last day is over"), by_itself=_("The clock, the day after")),
        },
    )
)
