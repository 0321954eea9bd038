"""Reads of the final report: its draft, its editions, what stands in the way, and what it will say."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.outcomes.counting.plain import plain_result, plain_rule, plain_tally
from assembly.outcomes.enums import (
    HANDED_OVER,
    BallotState,
    MinorityState,
    RecommendationState,
)
from assembly.outcomes.models import (
    Ballot,
    BallotQuestion,
    MinorityStatement,
    Recommendation,
    RecommendationSource,
    ReportVersion,
    Theme,
)
from assembly.outcomes.selectors.votes import counted, members_count
from assembly.selectors import remit_versions
from evidence.selectors.items import public_items
from scheduling.models import Session

FORMAT = "assembly-report/1"
DECIDED = (*HANDED_OVER, RecommendationState.ADOPTED, RecommendationState.NOT_ADOPTED)
CARRIED = (*HANDED_OVER, RecommendationState.ADOPTED)


def draft_of(assembly: Assembly) -> ReportVersion | None:
    """Return the draft, None where nobody has begun one."""
    return ReportVersion.objects.filter(assembly=assembly, published_at=None).first()


def editions_of(assembly: Assembly) -> QuerySet[ReportVersion]:
    """Return what was published, the newest first."""
    return ReportVersion.objects.filter(assembly=assembly).exclude(published_at=None).order_by("-number")


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the one way in which a content is written down: the data file, and what its digest is of."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content's canonical bytes."""
    return hashlib.sha256(canonical(content)).hexdigest()


def report_blockers(assembly: Assembly) -> Iterator[str]:
    """Yield why the report cannot be published yet."""
    rows = Recommendation.objects.filter(assembly=assembly).exclude(state=RecommendationState.WITHDRAWN)
    states = dict(rows.values_list("number", "state"))
    if not any(state in CARRIED for state in states.values()):
        yield _("No recommendation was adopted.")
    for number, state in sorted(states.items()):
        if state not in DECIDED:
            words = {"number": number, "state": RecommendationState(state).label}
            yield _("Recommendation %(number)s is not decided: %(state)s.") % words
    under_way = Ballot.objects.filter(assembly=assembly).exclude(
        state__in=[BallotState.DESIGNED, BallotState.PUBLISHED, BallotState.VOID]
    )
    for title in under_way.values_list("title", flat=True):
        yield _("The result of the ballot “%(title)s” is not published.") % {"title": title}
    if not remit_versions(assembly).exclude(published_at=None).exists():
        yield _("The remit is not published, and the report repeats its question.")


def minority_remarks(assembly: Assembly) -> list[str]:
    """Return where the rule asks for minority statements, some voted against, and nobody wrote one."""
    questions = BallotQuestion.objects.filter(
        ballot__assembly=assembly,
        ballot__state=BallotState.PUBLISHED,
        rule__invites_minority=True,
        recommendation__state__in=DECIDED,
    ).select_related("recommendation", "rule")
    written = set(
        MinorityStatement.objects.filter(recommendation__assembly=assembly)
        .exclude(state=MinorityState.WITHDRAWN)
        .values_list("recommendation", flat=True)
    )
    rows = questions.exclude(recommendation__in=written).prefetch_related("options", "counts__lines")
    last = {each.recommendation_id: each for each in rows.order_by("ballot__number")}
    found = []
    for each in sorted(last.values(), key=lambda question: question.recommendation.number):
        result = counted(each).result
        if result is None:
            continue
        others = sum(part.votes for part in result.parts if part.key in ("against", "1", "2"))
        if others:
            said = ngettext(
                "%(what)s: one voted against it, and there is no minority statement.",
                "%(what)s: %(n)s voted against it, and there is no minority statement.",
                others,
            )
            found.append(said % {"what": each.recommendation, "n": others})
    return found


def numbers_to_give(assembly: Assembly) -> dict[int, int]:
    """Return key → number in the report for what was adopted: theme by theme; what has one keeps it."""
    rows = list(Recommendation.objects.filter(assembly=assembly, state__in=CARRIED).select_related("theme"))
    known = {each.pk: each.report_number for each in rows if each.report_number is not None}
    last = max(known.values(), default=0)
    fresh = sorted((each for each in rows if each.pk not in known), key=_place)
    return {**known, **{each.pk: last + place for place, each in enumerate(fresh, start=1)}}


def _place(recommendation: Recommendation) -> tuple[bool, int, int, int]:
    theme = recommendation.theme
    return (theme is None, theme.position if theme else 0, theme.pk if theme else 0, recommendation.number)


