"""Write the final report, and publish it: numbers are given, texts and votes frozen, recommendations handed over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import GateClosed
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.enums_responses import DuePreset, DueUnit
from assembly.outcomes.errors import ReportRefused
from assembly.outcomes.models import Recommendation, ReportVersion, ResponsePlan
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.selectors.reports import (
    content_of,
    digest_of,
    minority_remarks,
    numbers_to_give,
    report_blockers,
)
from assembly.outcomes.services.minority_statements import PUBLISHED_WITH, publish_minority_statements
from assembly.outcomes.services.recommendations import lock_recommendations
from assembly.selectors import remit_versions
from assembly.services.record import record_event

USUAL_MONTHS = 6
"""For a remit that promises an answer without saying when."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The report's own words."""

    title: str
    foreword: str
    method: str
    language: str


@transaction.atomic
def save_report(
    *, assembly: Assembly, words: ReportWords, revision: int, actor: User, now: datetime
) -> ReportVersion:
    """Keep the words of the draft; begin one where there is none, also after a publication.

    revision: that of the draft which the writer saw, 0 where there was none.

    Raises:
        ReportRefused: somebody else changed the draft, or began one, meanwhile.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    draft = ReportVersion.objects.filter(assembly=home, published_at=None).first()
    if revision != (draft.revision if draft else 0):
        raise ReportRefused(
            _(
                "Somebody else saved the report meanwhile. Both texts are shown below: put together what you want"
                " to keep."
            ),
            code="stale",
        )
    if draft is None:
        last = ReportVersion.objects.filter(assembly=home).aggregate(last=Max("number"))["last"] or 0
        draft = ReportVersion(assembly=home, number=last + 1, revision=0, made_at=now, made_by=actor)
    draft.title, draft.language = words.title.strip(), words.language
    draft.foreword, draft.method = words.foreword.strip(), words.method.strip()
    draft.revision += 1
    draft.save()
    details = {"number": draft.number}
    record_event("report.draft", obj=draft, assembly=home, actor=actor, now=now, details=details)
    return draft


@transaction.atomic
def publish_report(
    *,
    report: ReportVersion,
    revision: int,
    note: str = "",
    has_seen_remarks: bool = False,
    actor: User,
    now: datetime,
) -> ReportVersion:
    """Publish the draft as the next edition; earlier ones stay as they are.

    What was adopted gets its number, theme by theme, and is handed to the authority; minority statements are
    published with it; what the report says is frozen with its digest; the time for the answer begins with the first.

    Raises:
        ReportRefused: it is published, was changed meanwhile, or a correction does not say what it corrects.
        GateClosed: something is not decided, or minority statements are missing and nobody has said that it is right.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=report.assembly_id)
    locked = ReportVersion.objects.select_for_update(no_key=True, of=("self",)).get(pk=report.pk)
    if locked.published_at is not None:
        raise ReportRefused(_("This report is published already."), code="published")
    if locked.revision != revision:
        raise ReportRefused(
            _("Somebody changed the report meanwhile. Look at it as it is now, and publish it then."),
            code="stale",
        )
    if locked.number > 1 and not note.strip():
        raise ReportRefused(_("Say in a sentence what was corrected. Everybody reads it."), code="no_note")
    # Whoever is writing a minority statement is waited for: it stands in the report, or is refused.
    lock_recommendations(Recommendation.objects.filter(assembly=home, state__in=PUBLISHED_WITH))
    blockers = list(report_blockers(home))
    if not has_seen_remarks:
        blockers += minority_remarks(home)
    if blockers:
        raise GateClosed(blockers)
    locked.assembly = home
    publish_minority_statements(assembly=home, actor=actor, now=now)
    _hand_over(home, locked.number, actor, now)
    content = content_of(locked, number=locked.number, note=note.strip(), now=timezone.localtime(now))
    locked.note, locked.content, locked.sha256 = note.strip(), content, digest_of(content)
    locked.published_at = now
    locked.save()
    _begin_the_answers_time(home, now)
    details = {
        "number": locked.number,
        "recommendations": len(content["recommendations"]),
        "sha256": locked.sha256,
    }
    record_event("report.publish", obj=locked, assembly=home, actor=actor, now=now, details=details)
    return locked


def _hand_over(assembly: Assembly, edition: int, actor: User, now: datetime) -> None:
    numbers = numbers_to_give(assembly)
    rows = Recommendation.objects.filter(assembly=assembly, state=RecommendationState.ADOPTED)
    for each in rows.order_by("pk"):
        move(
            RECOMMENDATION,
            each,
            "submit",
            assembly=assembly,
            actor=actor,
            now=now,
            details={"number": each.number, "report_number": numbers[each.pk], "edition": edition},
            changes={"report_number": numbers[each.pk]},
        )


def _begin_the_answers_time(assembly: Assembly, now: datetime) -> None:
    """Note when the report was handed over; a correction begins no new time."""
    day = timezone.localdate(now)
    if plan := ResponsePlan.objects.select_for_update(no_key=True).filter(assembly=assembly).first():
        if plan.handed_over_on is None:
            plan.handed_over_on = day
            plan.save(update_fields=["handed_over_on"])
        return
    remit = remit_versions(assembly).exclude(published_at=None).first()
    months = (remit.response_months if remit else None) or USUAL_MONTHS
    ResponsePlan.objects.create(
        assembly=assembly, preset=DuePreset.OWN, amount=months, unit=DueUnit.MONTHS, handed_over_on=day
    )
