"""How the record tells of topics, witnesses and release agreements: numbers, never names."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import actor_name, register_event_kinds, register_event_sentences, register_object_links
from evidence.enums import ProposedBy, ReleaseScope, Way


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("witness", args=[assembly.slug, number]) if isinstance(number, int) else None


def _topics(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("topics", args=[assembly.slug])


def _words(event: AuditEvent) -> dict[str, Any]:
    way, scope, by = (event.details.get(name, "") for name in ("way", "scope", "by"))
    return {
        "actor": actor_name(event),
        "number": event.details.get("number", "…"),
        "way": Way(way).label if way in Way.values else way,
        "scope": ReleaseScope(scope).label if scope in ReleaseScope.values else scope,
        "by": ProposedBy(by).label if by in ProposedBy.values else by,
    }


def _proposed(event: AuditEvent) -> str:
    words = _words(event)
    if event.actor_id is None:
        return _("Somebody of the public proposed witness %(number)s on the public page") % words
    if event.details.get("by") in (ProposedBy.ORGANISER, None):
        return _("%(actor)s entered witness %(number)s") % words
    if event.details.get("way") == Way.ONLINE:
        return _("%(actor)s proposed witness %(number)s") % words
    return _("%(actor)s entered witness %(number)s (%(by)s; %(way)s)") % words


def _with_way(sentence: Any) -> Callable[[AuditEvent], str]:
    return lambda event: str(sentence) % _words(event)


register_event_kinds(
    {
        "topic": gettext_lazy("Topics"),
        "witness": gettext_lazy("Witnesses"),
        "release": gettext_lazy("Release agreements"),
    }
)
register_object_links({"witness": _link}, permission="assembly.view_witnesses")
register_object_links({"topic": _topics}, permission="assembly.view_evidence")
register_event_sentences(
    {
        "topic.add": gettext_lazy("%(actor)s added the topic “%(title)s”"),
        "topic.change": gettext_lazy("%(actor)s changed the topic “%(title)s”"),
        "topic.order": gettext_lazy("%(actor)s moved the topic “%(title)s”"),
        "topic.delete": gettext_lazy("%(actor)s deleted the topic “%(title)s”"),
        "witness.propose": _proposed,
        "witness.take_over": gettext_lazy(
            "%(actor)s made the file of witness %(number)s, who was in the programme already"
        ),
        "witness.change": gettext_lazy("%(actor)s changed the file of witness %(number)s"),
        "witness.interests": _with_way(
            gettext_lazy("%(actor)s entered the interests of witness %(number)s (%(way)s)")
        ),
        "witness.forget_proposer": gettext_lazy("%(actor)s erased who proposed witness %(number)s"),
        "witness.list_read": gettext_lazy("%(actor)s read the directory of witnesses: %(purpose)s"),
        "witness.shortlist": gettext_lazy("%(actor)s shortlisted witness %(number)s"),
        "witness.turn_down": gettext_lazy("%(actor)s decided not to choose witness %(number)s"),
        "witness.invite": gettext_lazy("%(actor)s invited witness %(number)s"),
        "witness.accept": _with_way(gettext_lazy("Witness %(number)s accepts, by %(actor)s (%(way)s)")),
        "witness.decline": _with_way(gettext_lazy("Witness %(number)s declines, by %(actor)s (%(way)s)")),
        "witness.brief": gettext_lazy("%(actor)s noted that witness %(number)s was briefed"),
        "witness.hear": gettext_lazy("%(actor)s noted that witness %(number)s was heard"),
        "witness.follow_up": gettext_lazy("%(actor)s noted that witness %(number)s was followed up"),
        "release.agree": _with_way(
            gettext_lazy("Witness %(number)s agrees to publication (%(scope)s), by %(actor)s (%(way)s)")
        ),
        "release.take_back": _with_way(
            gettext_lazy(
                "Witness %(number)s took back the agreement to publication (%(scope)s), by %(actor)s"
            )
        ),
    }
)
