"""How the record tells of who was there: by seat, never by name."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)
from scheduling.enums import Half
from scheduling.enums_attendance import AbsenceWay, AlertKind, CaughtUp, Presence, Way

_WORDS: dict[str, Any] = {"to": Presence, "from": Presence, "kind": AlertKind, "half": Half}


def _tell(sentence: Any, how: Any = Way) -> Callable[[AuditEvent], str]:
    """Fill a sentence with details, choices in words."""

    def tell(event: AuditEvent) -> str:
        words = {"session": "…", "seat": "…", "half": "…", "to": "…", "how": "…", "kind": "…"}
        for name, value in event.details.items():
            choices = {**_WORDS, "how": how}.get(name)
            words[name] = choices(value).label if choices and value in choices.values else value
        return str(sentence) % {**words, "actor": actor_name(event)}

    return tell


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("session")
    return reverse("session_attendance", args=[assembly.slug, number]) if isinstance(number, int) else None


def _alert_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("attendance", args=[assembly.slug])


register_event_kinds(
    {
        "attendance": _("Attendance"),
        "absence": _("Absences said beforehand"),
        "attendance_alert": _("Alerts about attendance"),
    }
)
register_object_links({"attendance": _link, "absence": _link}, permission="assembly.view_attendance")
register_object_links({"attendancealert": _alert_link}, permission="assembly.view_attendance")
register_event_sentences(
    {
        "attendance.note": _tell(
            _("%(actor)s noted seat %(seat)s in session %(session)s (%(half)s) as “%(to)s”, %(how)s")
        ),
        "attendance.late": _tell(
            _(
                "%(actor)s noted seat %(seat)s in session %(session)s (%(half)s) as “%(to)s”, but somebody had noted "
                "something later, which stands"
            )
        ),
        "attendance.caught_up": _tell(
            _("%(actor)s noted how a member caught up on session %(session)s (%(half)s)"), CaughtUp
        ),
        "attendance.list_read": _("%(actor)s read who was at sessions: %(purpose)s"),
        "attendance.day_read": _("%(actor)s opened the sheet of the day: %(purpose)s"),
        "attendance.export": ngettext_lazy(
            "%(actor)s exported the attendance of %(people)s person: %(purpose)s",
            "%(actor)s exported the attendance of %(people)s people: %(purpose)s",
            "people",
        ),
        "attendance.codes": ngettext_lazy(
            "%(actor)s printed the code of %(people)s member: %(purpose)s",
            "%(actor)s printed the codes of %(people)s members: %(purpose)s",
            "people",
        ),
        "attendance_alert.raise": _tell(_("The member on seat %(seat)s should be spoken to: %(kind)s")),
        "attendance_alert.settle": _tell(_("%(actor)s settled the alert about seat %(seat)s")),
        "absence.say": _tell(
            _("%(actor)s noted that seat %(seat)s cannot come to session %(session)s, said %(how)s"),
            AbsenceWay,
        ),
        "absence.take_back": _tell(
            _("%(actor)s noted that seat %(seat)s comes to session %(session)s after all")
        ),
    }
)
