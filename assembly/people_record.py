"""How the record tells of people of an assembly."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.enums import PersonKind
from assembly.models import AuditEvent
from assembly.record import actor_name, register_event_kinds, register_event_sentences


def _tell(of_a_member: Any, of_another: Any) -> Callable[[AuditEvent], str]:
    def tell(event: AuditEvent) -> str:
        kind = event.details.get("kind", "")
        words = {
            "actor": actor_name(event),
            "seat": event.details.get("seat", "…"),
            "kind": PersonKind(kind).label if kind in PersonKind.values else _("somebody"),
        }
        return str(of_a_member if kind == PersonKind.MEMBER else of_another) % words

    return tell


register_event_kinds({"person": gettext_lazy("People")})
register_event_sentences(
    {
        "person.join": _tell(
            gettext_lazy("Seat %(seat)s has a member"),
            gettext_lazy("%(actor)s entered somebody who takes part (%(kind)s)"),
        ),
        "person.change": _tell(
            gettext_lazy("%(actor)s changed what is known of the member on seat %(seat)s"),
            gettext_lazy("%(actor)s changed what is known of somebody who takes part (%(kind)s)"),
        ),
        "person.delete": gettext_lazy("%(actor)s deleted somebody who was entered and never took part"),
        "person.account": _tell(
            gettext_lazy("%(actor)s gave the member on seat %(seat)s an account"),
            gettext_lazy("%(actor)s gave somebody an account (%(kind)s)"),
        ),
        "person.leave": _tell(
            gettext_lazy("The member on seat %(seat)s left"),
            gettext_lazy("%(actor)s noted that somebody no longer takes part (%(kind)s)"),
        ),
    }
)
