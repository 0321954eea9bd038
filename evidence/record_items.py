"""How the record tells of evidence items and their files: numbers and choices, never what drafts say."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import actor_name, register_event_kinds, register_event_sentences, register_object_links
from evidence.enums import FormatKind, Verdict, Way


def _item_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("evidence_item", args=[assembly.slug, number]) if isinstance(number, int) else None


def _words(event: AuditEvent) -> dict[str, str]:
    given = event.details
    choices = (("verdict", Verdict), ("way", Way), ("kind", FormatKind))
    named = {
        name: str(dict(of.choices).get(given.get(name, ""), given.get(name, "…"))) for name, of in choices
    }
    numbers = {name: str(given.get(name, "…")) for name in ("number", "version", "revision")}
    return {**named, **numbers, "actor": actor_name(event)}


def _finding(event: AuditEvent) -> str:
    return _("%(actor)s entered a finding about evidence %(number)s: %(verdict)s (%(way)s)") % _words(event)


def _format(event: AuditEvent) -> str:
    return _("%(actor)s added a form to evidence %(number)s, version %(version)s: %(kind)s") % _words(event)


def _format_removed(event: AuditEvent) -> str:
    said = _("%(actor)s took a form away from evidence %(number)s, version %(version)s: %(kind)s")
    return said % _words(event)


register_event_kinds({"evidence": gettext_lazy("Evidence"), "file": gettext_lazy("Files")})
register_object_links({"evidenceitem": _item_link}, permission="assembly.view_evidence")
register_event_sentences(
    {
        "evidence.request": gettext_lazy("%(actor)s asked for evidence %(number)s"),
        "evidence.change": gettext_lazy("%(actor)s changed what belongs to evidence %(number)s"),
        "evidence.write": gettext_lazy(
            "%(actor)s wrote the draft of evidence %(number)s (version %(version)s, state %(revision)s)"
        ),
        "evidence.plan": gettext_lazy("%(actor)s planned when evidence %(number)s may be shown"),
        "evidence.format": _format,
        "evidence.format_removed": _format_removed,
        "evidence.finding": _finding,
        "evidence.settle": gettext_lazy("%(actor)s settled a finding about evidence %(number)s"),
        "evidence.submit": gettext_lazy("%(actor)s noted that evidence %(number)s has come in"),
        "evidence.send_back": gettext_lazy("%(actor)s sent evidence %(number)s back: %(reason)s"),
        "evidence.review": gettext_lazy("%(actor)s gave evidence %(number)s to the reviewers"),
        "evidence.pass_review": gettext_lazy("%(actor)s let evidence %(number)s pass the review"),
        "evidence.review_again": gettext_lazy(
            "%(actor)s gave evidence %(number)s back to the reviewers: %(reason)s"
        ),
        "evidence.approve": gettext_lazy("%(actor)s approved evidence %(number)s"),
        "evidence.reopen": gettext_lazy("%(actor)s opened evidence %(number)s again: %(reason)s"),
        "evidence.release": gettext_lazy(
            "%(actor)s released version %(version)s of evidence %(number)s to members"
        ),
        "evidence.publish": gettext_lazy("%(actor)s published version %(version)s of evidence %(number)s"),
        "evidence.correct": gettext_lazy(
            "%(actor)s released version %(version)s of evidence %(number)s, a correction"
        ),
        "evidence.drop": gettext_lazy(
            "%(actor)s threw away the begun correction of evidence %(number)s (version %(version)s, state %(revision)s)"
        ),
        "evidence.withdraw": gettext_lazy("%(actor)s withdrew evidence %(number)s: %(reason)s"),
        "file.keep": gettext_lazy("%(actor)s brought in a file (%(type)s, %(bytes)s bytes)"),
        "file.remove": gettext_lazy(
            "A file that belonged to nothing was removed (%(type)s, %(bytes)s bytes)"
        ),
    }
)
