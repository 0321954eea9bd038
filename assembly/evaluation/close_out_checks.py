"""What is looked at before a close-out certificate is issued: what must be so, and what is printed if it is not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.enums import AssemblyState
from assembly.evaluation.closing_facts import answer_facts, commitment_facts, published_facts
from assembly.evaluation.closing_facts_data import held_facts
from assembly.evaluation.enums_closing import RequestState
from assembly.evaluation.models import DisclosureRequest, FollowUp
from assembly.models import Assembly

ISSUABLE = (AssemblyState.CLOSED, AssemblyState.ARCHIVED)
"""An archived assembly is only read and kept; but a certificate that turns out wrong can still be replaced."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list. Where it is not ok and `must_be`, nothing is issued."""

    sentence: Any
    is_ok: bool
    url: str
    link: Any
    must_be: bool = False


def close_out_checks(assembly: Assembly, now: datetime) -> list[Check]:
    """Return the list, what must be so first."""
    answers = {row["kind"]: row for row in answer_facts(assembly, now)}
    owed = [row for row in commitment_facts(assembly, now) if row["kind"] == "open"]
    out = [row for row in published_facts(assembly, now) if not row.get("on", True)]
    overdue = [row for row in held_facts(assembly, now) if row["is_overdue"]]
    asked = DisclosureRequest.objects.filter(assembly=assembly, state=RequestState.RECEIVED).count()

    def to(name: str) -> str:
        return reverse(name, args=[assembly.slug])

    return [
        Check(
            _("The assembly is closed."),
            assembly.state in ISSUABLE,
            to("overview"),
            _("Overview"),
            must_be=True,
        ),
        Check(
            _("At least one open matter says who follows up and how they are reached."),
            FollowUp.objects.filter(assembly=assembly).exists(),
            to("evaluation_follow_up_new"),
            _("Enter an open matter"),
            must_be=True,
        ),
        Check(_("Remit, draw, programme and report are published."), not out, to("overview"), _("Overview")),
        Check(
            _("Every answer that was asked for has come."),
            not answers["none"]["n"],
            to("responses"),
            _("Responses"),
        ),
        Check(
            _("No promise made in an answer is still owed."), not owed, to("commitments"), _("Commitments")
        ),
        Check(
            _("No personal data are held longer than was promised."),
            not overdue,
            to("privacy"),
            _("Personal data"),
        ),
        Check(
            _("Every freedom-of-information request is settled."),
            not asked,
            to("evaluation_disclosure"),
            _("Requests"),
        ),
    ]


def blockers(checks: list[Check]) -> list[str]:
    """Return what stands in the way."""
    return [str(check.sentence) for check in checks if check.must_be and not check.is_ok]
