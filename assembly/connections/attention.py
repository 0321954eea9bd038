"""What of the connections needs somebody, and their key figures: each part registers its own."""

from django.db.models import OuterRef

from assembly.attention import Parts, Tables
from assembly.connections.models import Webhook

TABLES = Tables("connections", {"webhooks": Webhook.objects.filter(assembly=OuterRef("pk"))})
connections_parts = Parts(TABLES)
