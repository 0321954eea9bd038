"""How the record tells of access tokens."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.models import Assembly, AuditEvent
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)


def _token_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("connections_token", args=[assembly.slug, number]) if isinstance(number, int) else None


def _made(event: AuditEvent) -> str:
    details = event.details
    role = details.get("role", "")
    named = Role(role).label if role in Role.values else role
    return str(
        _("%(actor)s made access token %(number)s, which reads as %(role)s until %(day)s: %(purpose)s")
    ) % {
        "actor": actor_name(event),
        "number": details.get("number", "…"),
        "role": named,
        "day": details.get("expires_on", "…"),
        "purpose": details.get("purpose", "…"),
    }


register_event_kinds({"token": _("Access tokens")})
register_object_links({"accesstoken": _token_link}, permission="assembly.view_connections")
register_event_sentences(
    {
        "token.make": _made,
        "token.end": _("%(actor)s ended access token %(number)s: %(reason)s"),
        "token.expire": _("The last day of access token %(number)s is over"),
    }
)
