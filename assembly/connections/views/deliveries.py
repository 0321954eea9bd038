"""One delivery to a webhook: its attempts, and sending it again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.connections.enums_webhooks import WebhookState
from assembly.connections.models import Delivery
from assembly.connections.selectors.webhook_messages import message_of
from assembly.connections.selectors.webhooks import deliveries_of
from assembly.connections.services.webhooks import send_again
from assembly.connections.views.webhooks import OneWebhookBase
from assembly.connections.webhook_lifecycle import DELIVERY
from assembly.errors import HouseError


class DeliveryView(OneWebhookBase):
    """What was sent to whom, and what came of each attempt."""

    delivery: Delivery

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the delivery."""
        super().load_scope(kwargs)
        self.delivery = get_object_or_404(deliveries_of(self.webhook), number=kwargs.pop("entry"))
        self.delivery.webhook = self.webhook

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        event = self.delivery.event
        may_send = "send_again" in DELIVERY.verbs_from(self.delivery.state)
        context = {
            "webhook": self.webhook,
            "delivery": self.delivery,
            "attempts": self.delivery.attempts.order_by("-pk"),
            "message": message_of(self.webhook, event, self.assembly).decode(),
            "may_send_again": may_send and self.webhook.state == WebhookState.ACTIVE,
        }
        return self.render("connections/delivery.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it again."""
        if request.POST.get("act") != "send_again":
            raise BadRequest
        try:
            send_again(delivery=self.delivery, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It is on its way again, under the same name as before."))
        return redirect("connections_delivery", self.assembly.slug, self.webhook.number, self.delivery.number)
