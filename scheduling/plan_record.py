"""How acts on the programme are told in the record."""

from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.record import register_event_kinds, register_event_sentences

register_event_kinds({"plan": gettext_lazy("Programme"), "placement": gettext_lazy("Automatic placement")})
register_event_sentences(
    {
        "plan.item_create": gettext_lazy("%(actor)s wrote the agenda item “%(title)s”"),
        "plan.item_edit": gettext_lazy("%(actor)s changed the agenda item “%(title)s”"),
        "plan.item_delete": gettext_lazy("%(actor)s deleted the agenda item “%(title)s”"),
        "plan.place": gettext_lazy("%(actor)s placed “%(title)s” in the programme"),
        "plan.tray": gettext_lazy("%(actor)s put “%(title)s” back into the tray"),
        "plan.length": gettext_lazy("%(actor)s changed how long “%(title)s” takes"),
        "plan.shift": ngettext_lazy(
            "%(actor)s moved the rest of session %(session)s by %(minutes)s minute (items: %(count)s)",
            "%(actor)s moved the rest of session %(session)s by %(minutes)s minutes (items: %(count)s)",
            "minutes",
        ),
        "plan.copy": gettext_lazy(
            "%(actor)s copied the programme of session %(from)s to session %(to)s (items: %(count)s)"
        ),
        "plan.automatic": gettext_lazy(
            "%(actor)s took over automatic placement %(placement)s (items: %(count)s)"
        ),
        "plan.undo": gettext_lazy("%(actor)s undid change %(number)s of the programme (items: %(count)s)"),
        "plan.accept": gettext_lazy("%(actor)s let a clash stand: %(clash)s Reason: %(reason)s"),
        "plan.count_again": gettext_lazy("%(actor)s made a clash count again that was let stand"),
        "placement.start": gettext_lazy("%(actor)s asked for automatic placement %(number)s"),
        "placement.claim": gettext_lazy("Automatic placement %(number)s began to compute"),
        "placement.propose": gettext_lazy("Automatic placement %(number)s has a proposal"),
        "placement.stop": gettext_lazy("%(actor)s asked automatic placement %(number)s to stop"),
        "placement.cancel": gettext_lazy("Automatic placement %(number)s was stopped"),
        "placement.fail": gettext_lazy("Automatic placement %(number)s failed; nothing was changed"),
        "placement.apply": gettext_lazy("%(actor)s took over automatic placement %(number)s"),
        "placement.discard": gettext_lazy("%(actor)s discarded automatic placement %(number)s"),
    }
)
