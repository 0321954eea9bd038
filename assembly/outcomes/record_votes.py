"""How rules, ballots and the report are told in the record; never how anybody voted."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _ballot_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("ballot", args=[assembly.slug, number]) if isinstance(number, int) else None


def _rules_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("decision_rules", args=[assembly.slug])


def _report_link(assembly: Assembly, event: AuditEvent) -> str:  # noqa: ARG001 (the signature is the registry's)
    return reverse("report", args=[assembly.slug])


register_event_kinds({"rule": _("Decision rules"), "ballot": _("Ballots"), "report": _("Report")})
register_object_links(
    {"ballot": _ballot_link, "decisionrule": _rules_link, "reportversion": _report_link},
    permission="assembly.view_recommendations",
)
register_event_sentences(
    {
        "rule.make": _("%(actor)s made the decision rule “%(name)s”"),
        "rule.change": _("%(actor)s changed the decision rule “%(name)s”"),
        "rule.delete": _("%(actor)s deleted the decision rule “%(name)s”"),
        "ballot.design": _("%(actor)s began ballot %(number)s"),
        "ballot.change": _("%(actor)s changed ballot %(number)s"),
        "ballot.show": _("%(actor)s showed ballot %(number)s to members as a draft"),
        "ballot.take_back": _("%(actor)s took the draft of ballot %(number)s back"),
        "ballot.open": _("%(actor)s opened ballot %(number)s: questions and rules are fixed"),
        "ballot.close": _("%(actor)s closed ballot %(number)s"),
        "ballot.list_read": _("%(actor)s read who has taken their turn in a vote: %(purpose)s"),
        "ballot.slips": ngettext_lazy(
            "%(actor)s printed %(slips)s sealed slip for ballot %(number)s",
            "%(actor)s printed %(slips)s sealed slips for ballot %(number)s",
            "slips",
        ),
        "ballot.slips_back": ngettext_lazy(
            "%(actor)s noted %(slips)s slip of ballot %(number)s as left over, unopened",
            "%(actor)s noted %(slips)s slips of ballot %(number)s as left over, unopened",
            "slips",
        ),
        "ballot.hand_back": _("%(actor)s took a slip or a paper of ballot %(number)s back, unused"),
        "ballot.explain": _("%(actor)s said why numbers of ballot %(number)s differ"),
        "ballot.enter": _("%(actor)s entered the count of question %(question)s of ballot %(number)s"),
        "ballot.check": _("%(actor)s counted question %(question)s of ballot %(number)s again: both agree"),
        "ballot.count": _("%(actor)s said that all counts of ballot %(number)s are entered"),
        "ballot.recount": _("%(actor)s had ballot %(number)s counted again: %(reason)s"),
        "ballot.verify": _("%(actor)s verified the counts of ballot %(number)s"),
        "ballot.void": _("%(actor)s declared ballot %(number)s void: %(reason)s"),
        "ballot.publish": _("%(actor)s published the result of ballot %(number)s"),
        "report.draft": _("%(actor)s saved the draft of edition %(number)s of the report"),
        "report.publish": ngettext_lazy(
            "%(actor)s published edition %(number)s of the report with %(recommendations)s recommendation, "
            "SHA-256 %(sha256)s",
            "%(actor)s published edition %(number)s of the report with %(recommendations)s recommendations, "
            "SHA-256 %(sha256)s",
            "recommendations",
        ),
    }
)
