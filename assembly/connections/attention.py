"""What of the connections needs somebody, and their key figures: each part registers its own."""

from django.db.models import OuterRef

from assembly.attention import Parts, Tables
from assembly.connections.models import AccessToken, Webhook

_HERE = OuterRef("pk")
TABLES = Tables(
    "connections",
    {
        "tokens": AccessToken.objects.filter(assembly=_HERE),
        "webhooks": Webhook.objects.filter(assembly=_HERE),
    },
)
connections_parts = Parts(TABLES)
