"""What of connections needs somebody: each part registers its own."""

from django.db.models import OuterRef

from assembly.attention import Parts, Tables
from assembly.connections.models import AccessToken

_HERE = OuterRef("pk")
TABLES = Tables("connections", {"tokens": AccessToken.objects.filter(assembly=_HERE)})
connections_parts = Parts(TABLES)
