"""Where something is used, in words: what a programme uses is not deleted. The database's PROTECT stands behind."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assembly.models import Person
from scheduling.models import Room, Session, Venue

_PARTS: dict[type[models.Model], Collection[str]] = {
    Venue: ("walk",),
    Room: ("roomtime",),
    Session: (),
    Person: ("persontime",),
}
"""What goes with it when it is deleted; whatever else points at it, of whichever app, uses it."""

_MOST_NAMED = 3


def uses_of(thing: Any) -> list[str]:
    """Name, by kind, what uses a venue, room, session or person: “agenda item: Welcome, Tea and 4 more”."""
    found = []
    # Hidden relations as well: whoever gave theirs no name back uses it all the same.
    for relation in thing._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if relation.concrete or not relation.auto_created or model._meta.auto_created:
            continue
        if model._meta.model_name in _PARTS[type(thing)]:
            continue
        rows = model._default_manager.filter(**{relation.field.name: thing}).order_by("pk")
        if total := rows.count():
            found.append(f"{model._meta.verbose_name}: {_named(rows, total)}")
    return found


def _named(rows: models.QuerySet[Any], total: int) -> str:
    names = [str(row) for row in rows[:_MOST_NAMED]]
    if total > _MOST_NAMED:
        return _("%(names)s and %(more)s more") % {
            "names": ", ".join(names),
            "more": total - _MOST_NAMED,
        }
    return get_text_list(names, _("and"))


def in_use_sentence(thing: Any) -> str:
    """Say why something cannot be deleted, "" where nothing uses it."""
    uses = uses_of(thing)
    if not uses:
        return ""
    return _("%(thing)s is in use and cannot be deleted. It is used by: %(uses)s.") % {
        "thing": thing,
        "uses": "; ".join(uses),
    }
