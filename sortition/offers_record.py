"""How offers, answers and calls are told in the record."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import (
    EventSentence,
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)
from sortition.enums_offers import AnswerChannel, ContactOutcome


def _offers(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("offers", args=[assembly.slug])


def _called(event: AuditEvent) -> str:
    outcome = event.details.get("outcome", "")
    words = {
        "actor": actor_name(event),
        "number": event.details.get("number", "…"),
        "outcome": ContactOutcome(outcome).label if outcome in ContactOutcome.values else "…",
    }
    return _("%(actor)s called about seat %(number)s: %(outcome)s") % words


def _answered(sentence: object) -> EventSentence:
    """Tell an answer with the way by which it came, where the event knows it."""

    def tell(event: AuditEvent) -> str:
        channel = event.details.get("channel", "")
        said = str(sentence) % {"actor": actor_name(event), "number": event.details.get("number", "…")}
        return f"{said} ({AnswerChannel(channel).label})" if channel in AnswerChannel.values else said

    return tell


register_event_kinds({"offer": gettext_lazy("Offers and calls"), "seat": gettext_lazy("Seats")})
register_object_links({"offer": _offers}, permission="assembly.enter_answers")
register_event_sentences(
    {
        "offer.policy_changed": gettext_lazy("%(actor)s changed how seats are offered"),
        "offer.opened": ngettext_lazy(
            "%(actor)s offered %(count)s seat, to be answered by %(answer_by)s",
            "%(actor)s offered %(count)s seats, to be answered by %(answer_by)s",
            "count",
        ),
        "offer.deadline_changed": gettext_lazy(
            "%(actor)s changed until when seat %(number)s can be answered: %(from)s to %(to)s"
        ),
        "offer.links_made": ngettext_lazy(
            "%(actor)s made a new personal link for %(count)s seat",
            "%(actor)s made new personal links for %(count)s seats",
            "count",
        ),
        "offer.letters_printed": ngettext_lazy(
            "%(actor)s printed the offer of %(count)s seat as a letter: %(purpose)s",
            "%(actor)s printed offers of %(count)s seats as letters: %(purpose)s",
            "count",
        ),
        "offer.locked": gettext_lazy("The link of seat %(number)s was locked after wrong attempts"),
        "offer.overdue": ngettext_lazy(
            "%(count)s seat passed its deadline without an answer",
            "%(count)s seats passed their deadline without an answer",
            "count",
        ),
        "offer.read_to_call": gettext_lazy(
            "%(actor)s read name and phone number of seat %(number)s: %(purpose)s"
        ),
        "offer.found_by_caller": gettext_lazy("%(actor)s looked up who had called: %(count)s found"),
        "offer.called": _called,
        "seat.opened": ngettext_lazy(
            "%(actor)s opened %(seats)s seat for the panel of run %(number)s",
            "%(actor)s opened %(seats)s seats for the panel of run %(number)s",
            "seats",
        ),
        "seat.offered": gettext_lazy("%(actor)s gave seat %(number)s to somebody else from the pool"),
        "seat.confirm": _answered(gettext_lazy("Seat %(number)s was taken, noted by %(actor)s")),
        "seat.decline": _answered(gettext_lazy("Seat %(number)s was declined, noted by %(actor)s")),
        "seat.contact": gettext_lazy("%(actor)s began to call about seat %(number)s"),
        "seat.give_up": gettext_lazy(
            "%(actor)s took the person of seat %(number)s as unreachable: %(reason)s"
        ),
    }
)
