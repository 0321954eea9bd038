"""The acts on a webhook and on a delivery."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.connections.enums_webhooks import DeliveryState, WebhookState
from assembly.connections.webhook_lifecycle import DELIVERY, WEBHOOK

_MANAGE = "assembly.manage_connections"

register_acts(
    Acts(
        WEBHOOK,
        _("A webhook"),
        dict(WebhookState.choices),
        {
            "pause": Act(_("Pause it"), _MANAGE),
            "resume": Act(_("Resume it"), _MANAGE),
            "stop": Act(
                _("Stop it"),
                by_itself=_(
                    "by itself, when nothing could be delivered for five days, or the address is gone"
                ),
            ),
            "end": Act(_("End it for good"), _MANAGE),
        },
    )
)
register_acts(
    Acts(
        DELIVERY,
        _("A delivery to a webhook"),
        dict(DeliveryState.choices),
        {
            "deliver": Act(_("Deliver it"), by_itself=_("by itself, when the other program has taken it")),
            "fail": Act(
                _("Try it again later"), by_itself=_("by itself, when the other program has not taken it")
            ),
            "give_up": Act(_("Give it up"), by_itself=_("by itself, after ten attempts in three days")),
            "send_again": Act(_("Send it again"), _MANAGE),
        },
    )
)
