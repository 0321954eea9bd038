"""What webhooks hold about people: nothing, but for words in which somebody may be named."""

from django.utils.translation import gettext_lazy as _

from assembly.connections.models import Delivery, DeliveryAttempt, Webhook
from assembly.personal_data import Declaration, declare
from evidence.named_rows import OwnOrNamed, taking_out

declare(
    Declaration(
        Webhook,
        name=_("Webhooks"),
        sensitive=("purpose",),
        impersonal=(
            "address",
            "kinds",
            "site",
            "secret",
            "former_secret",
        ),
        purpose=_("To tell other programs of what the assembly publishes"),
        rows=OwnOrNamed(Webhook.objects.all, ("purpose",)),
        erased=taking_out("purpose"),
    ),
    # What is sent is made anew for each attempt, and of an answer nothing but its number is kept.
    Declaration(Delivery, impersonal=("message_id",)),
    Declaration(DeliveryAttempt),
)
