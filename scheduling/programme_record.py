"""How the record tells of published programmes, of calendars, and of papers with names that somebody took."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _version_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("programme_version", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds({"programme": _("Programme"), "calendar": _("Calendars")})
register_object_links({"programmeversion": _version_link}, permission="assembly.view_sessions")
register_event_sentences(
    {
        "programme.published": _("%(actor)s published version %(number)s of the programme"),
        "programme.paper_taken": _("%(actor)s took %(paper)s of session %(number)s: %(purpose)s"),
        "session.publish": _("%(actor)s published the programme of session %(number)s"),
        "calendar.made": _("%(actor)s made the address of a calendar"),
        "calendar.made_for": _("%(actor)s made a calendar address for somebody who does not sign in"),
        "calendar.ended_for": _("%(actor)s ended the calendar address of somebody else"),
        "calendar.ended": _("%(actor)s ended the address of a calendar"),
    }
)
