"""How selection runs and the panel are told in the record."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _run_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("run", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds({"selection_run": gettext_lazy("Selection runs"), "panel": gettext_lazy("Panel")})
register_object_links({"selectionrun": _run_link})
register_event_sentences(
    {
        "selection_run.start": gettext_lazy("%(actor)s started run %(number)s of the lottery"),
        "selection_run.stop": gettext_lazy("%(actor)s asked run %(number)s of the lottery to stop"),
        "selection_run.cancel": gettext_lazy("Run %(number)s of the lottery was cancelled, by %(actor)s"),
        "selection_run.claim": gettext_lazy("Run %(number)s of the lottery began to compute"),
        "selection_run.complete": gettext_lazy("Run %(number)s of the lottery was completed"),
        "selection_run.find_infeasible": gettext_lazy(
            "Run %(number)s of the lottery found that no panel can meet every quota"
        ),
        "selection_run.fail": gettext_lazy("Run %(number)s of the lottery failed; nothing was changed"),
        "selection_run.comment": gettext_lazy(
            "%(actor)s changed the comment on run %(number)s of the lottery"
        ),
        "selection_run.adopt": gettext_lazy(
            "%(actor)s made the panel of run %(number)s the assembly’s panel"
        ),
        "panel.list_read": gettext_lazy("%(actor)s read the list of the panel’s people: %(purpose)s"),
        "panel.read": gettext_lazy(
            "%(actor)s read the panel’s e-mail addresses and phone numbers: %(purpose)s"
        ),
        "panel.export": ngettext_lazy(
            "%(actor)s exported the panel’s %(people)s person as %(format)s: %(purpose)s",
            "%(actor)s exported the panel’s %(people)s people as %(format)s: %(purpose)s",
            "people",
        ),
    }
)
