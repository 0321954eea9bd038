"""How the record tells of recommendations: by number, never by who proposed what or in what words."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)
from evidence.enums import Way


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("recommendation", args=[assembly.slug, number]) if isinstance(number, int) else None


def _link_below(name: str) -> Callable[[Assembly, AuditEvent], str | None]:
    def link(assembly: Assembly, event: AuditEvent) -> str | None:
        numbers = [event.details.get("recommendation"), event.details.get("number")]
        is_known = all(isinstance(number, int) for number in numbers)
        return reverse(name, args=[assembly.slug, *numbers]) if is_known else None

    return link


def _tell(sentence: Any, by_member: Any = None) -> Callable[[AuditEvent], str]:
    """Fill a sentence; `by_member` is the one for what a member did, of whom the record names nobody."""

    def tell(event: AuditEvent) -> str:
        known = ("number", "recommendation", "version", "reason", "name")
        words = {**dict.fromkeys(known, "…"), **event.details}
        way = event.details.get("way", "")
        words["way"] = Way(way).label if way in Way.values else "…"
        said = by_member if by_member and event.actor is None else sentence
        return str(said) % {**words, "actor": actor_name(event)}

    return tell


_RECOMMENDATION = {
    "add": _("%(actor)s added recommendation %(number)s as an idea"),
    "write": _("%(actor)s saved version %(version)s of recommendation %(number)s"),
    "sort": _("%(actor)s put recommendation %(number)s under another theme"),
    "source_add": _("%(actor)s named something on which recommendation %(number)s rests"),
    "source_remove": _("%(actor)s took away something on which recommendation %(number)s rested"),
    "comment": _("%(actor)s entered a table’s comment on version %(version)s of recommendation %(number)s"),
    "comment_settle": _("%(actor)s said what became of a table’s comment on recommendation %(number)s"),
    "draft": _("%(actor)s took recommendation %(number)s up to draft it"),
    "open_amendments": _("%(actor)s opened recommendation %(number)s to amendments"),
    "close_amendments": _("%(actor)s closed amendments to recommendation %(number)s"),
    "freeze": _("%(actor)s froze version %(version)s of recommendation %(number)s"),
    "unfreeze": _("%(actor)s opened the frozen text of recommendation %(number)s again: %(reason)s"),
    "withdraw": _("%(actor)s withdrew recommendation %(number)s: %(reason)s"),
    "close": _("%(actor)s closed recommendation %(number)s"),
    "ballot": _("Recommendation %(number)s was put to the vote: %(actor)s opened the ballot"),
    "adopt": _("Recommendation %(number)s was adopted: %(actor)s published the ballot"),
    "reject": _("Recommendation %(number)s was not adopted: %(actor)s published the ballot"),
    "repeat": _("The vote on recommendation %(number)s was void: %(actor)s published the ballot"),
    "submit": _("Recommendation %(number)s was handed to the authority: %(actor)s published the report"),
    "respond": _("Recommendation %(number)s was answered: %(actor)s published the lead body’s answer"),
    "follow_up": _(
        "Recommendation %(number)s is followed up: %(actor)s published an answer with a commitment"
    ),
}
_AMENDMENT = {
    "propose": _("A member proposed amendment %(number)s to recommendation %(recommendation)s"),
    "enter": _("%(actor)s entered amendment %(number)s to recommendation %(recommendation)s: %(way)s"),
    "discuss": _(
        "%(actor)s noted that amendment %(number)s to recommendation %(recommendation)s was discussed"
    ),
    "adopt": _(
        "%(actor)s adopted amendment %(number)s to recommendation %(recommendation)s: version %(version)s"
    ),
    "reject": _("%(actor)s did not adopt amendment %(number)s to recommendation %(recommendation)s"),
}
_STATEMENT = {
    "write": _("A member wrote minority statement %(number)s on recommendation %(recommendation)s"),
    "enter": _(
        "%(actor)s entered minority statement %(number)s on recommendation %(recommendation)s: %(way)s"
    ),
    "publish": _("%(actor)s published minority statement %(number)s on recommendation %(recommendation)s"),
}
_THEME = {
    "add": _("%(actor)s added the theme “%(name)s”"),
    "change": _("%(actor)s changed the theme “%(name)s”"),
    "order": _("%(actor)s moved the theme “%(name)s” in the order"),
    "delete": _("%(actor)s deleted the theme “%(name)s”"),
}

register_event_kinds(
    {
        "recommendation": _("Recommendations"),
        "recommendations": _("Recommendations"),
        "amendment": _("Amendments"),
        "amendments": _("Amendments"),
        "minority_statement": _("Minority statements"),
        "minority_statements": _("Minority statements"),
        "theme": _("Themes"),
    }
)
register_object_links(
    {
        "recommendation": _link,
        "amendment": _link_below("amendment"),
        "minoritystatement": _link_below("minority_statement"),
    },
    permission="assembly.view_recommendations",
)
register_event_sentences(
    {
        f"{kind}.{event}": _tell(sentence)
        for kind, sentences in (
            ("recommendation", _RECOMMENDATION),
            ("amendment", _AMENDMENT),
            ("minority_statement", _STATEMENT),
            ("theme", _THEME),
        )
        for event, sentence in sentences.items()
    }
)
register_event_sentences(
    {
        "amendment.withdraw": _tell(
            _("%(actor)s withdrew amendment %(number)s to recommendation %(recommendation)s"),
            _("A member withdrew their amendment %(number)s to recommendation %(recommendation)s"),
        ),
        "minority_statement.withdraw": _tell(
            _("%(actor)s withdrew minority statement %(number)s on recommendation %(recommendation)s"),
            _("A member withdrew minority statement %(number)s on recommendation %(recommendation)s"),
        ),
        "amendments.proposers_read": _("%(actor)s read which members proposed amendments: %(purpose)s"),
        "minority_statements.writers_read": _(
            "%(actor)s read which members wrote minority statements: %(purpose)s"
        ),
        "recommendations.writers_erased": ngettext_lazy(
            "%(actor)s erased who had proposed or written %(rows)s amendment or minority statement",
            "%(actor)s erased who had proposed or written %(rows)s amendments and minority statements",
            "rows",
        ),
    }
)
