"""How the record tells of invitation waves."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("wave", args=[assembly.slug, number]) if number else None


register_event_kinds({"wave": gettext_lazy("Invitations")})
register_object_links({"invitationwave": _link})
register_event_sentences(
    {
        "wave.file_uploaded": ngettext_lazy(
            "%(actor)s uploaded %(file)s with %(rows)s address",
            "%(actor)s uploaded %(file)s with %(rows)s addresses",
            "rows",
        ),
        "wave.draw": ngettext_lazy(
            "%(actor)s drew %(letters)s address for wave %(number)s, with seed %(seed)s",
            "%(actor)s drew %(letters)s addresses for wave %(number)s, with seed %(seed)s",
            "letters",
        ),
        "wave.print_wanted": ngettext_lazy(
            "%(actor)s asked for the %(letters)s letter of wave %(number)s to be printed",
            "%(actor)s asked for the %(letters)s letters of wave %(number)s to be printed",
            "letters",
        ),
        "wave.print": ngettext_lazy(
            "The letters of wave %(number)s were printed: %(pages)s page",
            "The letters of wave %(number)s were printed: %(pages)s pages",
            "pages",
        ),
        "wave.post": gettext_lazy("%(actor)s noted that wave %(number)s was posted on %(posted_on)s"),
        "wave.land": gettext_lazy("%(actor)s closed wave %(number)s"),
        "wave.cancel": gettext_lazy("%(actor)s cancelled wave %(number)s before the post"),
        "wave.rejected_exported": gettext_lazy(
            "%(actor)s exported the %(rows)s rejected addresses of %(file)s: %(purpose)s"
        ),
        "wave.letters_exported": ngettext_lazy(
            "%(actor)s downloaded the %(letters)s letter of wave %(number)s: %(purpose)s",
            "%(actor)s downloaded the %(letters)s letters of wave %(number)s: %(purpose)s",
            "letters",
        ),
        "wave.list_exported": ngettext_lazy(
            "%(actor)s exported %(letters)s address of wave %(number)s as a mailing list: %(purpose)s",
            "%(actor)s exported %(letters)s addresses of wave %(number)s as a mailing list: %(purpose)s",
            "letters",
        ),
        "respondent.letter_noted": gettext_lazy(
            "%(actor)s noted that a letter of wave %(wave)s brought them"
        ),
        "wave.addresses_erased": gettext_lazy("%(actor)s erased the addresses that were invited"),
    }
)
