"""How the record tells of bodies, questions to them, answers and time: by numbers and bodies, never by a person."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent
from assembly.outcomes.enums_responses import BodyPart, NoticeKind
from assembly.record import (
    actor_name,
    register_event_kinds,
    register_event_sentences,
    register_object_links,
)


def _response_link(assembly: Assembly, event: AuditEvent) -> str | None:
    # What was taken back has no page any more.
    if event.type == "response.take_back" or not event.object_id:
        return None
    return reverse("response_owed", args=[assembly.slug, event.object_id])


def _body_link(assembly: Assembly, event: AuditEvent) -> str | None:
    return reverse("body", args=[assembly.slug, event.object_id]) if event.object_id else None


def _plan_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("response_plan", args=[assembly.slug])


def _tell(sentence: Any) -> Callable[[AuditEvent], str]:
    """Fill a sentence; what an event did not note is an ellipsis."""

    def tell(event: AuditEvent) -> str:
        given = event.details
        words = dict.fromkeys(("recommendation", "body", "due_on", "expected_on", "wanted_until"), "…")
        words |= {name: value for name, value in given.items() if value is not None}
        part, step = given.get("part", ""), given.get("step", "")
        words["part"] = BodyPart(part).label if part in BodyPart.values else "…"
        words["step"] = NoticeKind(step).label if step in NoticeKind.values else "…"
        return str(sentence) % {**words, "actor": actor_name(event)}

    return tell


def _expected(event: AuditEvent) -> str:
    if event.details.get("expected_on") is None:
        said = _("%(actor)s noted that %(body)s names no day any more for recommendation %(recommendation)s")
    else:
        said = _(
            "%(actor)s noted that %(body)s expects to answer recommendation %(recommendation)s on %(expected_on)s"
        )
    return _tell(said)(event)


def _imported(event: AuditEvent) -> str:
    words = {
        "n": event.details.get("n", 0),
        "body": event.details.get("body", "…"),
        "actor": actor_name(event),
    }
    return _now("%(actor)s took over %(n)s drafts of %(body)s from a spreadsheet") % words


def _planned(event: AuditEvent) -> str:
    said = _now("%(actor)s set the plan of the answer") % {"actor": actor_name(event)}
    if moved := event.details.get("moved"):
        said = _now("%(said)s; the due days of %(n)s answers moved") % {"said": said, "n": moved}
    return said


register_event_kinds(
    {
        "response": _("Responses"),
        "extension": _("More time for responses"),
        "body": _("Bodies"),
        "official": _("Officials"),
    }
)
register_object_links(
    {"formalresponse": _response_link, "body": _body_link, "responseplan": _plan_link},
    permission="assembly.view_responses",
)
register_event_sentences(
    {
        "response.plan": _planned,
        "response.import": _imported,
        "response.expect": _expected,
        **{
            f"response.{verb}": _tell(sentence)
            for verb, sentence in {
                "ask": _(
                    "%(actor)s asked %(body)s about recommendation %(recommendation)s (%(part)s), due on %(due_on)s"
                ),
                "change_lead": _("%(actor)s made %(body)s the lead for recommendation %(recommendation)s"),
                "take_back": _(
                    "%(actor)s took the question about recommendation %(recommendation)s back from %(body)s"
                ),
                "follow_referral": _(
                    "%(actor)s asked %(body)s about recommendation %(recommendation)s after a referral, for %(due_on)s"
                ),
                "lapse": _(
                    "The answer of %(body)s to recommendation %(recommendation)s is late: it was due on %(due_on)s"
                ),
                "remind": _(
                    "%(body)s was reminded of its answer to recommendation %(recommendation)s: %(step)s"
                ),
                "acknowledge": _("%(actor)s said that %(body)s sees to recommendation %(recommendation)s"),
                "draft": _(
                    "%(actor)s began to draft the answer of %(body)s to recommendation %(recommendation)s"
                ),
                "send_to_clear": _(
                    "%(actor)s sent the draft of %(body)s on recommendation %(recommendation)s to be cleared"
                ),
                "clear": _("%(actor)s cleared the answer of %(body)s to recommendation %(recommendation)s"),
                "send_back": _(
                    "%(actor)s sent the draft of %(body)s on recommendation %(recommendation)s back"
                ),
                "publish": _(
                    "%(actor)s published the answer of %(body)s to recommendation %(recommendation)s"
                ),
                "publish_interim": _(
                    "%(actor)s published an interim answer of %(body)s to recommendation %(recommendation)s"
                ),
                "name": _(
                    "%(actor)s said who drafts and who clears the answer of %(body)s to "
                    "recommendation %(recommendation)s"
                ),
                "write": _("%(actor)s wrote on the answer of %(body)s to recommendation %(recommendation)s"),
                "request_clarification": _(
                    "%(actor)s asked %(body)s to clarify its answer to recommendation %(recommendation)s"
                ),
                "revise": _(
                    "%(actor)s published a new version of the answer of %(body)s to recommendation %(recommendation)s"
                ),
            }.items()
        },
        **{
            f"extension.{verb}": _tell(sentence)
            for verb, sentence in {
                "ask": _(
                    "%(actor)s asked for more time for %(body)s: recommendation %(recommendation)s, %(wanted_until)s"
                ),
                "grant": _(
                    "%(actor)s gave %(body)s more time for recommendation %(recommendation)s, until %(due_on)s"
                ),
                "refuse": _("%(actor)s refused %(body)s more time for recommendation %(recommendation)s"),
            }.items()
        },
        **{
            f"{kind}.{verb}": _tell(sentence)
            for kind, verb, sentence in (
                ("body", "add", _("%(actor)s entered the body %(body)s")),
                ("body", "change", _("%(actor)s changed how the body %(body)s is reached")),
                ("body", "set_inactive", _("%(actor)s said that %(body)s can be asked no more")),
                ("body", "take_up", _("%(actor)s said that %(body)s can be asked again")),
                ("official", "name", _("%(actor)s named an official of %(body)s")),
                ("official", "change", _("%(actor)s changed what an official of %(body)s does")),
                ("official", "remove", _("%(actor)s took an official from %(body)s")),
                ("official", "stand_in", _("%(actor)s named who stands in for an official of %(body)s")),
                (
                    "official",
                    "stand_in_end",
                    _("%(actor)s ended that somebody stands in for an official of %(body)s"),
                ),
            )
        },
    }
)
