"""How the record tells of venues, sessions, people's times and duties."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _session_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    is_gone = event.type == "session.delete"
    return (
        reverse("session", args=[assembly.slug, number]) if isinstance(number, int) and not is_gone else None
    )


def _venues_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("venues", args=[assembly.slug])


register_event_kinds(
    {
        "session": gettext_lazy("Sessions"),
        "venue": gettext_lazy("Venues and rooms"),
        "duty": gettext_lazy("Duties at sessions"),
    }
)
register_object_links({"session": _session_link, "venue": _venues_link}, permission="assembly.view_sessions")
register_event_sentences(
    {
        "session.add": gettext_lazy("%(actor)s planned session %(number)s"),
        "session.change": gettext_lazy("%(actor)s changed session %(number)s"),
        "session.delete": gettext_lazy("%(actor)s deleted session %(number)s, which was empty"),
        "session.publish": gettext_lazy("%(actor)s published the programme of session %(number)s"),
        "session.open": gettext_lazy("%(actor)s opened session %(number)s"),
        "session.close": gettext_lazy("%(actor)s closed session %(number)s"),
        "session.reopen": gettext_lazy("%(actor)s opened session %(number)s again"),
        "session.publish_materials": gettext_lazy(
            "%(actor)s noted that the materials of session %(number)s are published"
        ),
        "session.renumber": gettext_lazy("%(actor)s numbered the sessions by their dates"),
        "session.dates": gettext_lazy("%(actor)s set the first and the last day by the sessions"),
        "session.needs_read": gettext_lazy("%(actor)s read what members need at a session: %(purpose)s"),
        "session.needs_paper": gettext_lazy(
            "%(actor)s made the list of needs for the venue of session %(number)s: %(purpose)s"
        ),
        "session.needs_export": ngettext_lazy(
            "%(actor)s exported %(needs)s need at session %(number)s: %(purpose)s",
            "%(actor)s exported %(needs)s needs at session %(number)s: %(purpose)s",
            "needs",
        ),
        "venue.add": gettext_lazy("%(actor)s entered a venue"),
        "venue.change": gettext_lazy("%(actor)s changed a venue"),
        "venue.retire": gettext_lazy("%(actor)s noted that a venue is no longer used"),
        "venue.bring_back": gettext_lazy("%(actor)s noted that a venue is used again"),
        "venue.delete": gettext_lazy("%(actor)s deleted a venue that nothing used"),
        "venue.ways": gettext_lazy("%(actor)s changed the ways between venues"),
        "venue.room_add": gettext_lazy("%(actor)s entered a room"),
        "venue.room_change": gettext_lazy("%(actor)s changed a room"),
        "venue.room_retire": gettext_lazy("%(actor)s noted that a room is no longer used"),
        "venue.room_bring_back": gettext_lazy("%(actor)s noted that a room is used again"),
        "venue.room_delete": gettext_lazy("%(actor)s deleted a room that nothing used"),
        "venue.room_times": gettext_lazy("%(actor)s changed when a room is ours"),
        "person.times": gettext_lazy("%(actor)s changed when somebody is free"),
        "person.list_read": gettext_lazy("%(actor)s read the list of people: %(purpose)s"),
        "duty.set": gettext_lazy("%(actor)s changed who is on duty at session %(number)s"),
    }
)