def content_of(report: ReportVersion, *, number: int, note: str, now: datetime) -> dict[str, Any]:
    """Return everything that the report says, of what stands in the tables now."""
    assembly = report.assembly
    remit = remit_versions(assembly).exclude(published_at=None).first()
    numbers = numbers_to_give(assembly)
    rows = list(
        Recommendation.objects.filter(assembly=assembly, state__in=DECIDED).select_related(
            "theme", "frozen_version"
        )
    )
    votes, voices, sources = _votes(assembly), _minority(assembly), _sources(assembly, now)

    used = {each.theme_id for each in rows}
    themes = list(Theme.objects.filter(assembly=assembly, pk__in=used - {None}))
    # Two themes may stand at the same position while the order is worked on; in the report each has its own.
    places: dict[int | None, int] = {each.pk: place for place, each in enumerate(themes, start=1)}

    def told(each: Recommendation) -> dict[str, Any]:
        version = each.frozen_version
        return {
            "number": numbers.get(each.pk),
            "draft_number": each.number,
            "is_adopted": each.state in CARRIED,
            "theme": places.get(each.theme_id),
            "version": version.number if version else None,
            **(version.words() if version else {}),
            "votes": votes.get(each.pk, []),
            "minority_statements": voices.get(each.pk, []),
            "sources": sources.get(each.pk, []),
        }

    carried = sorted((each for each in rows if each.pk in numbers), key=lambda each: numbers[each.pk])
    refused = sorted((each for each in rows if each.pk not in numbers), key=_place)
    return {
        "format": FORMAT,
        "assembly": {
            "name": assembly.name,
            "slug": assembly.slug,
            "commissioning_authority": assembly.commissioning_authority,
            "is_rehearsal": assembly.is_rehearsal,
        },
        "edition": number,
        "note": note,
        "language": report.language,
        "published_on": now.date().isoformat(),
        "title": report.title,
        "foreword": report.foreword,
        "method": report.method,
        "remit": {
            "version": remit.number if remit else None,
            "question": remit.question if remit else "",
            "in_scope": remit.in_scope if remit else "",
            "out_of_scope": remit.out_of_scope if remit else "",
            "response_promise": remit.response_promise if remit else "",
            "response_months": remit.response_months if remit else None,
        },
        "panel": {"seats": assembly.seats, "members": members_count(assembly, now)},
        "sessions": [
            {
                "number": each.number,
                "title": each.title,
                "held_on": each.starts_at.astimezone(each.zone).date().isoformat(),
            }
            for each in Session.objects.filter(assembly=assembly, starts_at__lte=now)
        ],
        "themes": [
            {"position": places[each.pk], "name": each.name, "introduction": each.introduction}
            for each in themes
        ],
        "recommendations": [told(each) for each in carried],
        "not_adopted": [told(each) for each in refused],
        "rankings": votes.get(None, []),
    }


def _votes(assembly: Assembly) -> Mapping[int | None, list[dict[str, Any]]]:
    """Return the published votes by recommendation; those on options that were ranked, under None."""
    questions: Iterable[BallotQuestion] = (
        BallotQuestion.objects.filter(ballot__assembly=assembly, ballot__state=BallotState.PUBLISHED)
        .select_related("ballot", "rule")
        .prefetch_related("options", "counts__lines")
        .order_by("ballot__number", "number")
    )
    found: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for question in questions:
        each = counted(question)
        if each.tally is None or each.result is None:
            continue
        found[question.recommendation_id].append(
            {
                "ballot": question.ballot.number,
                "ballot_title": question.ballot.title,
                "number": question.number,
                "held_on": question.ballot.held_on.isoformat(),
                "question": question.wording,
                "rule_name": question.rule.name,
                "asks_for_minority": question.rule.invites_minority,
                "rule": plain_rule(each.rule),
                "count": plain_tally(each.tally),
                "options": {str(option.number): option.text for option in question.options.all()},
                "result": plain_result(each.result),
            }
        )
    return found


def _minority(assembly: Assembly) -> Mapping[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = MinorityStatement.objects.filter(
        recommendation__assembly=assembly, state=MinorityState.PUBLISHED
    ).order_by("recommendation", "number")
    for each in rows:
        found[each.recommendation_id].append(
            {"number": each.number, "text": each.text, "supporters": each.supporters, "names": each.names}
        )
    return found


def _sources(assembly: Assembly, now: datetime) -> Mapping[int, list[dict[str, Any]]]:
    """Return what recommendations rest on; of evidence that is not public, its number alone."""
    titles = {item.pk: item.shown.title for item in public_items(assembly, now) if item.shown}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = RecommendationSource.objects.filter(recommendation__assembly=assembly)
    for each in rows.select_related("item", "session").order_by("recommendation", "pk"):
        if each.item is not None:
            told = {"kind": "evidence", "number": each.item.number, "title": titles.get(each.item.pk, "")}
        elif each.session is not None:
            told = {"kind": "session", "number": each.session.number, "title": each.session.title}
        else:
            continue
        found[each.recommendation_id].append({**told, "note": each.note})
    return found
