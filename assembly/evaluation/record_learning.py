"""How the record tells of the learning record: by number, never in its words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _entry_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("learning_entry", args=[assembly.slug, number]) if isinstance(number, int) else None


def _learning_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("evaluation_learning", args=[assembly.slug])


register_event_kinds({"learning": _("Learning record")})
register_object_links(
    {"learningentry": _entry_link, "learningsummary": _learning_link, "learningedition": _learning_link},
    permission="assembly.view_evaluation",
)
register_event_sentences(
    {
        "learning.add": _("%(actor)s added entry %(number)s to the learning record"),
        "learning.change": _(
            "%(actor)s saved version %(version)s of entry %(number)s of the learning record"
        ),
        "learning.summary": _("%(actor)s saved version %(version)s of the summary of what was learnt"),
        "learning.publish": ngettext_lazy(
            "%(actor)s published edition %(number)s of the learning record with %(entries)s entry, SHA-256 %(sha256)s",
            "%(actor)s published edition %(number)s of the learning record with "
            "%(entries)s entries, SHA-256 %(sha256)s",
            "entries",
        ),
    }
)
