"""How seats, replacements, alternates, and people on their way to a seat are told in the record."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import actor_name, register_event_kinds, register_event_sentences, register_object_links


def _seat_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("seat", args=[assembly.slug, number]) if isinstance(number, int) else None


def _alternates_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("alternate_set", args=[assembly.slug, number]) if isinstance(number, int) else None


def _with_reason(sentence: Any) -> Callable[[AuditEvent], str]:
    """Add the reason, where one was said."""

    def tell(event: AuditEvent) -> str:
        details = event.details
        words = {
            "actor": actor_name(event),
            "number": details.get("number", "…"),
            "seat": details.get("seat", "…"),
        }
        said = str(sentence) % words
        reason = details.get("reason")
        return _("%(sentence)s: %(reason)s") % {"sentence": said, "reason": reason} if reason else said

    return tell


def _or_by_itself(by_hand: Any, by_itself: Any) -> Callable[[AuditEvent], str]:
    """Tell what the clock did in other words than what a person did."""

    def tell(event: AuditEvent) -> str:
        return _with_reason(by_hand if event.actor_id else by_itself)(event)

    return tell


register_event_kinds(
    {
        "seat": gettext_lazy("Seats"),
        "replacement": gettext_lazy("Replacements"),
        "alternates": gettext_lazy("Alternates"),
    }
)
register_object_links({"seat": _seat_link, "alternateset": _alternates_link})
register_event_sentences(
    {
        "seat.opened": ngettext_lazy(
            "%(actor)s offered %(seats)s seat to the person drawn in run %(number)s",
            "%(actor)s offered %(seats)s seats to the people drawn in run %(number)s",
            "seats",
        ),
        "seat.offered": gettext_lazy("Seat %(number)s was offered to somebody else, by %(actor)s"),
        "seat.contact": _with_reason(
            gettext_lazy("%(actor)s began to contact the person on seat %(number)s")
        ),
        "seat.confirm": _with_reason(
            gettext_lazy("The person on seat %(number)s said yes, noted by %(actor)s")
        ),
        "seat.decline": _with_reason(
            gettext_lazy("The person on seat %(number)s said no, noted by %(actor)s")
        ),
        "seat.give_up": _with_reason(
            gettext_lazy("%(actor)s gave up trying to reach the person on seat %(number)s")
        ),
        "seat.recall": _with_reason(gettext_lazy("%(actor)s took back the offer of seat %(number)s")),
        "seat.onboard": _with_reason(gettext_lazy("%(actor)s welcomed the member on seat %(number)s")),
        "seat.start": _or_by_itself(
            gettext_lazy("The member on seat %(number)s began, noted by %(actor)s"),
            gettext_lazy("The member on seat %(number)s was noted as present and so began"),
        ),
        "seat.complete": _or_by_itself(
            gettext_lazy("The member on seat %(number)s stayed to the end, noted by %(actor)s"),
            gettext_lazy("The assembly was closed, so the member on seat %(number)s stayed to the end"),
        ),
        "seat.withdraw": _with_reason(
            gettext_lazy("The person on seat %(number)s withdrew, noted by %(actor)s")
        ),
        "seat.miss": _with_reason(
            gettext_lazy("The member on seat %(number)s did not come, noted by %(actor)s")
        ),
        "seat.remove": _with_reason(gettext_lazy("%(actor)s took the member off seat %(number)s")),
        "seat.seek": _with_reason(gettext_lazy("%(actor)s put seat %(number)s up for replacement")),
        "seat.fill": _with_reason(gettext_lazy("Seat %(number)s was given to somebody else, by %(actor)s")),
        "seat.leave": _with_reason(gettext_lazy("%(actor)s left seat %(number)s vacant")),
        "seat.reset": ngettext_lazy(
            "%(actor)s took back the %(seats)s unanswered offer of run %(number)s: %(reason)s",
            "%(actor)s took back all %(seats)s unanswered offers of run %(number)s: %(reason)s",
            "seats",
        ),
        "replacement.start": gettext_lazy(
            "%(actor)s started run %(number)s to replace the people on seats %(places)s"
        ),
        "replacement.adopt": gettext_lazy(
            "%(actor)s offered seats %(places)s to the people drawn in run %(number)s"
        ),
        "alternates.rates": gettext_lazy("%(actor)s changed how many people are expected to stay"),
        "alternates.ask": ngettext_lazy(
            "%(actor)s had %(people)s alternate chosen (choice %(number)s)",
            "%(actor)s had %(people)s alternates chosen (choice %(number)s)",
            "people",
        ),
        "alternates.propose": gettext_lazy("Choice %(number)s of alternates was completed"),
        "alternates.fail": gettext_lazy("Choice %(number)s of alternates failed; nothing was changed"),
        "alternates.stand_by": gettext_lazy("%(actor)s let the people of choice %(number)s stand by"),
        "alternates.set_aside": gettext_lazy("%(actor)s set choice %(number)s of alternates aside"),
        "respondent.select": _with_reason(gettext_lazy("A person was drawn for seat %(seat)s, by %(actor)s")),
        "respondent.confirm": _with_reason(
            gettext_lazy("The person drawn for seat %(seat)s became a member")
        ),
        "respondent.reopen": _with_reason(gettext_lazy("A member took back their yes to seat %(seat)s")),
        "respondent.release": _with_reason(
            gettext_lazy("The person drawn for seat %(seat)s went back to the pool")
        ),
        "respondent.erase": _with_reason(gettext_lazy("%(actor)s erased a person")),
    }
)
