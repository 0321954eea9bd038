"""Reads of recommendations: how they stand, what of them needs somebody, what members read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly, Person
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.models import (
    Amendment,
    MinorityStatement,
    Recommendation,
    RecommendationVersion,
    ReportVersion,
    TableComment,
    Theme,
)
from assembly.outcomes.recommendation_gates import OPEN_AMENDMENTS
from assembly.outcomes.word_difference import changed_parts
from assembly.wording import Change

Recommendations = QuerySet[Recommendation]
PARTS = RecommendationVersion.WORDS


def recommendations_of(assembly: Assembly) -> Recommendations:
    """Return recommendations theme by theme, each with its last text as `present` and what waits in it."""
    last = RecommendationVersion.objects.filter(recommendation=OuterRef("recommendation"))
    texts = RecommendationVersion.objects.filter(pk=Subquery(last.order_by("-number").values("pk")[:1]))
    amendments = Amendment.objects.filter(recommendation=OuterRef("pk"), state__in=OPEN_AMENDMENTS)
    comments = TableComment.objects.filter(recommendation=OuterRef("pk"), settled_at=None)
    return (
        Recommendation.objects.filter(assembly=assembly)
        .select_related("theme", "assembly")
        .prefetch_related(Prefetch("versions", texts, to_attr="last_texts"))
        .annotate(open_amendments=_many(amendments), open_comments=_many(comments))
        .order_by(F("theme__position").asc(nulls_last=True), F("theme_id").asc(nulls_last=True), "number")
    )


def _many(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("recommendation").annotate(many=Count("pk")).values("many"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; "" is everything."""

    state: str = ""
    theme: str = ""
    words: str = ""


def narrowed(found: Recommendations, wanted: Wanted) -> Recommendations:
    """Return those that are wanted; a number finds the recommendation that has it."""
    if wanted.state in RecommendationState.values:
        found = found.filter(state=wanted.state)
    if wanted.theme.isdecimal() and len(wanted.theme) < 10:
        found = found.filter(theme=int(wanted.theme))
    words = wanted.words.strip()
    if words.isdecimal() and len(words) < 6:
        return found.filter(number=int(words))
    newest = RecommendationVersion.objects.filter(recommendation=OuterRef("recommendation")).order_by(
        "-number"
    )
    for word in words.split():
        said = RecommendationVersion.objects.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(rationale__icontains=word),
            recommendation=OuterRef("pk"),
            pk=Subquery(newest.values("pk")[:1]),
        )
        found = found.filter(Exists(said))
    return found


def needs_of(recommendation: Recommendation) -> list[str]:
    """Say what of a recommendation out of `recommendations_of` needs somebody."""
    found: list[str] = []
    if recommendation.state == RecommendationState.WITHDRAWN:
        return found
    if recommendation.state == RecommendationState.IDEA:
        found.append(_("Draft it, or withdraw it"))
    if many := recommendation.open_amendments:
        said = ngettext("Decide on %(n)s amendment", "Decide on %(n)s amendments", many)
        found.append(said % {"n": many})
    if many := recommendation.open_comments:
        found.append(ngettext("Settle %(n)s comment", "Settle %(n)s comments", many) % {"n": many})
    if recommendation.state == RecommendationState.DRAFTED and recommendation.theme is None:
        found.append(_("Put it under a theme"))
    return found


def themes_of(assembly: Assembly) -> QuerySet[Theme]:
    """Return the themes in their order, each with how many recommendations stand under it."""
    themes = Theme.objects.filter(assembly=assembly).annotate(held=Count("recommendations"))
    return themes.order_by("position", "pk")


def versions_of(recommendation: Recommendation) -> QuerySet[RecommendationVersion]:
    """Return all versions, the newest first."""
    return RecommendationVersion.objects.filter(recommendation=recommendation).select_related("made_by")


def part_labels() -> dict[str, Any]:
    """Return what the parts of a text are called."""
    return {name: RecommendationVersion._meta.get_field(name).verbose_name for name in PARTS}


def changes_between(
    before: Mapping[str, str], after: Mapping[str, str]
) -> list[tuple[str, Any, list[Change]]]:
    """Return what differs between two wordings, as (part, label, changes)."""
    labels = part_labels()
    return [(name, labels[name], pieces) for name, pieces in changed_parts(before, after)]


def amendments_of(recommendation: Recommendation) -> QuerySet[Amendment]:
    """Return the amendments to a recommendation by their numbers."""
    found = Amendment.objects.filter(recommendation=recommendation)
    return found.select_related("base", "result", "recommendation__assembly").order_by("number")


def amendments_by(person: Person) -> QuerySet[Amendment]:
    """Return what somebody has proposed, the newest first."""
    found = Amendment.objects.filter(proposed_by=person)
    return found.select_related("recommendation", "result").order_by("-proposed_at", "-pk")


def statements_by(person: Person) -> QuerySet[MinorityStatement]:
    """Return the minority statements that somebody has written, the newest first."""
    found = MinorityStatement.objects.filter(written_by=person)
    return found.select_related("recommendation").order_by("-made_at", "-pk")


def may_dissent(recommendation: Recommendation) -> bool:
    """Whether a minority statement on it can be written: after the vote, before it is published with the report."""
    if recommendation.state in (RecommendationState.BALLOTED, RecommendationState.ADOPTED):
        return True
    is_out = ReportVersion.objects.filter(
        assembly=recommendation.assembly_id, published_at__isnull=False
    ).exists()
    return recommendation.state == RecommendationState.NOT_ADOPTED and not is_out
