"""What a webhook is told of an event: that it happened and where to read about it, and nothing about anybody."""

import hashlib
import json
from contextlib import suppress
from datetime import UTC

from django.urls import NoReverseMatch, reverse

from assembly.connections.models import Webhook
from assembly.connections.webhook_kinds import TEST, kind_of
from assembly.models import Assembly, AuditEvent


def message_id_of(webhook_id: int, event: AuditEvent) -> str:
    """Return by which name an event goes to a webhook, however often it is sent.

    It is made of the event's digest: after a backup was put back, the same event has the same name, and another that
    took its number has another.
    """
    return "msg_" + hashlib.sha256(f"{webhook_id} {event.digest}".encode()).hexdigest()[:32]


def message_of(webhook: Webhook, event: AuditEvent, assembly: Assembly) -> bytes:
    """Return the body of the message, the same for each attempt: JSON in UTF-8.

    Details of the entry are not in it, nor who did it: whoever may know reads them through the page or the API.
    """
    kind = kind_of(event.type)
    links = {"page": _address(webhook, kind.page if kind else "public_about", assembly)}
    with suppress(NoReverseMatch):  # an installation without the API
        links["api"] = _address(webhook, "api_assembly", assembly)
    said = {
        "id": message_id_of(webhook.pk, event),
        "type": kind.key if kind else TEST,
        "assembly": {"slug": assembly.slug, "name": assembly.name},
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "links": links,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _address(webhook: Webhook, name: str, assembly: Assembly) -> str:
    return webhook.site.rstrip("/") + reverse(name, args=[assembly.slug])
