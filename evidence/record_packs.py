"""How packs and reading are told in the record; what somebody reads or writes down for themselves is not told."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("session")
    return reverse("pack", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds({"pack": gettext_lazy("Packs"), "reading": gettext_lazy("Reading")})
register_object_links({"pack": _link, "packversion": _link}, permission="assembly.view_evidence")
register_event_sentences(
    {
        "pack.make": gettext_lazy("%(actor)s began the pack of session %(session)s"),
        "pack.change": gettext_lazy("%(actor)s changed the pack of session %(session)s"),
        "pack.issue": ngettext_lazy(
            "%(actor)s issued version %(number)s of the pack of session %(session)s, %(papers)s paper",
            "%(actor)s issued version %(number)s of the pack of session %(session)s, %(papers)s papers",
            "papers",
        ),
        "pack.built": ngettext_lazy(
            "The PDF (%(print)s) of version %(number)s of the pack of session %(session)s was built, %(pages)s page",
            "The PDF (%(print)s) of version %(number)s of the pack of session %(session)s was built, %(pages)s pages",
            "pages",
        ),
        "pack.build_failed": gettext_lazy(
            "The PDF (%(print)s) of version %(number)s of the pack of session %(session)s could not be built"
        ),
        "pack.build_again": gettext_lazy(
            "%(actor)s had the PDFs of version %(number)s of the pack of session %(session)s built again"
        ),
        "pack.spoilt": gettext_lazy(
            "%(files)s PDFs of version %(number)s of the pack of session %(session)s were taken away, because they "
            "named somebody whose data were erased"
        ),
        "pack.posted": ngettext_lazy(
            "%(actor)s noted that version %(number)s of the pack of session "
            "%(session)s was posted to %(people)s person",
            "%(actor)s noted that version %(number)s of the pack of session "
            "%(session)s was posted to %(people)s people",
            "people",
        ),
        "pack.handed": ngettext_lazy(
            "%(actor)s noted that version %(number)s of the pack of session "
            "%(session)s was handed to %(people)s person",
            "%(actor)s noted that version %(number)s of the pack of session "
            "%(session)s was handed to %(people)s people",
            "people",
        ),
        "pack.returned": ngettext_lazy(
            "%(actor)s noted that version %(number)s of the pack of session %(session)s came back from "
            "%(people)s person",
            "%(actor)s noted that version %(number)s of the pack of session %(session)s came back from "
            "%(people)s people",
            "people",
        ),
        "pack.undone": ngettext_lazy(
            "%(actor)s took back what was noted about version %(number)s of the pack of session %(session)s for "
            "%(people)s person",
            "%(actor)s took back what was noted about version %(number)s of the pack of session %(session)s for "
            "%(people)s people",
            "people",
        ),
        "pack.addresses": ngettext_lazy(
            "%(actor)s took the address of %(people)s person for the pack of session %(session)s: %(purpose)s",
            "%(actor)s took the addresses of %(people)s people for the pack of session %(session)s: %(purpose)s",
            "people",
        ),
        "pack.deliveries_read": gettext_lazy("%(actor)s read by name who gets packs how: %(purpose)s"),
        "reading.wish": gettext_lazy("%(actor)s said how somebody gets packs: %(way)s, %(print)s"),
        "reading.note_kept": gettext_lazy("%(actor)s kept a private note"),
        "reading.note_removed": gettext_lazy("%(actor)s removed a private note"),
    }
)
