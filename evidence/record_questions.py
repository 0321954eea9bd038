"""How the record tells of members' questions: by number, never by who asked or in what words."""

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
    return reverse("question", args=[assembly.slug, number]) if isinstance(number, int) else None


def _tell(sentence: Any, by_member: Any = None) -> Callable[[AuditEvent], str]:
    """Fill a sentence; `by_member` is the one for what a member did, of whom the record names nobody."""

    def tell(event: AuditEvent) -> str:
        words = {"number": "…", "into": "…", "witness": "…", "due": "…", **event.details}
        way = event.details.get("way", "")
        words["way"] = Way(way).label if way in Way.values else "…"
        said = by_member if by_member and event.actor is None else sentence
        return str(said) % {**words, "actor": actor_name(event)}

    return tell


register_event_kinds({"question": _("Members’ questions"), "questions": _("Members’ questions")})
register_object_links({"question": _link}, permission="assembly.view_questions")
register_event_sentences(
    {
        "question.ask": _tell(_("A member asked question %(number)s")),
        "question.enter": _tell(_("%(actor)s entered question %(number)s: %(way)s")),
        "question.word": _tell(_("%(actor)s changed the wording of question %(number)s")),
        "question.sort": _tell(_("%(actor)s changed what question %(number)s is about")),
        "question.merge": _tell(_("%(actor)s put question %(number)s together with question %(into)s")),
        "question.part": _tell(_("%(actor)s let question %(number)s stand for itself again")),
        "question.assign": _tell(
            _("%(actor)s gave question %(number)s to witness %(witness)s, to be answered by %(due)s")
        ),
        "question.set_aside": _tell(_("%(actor)s set question %(number)s aside")),
        "question.take_up": _tell(_("%(actor)s took question %(number)s up again")),
        "question.answer": _tell(_("%(actor)s entered the answer to question %(number)s: %(way)s")),
        "question.accept": _tell(
            _("%(actor)s noted that the answer to question %(number)s answers it"),
            _("A member accepted the answer to question %(number)s"),
        ),
        "question.reopen": _tell(
            _("%(actor)s noted that question %(number)s is asked again"),
            _("A member asked question %(number)s again"),
        ),
        "question.publish": _tell(_("%(actor)s published question %(number)s with its answer")),
        "question.askers_erased": ngettext_lazy(
            "%(actor)s erased who asked %(questions)s question",
            "%(actor)s erased who asked %(questions)s questions",
            "questions",
        ),
        "questions.askers_read": _("%(actor)s read which members asked what: %(purpose)s"),
    }
)
