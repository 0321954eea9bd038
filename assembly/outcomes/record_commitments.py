"""How the record tells of commitments, evidence, ratings and concerns: by numbers and bodies, never of a member."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)

_NAMES = ("number", "body", "recommendation", "version", "ratings", "day")


def _commitment_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("commitment", args=[assembly.slug, number]) if number else None


def _concern_link(assembly: Assembly, event: AuditEvent) -> str | None:
    return reverse("concern", args=[assembly.slug, event.object_id]) if event.object_id else None


def _tell(sentence: Any) -> Callable[[AuditEvent], str]:
    """Fill a sentence; what an event did not note is an ellipsis."""

    def tell(event: AuditEvent) -> str:
        words = dict.fromkeys(_NAMES, "…")
        words |= {name: value for name, value in event.details.items() if value is not None}
        return str(sentence) % {**words, "actor": actor_name(event)}

    return tell


_SENTENCES = {
    "commitment.report": _("%(actor)s reported on commitment %(number)s of %(body)s"),
    "commitment.begin": _("%(actor)s reported that %(body)s has begun commitment %(number)s"),
    "commitment.deliver": _("%(actor)s reported that %(body)s has kept commitment %(number)s"),
    "commitment.deliver_in_part": _(
        "%(actor)s reported that %(body)s has kept a part of commitment %(number)s"
    ),
    "commitment.delay": _("%(actor)s reported that commitment %(number)s of %(body)s will be late"),
    "commitment.supersede": _(
        "%(actor)s reported that another takes the place of commitment %(number)s of %(body)s"
    ),
    "commitment.abandon": _("%(actor)s reported that %(body)s has given commitment %(number)s up"),
    "commitment.reopen": _("%(actor)s reopened commitment %(number)s of %(body)s: it is not done after all"),
    "commitment.remind": _("%(body)s was reminded of commitment %(number)s, after %(day)s"),
    "verification.supply": _("%(actor)s supplied evidence for commitment %(number)s of %(body)s"),
    "verification.confirm": _("%(actor)s confirmed commitment %(number)s of %(body)s"),
    "verification.dispute": _("%(actor)s disputed commitment %(number)s of %(body)s"),
    "rating.give": _("A member rated the answer to recommendation %(recommendation)s"),
    "rating.enter": _("%(actor)s entered a member’s sheet with %(ratings)s ratings"),
    "rating.count": _("%(ratings)s ratings of the answer to recommendation %(recommendation)s were counted"),
    "concern.raise": _("A member raised a concern about the answer to recommendation %(recommendation)s"),
    "concern.enter": _("%(actor)s entered a concern about the answer to recommendation %(recommendation)s"),
    "concern.pass_on": _(
        "%(actor)s passed concern %(number)s about recommendation %(recommendation)s on to %(body)s"
    ),
    "concern.set_aside": _("%(actor)s set concern %(number)s about recommendation %(recommendation)s aside"),
    "concern.take_up": _(
        "%(actor)s took concern %(number)s about recommendation %(recommendation)s up again"
    ),
    "concern.sayers_erased": _("It was forgotten who rated answers and who raised concerns"),
    "concern.answer": _("%(body)s answered concern %(number)s about recommendation %(recommendation)s"),
}
register_event_kinds(
    {
        "commitment": _("Commitments"),
        "verification": _("Evidence for commitments"),
        "rating": _("Ratings of answers"),
        "concern": _("Concerns of members"),
    }
)
register_object_links(
    {"commitment": _commitment_link, "concern": _concern_link}, permission="assembly.view_responses"
)
register_event_sentences({name: _tell(sentence) for name, sentence in _SENTENCES.items()})
