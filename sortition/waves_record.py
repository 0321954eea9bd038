"""How the record tells of invitation waves."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("wave", args=[assembly.slug, number]) if number else None


register_event_kinds({"wave": gettext_lazy("Invitations")})
register_object_links({"invitationwave": _link})
register_event_sentences(
    {
        "wave.file_uploaded": gettext_lazy("%(actor)s uploaded %(file)s with %(rows)s addresses"),
        "wave.draw": gettext_lazy(
            "%(actor)s drew %(letters)s addresses for wave %(number)s, with seed %(seed)s"
        ),
        "wave.print_wanted": gettext_lazy(
            "%(actor)s asked for the %(letters)s letters of wave %(number)s to be printed"
        ),
        "wave.print": gettext_lazy("The letters of wave %(number)s were printed: %(pages)s pages"),
        "wave.post": gettext_lazy("%(actor)s noted that wave %(number)s was posted on %(posted_on)s"),
        "wave.land": gettext_lazy("%(actor)s closed wave %(number)s"),
        "wave.cancel": gettext_lazy("%(actor)s cancelled wave %(number)s before the post"),
        "wave.rejected_exported": gettext_lazy(
            "%(actor)s exported the %(rows)s rejected addresses of %(file)s: %(purpose)s"
        ),
        "wave.letters_exported": gettext_lazy(
            "%(actor)s downloaded the %(letters)s letters of wave %(number)s: %(purpose)s"
        ),
        "wave.list_exported": gettext_lazy(
            "%(actor)s exported %(letters)s addresses of wave %(number)s as a mailing list: %(purpose)s"
        ),
        "respondent.letter_noted": gettext_lazy(
            "%(actor)s noted that a letter of wave %(wave)s brought them"
        ),
        "wave.addresses_erased": gettext_lazy("%(actor)s erased the addresses that were invited"),
    }
)
