"""How draws are told in the record."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _draw_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("draw", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds({"draw": gettext_lazy("Draws")})
register_object_links({"draw": _draw_link})
register_event_sentences(
    {
        "draw.prepared": gettext_lazy("%(actor)s prepared draw %(number)s on run %(run)s"),
        "draw.revised": gettext_lazy("%(actor)s changed the terms of draw %(number)s"),
        "draw.approved": gettext_lazy("%(actor)s approved draw %(number)s as a second person"),
        "draw.commit": ngettext_lazy(
            "%(actor)s froze draw %(number)s with %(people)s person and made its hash public: %(hash)s",
            "%(actor)s froze draw %(number)s with %(people)s people and made its hash public: %(hash)s",
            "people",
        ),
        "draw.reading_entered": gettext_lazy("%(actor)s entered a reading of draw %(number)s by %(reader)s"),
        "draw.readings_differ": gettext_lazy(
            "%(actor)s entered a second reading of draw %(number)s that differs from the first; both were put aside"
        ),
        "draw.receive": gettext_lazy("%(actor)s took in the random number of draw %(number)s"),
        "draw.resolve": gettext_lazy("%(actor)s had draw %(number)s computed: panel %(panel)s"),
        "draw.publish": gettext_lazy("%(actor)s published draw %(number)s: panel %(panel)s"),
        "draw.void": gettext_lazy("%(actor)s called draw %(number)s void: %(reason)s"),
        "draw.auditor_exported": ngettext_lazy(
            "%(actor)s took away the auditor’s file of draw %(number)s, which opens %(people)s commitment: %(purpose)s",
            "%(actor)s took away the auditor’s file of draw %(number)s, which opens %(people)s commitments: "
            "%(purpose)s",
            "people",
        ),
        "draw.letters_exported": ngettext_lazy(
            "%(actor)s printed %(people)s letter on draw %(number)s to a volunteer: %(purpose)s",
            "%(actor)s printed %(people)s letters on draw %(number)s to volunteers: %(purpose)s",
            "people",
        ),
    }
)
