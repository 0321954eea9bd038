"""How the record tells of promises to the public, and what they hold about people: nothing."""

from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent, PublicationDay, PublicationItem
from assembly.personal_data import Declaration, declare
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("publication_item", args=[assembly.slug, number]) if number else None


def _with_day(sentence: Any) -> Any:
    """Fill a sentence with the days in words."""

    def tell(event: AuditEvent) -> str:
        days = {name: parse_date(str(event.details.get(name, ""))) for name in ("due_on", "before")}
        return str(sentence) % {
            "actor": actor_name(event),
            "title": event.details.get("title", "…"),
            **{name: date_format(day, "j F Y") if day else "…" for name, day in days.items()},
        }

    return tell


def _delivered(event: AuditEvent) -> str:
    said = _("%(actor)s noted that “%(title)s” is out") if event.actor else _("“%(title)s” came out")
    return str(said) % {"actor": actor_name(event), "title": event.details.get("title", "…")}


register_event_kinds({"publication": _("Promises to the public")})
register_object_links({"publicationitem": _link}, permission="assembly.view_publication")
register_event_sentences(
    {
        "publication.promise": _with_day(_("%(actor)s promised the public “%(title)s” for %(due_on)s")),
        "publication.move_day": _with_day(
            _("%(actor)s moved the day of “%(title)s” from %(before)s to %(due_on)s")
        ),
        "publication.deliver": _delivered,
        "publication.withdraw": _("%(actor)s withdrew the promise of “%(title)s”"),
        "publication.correct": _("%(actor)s put right that “%(title)s” is not out"),
    }
)
declare(
    # What is said here is said to everybody.
    Declaration(
        PublicationItem, impersonal=("title", "kind", "what", "link", "note", "reason", "correction")
    ),
    Declaration(PublicationDay, impersonal=("reason",)),
)
