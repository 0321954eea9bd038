"""How the record tells of the call for submissions: by number, never by name."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)
from evidence.enums import Way


def _call_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("call_for_evidence", args=[assembly.slug])


def _submission_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("submission", args=[assembly.slug, number]) if isinstance(number, int) else None


def _tell(sentence: Any, by_author: Any = None) -> Callable[[AuditEvent], str]:
    """Fill a sentence; `by_author` is the one for what an author did, who has no account."""

    def tell(event: AuditEvent) -> str:
        words = {"number": "…", "item": "…", **event.details}
        way = event.details.get("way", "")
        words["way"] = Way(way).label if way in Way.values else "…"
        said = by_author if by_author and event.actor is None else sentence
        return str(said) % {**words, "actor": actor_name(event)}

    return tell


register_event_kinds(
    {
        "call": _("Call for submissions"),
        "submission": _("Submissions"),
        "submissions": _("Submissions"),
    }
)
register_object_links(
    {"call": _call_link, "submission": _submission_link}, permission="assembly.view_submissions"
)
register_event_sentences(
    {
        "call.save": _("%(actor)s changed the call for submissions"),
        "call.open": _("%(actor)s opened the call for submissions"),
        "call.close": _("%(actor)s closed the call for submissions"),
        "submission.receive": _tell(_("Submission %(number)s came in")),
        "submission.enter": _tell(_("%(actor)s entered submission %(number)s: %(way)s")),
        "submission.take_up": _tell(_("%(actor)s took submission %(number)s up as evidence item %(item)s")),
        "submission.turn_down": _tell(_("%(actor)s decided not to take up submission %(number)s")),
        "submission.withdraw": _tell(
            _("%(actor)s took submission %(number)s back for its author"),
            _("The author of submission %(number)s took it back"),
        ),
        "submissions.list_read": _("%(actor)s read who sent something to the call: %(purpose)s"),
    }
)
