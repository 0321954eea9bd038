"""One assembly as a case entry in an open format (docs/case-schema.json), made of published things alone.

Of people there are totals that are public elsewhere, and never a count of a group.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from assembly.enums import AssemblyState
from assembly.evaluation.models import LearningEdition
from assembly.evaluation.selectors.learning import editions_of
from assembly.evaluation.told_elsewhere import budgets_of, recruitment_of, satisfaction_of
from assembly.models import Assembly, RemitVersion
from assembly.outcomes.enums import BallotState
from assembly.outcomes.models import BallotQuestion, ReportVersion
from assembly.outcomes.selectors.register import entries_of
from assembly.outcomes.selectors.register_entries import Entry
from assembly.outcomes.selectors.register_summary import summary_of
from assembly.selectors import remit_versions
from evidence.selectors.items import public_items_in
from evidence.selectors.questions import public_questions
from scheduling.enums import SessionState
from scheduling.models import Session
from sortition.enums_draws import DrawState
from sortition.models import Draw

FORMAT = "assembly-case/1"
Address = Callable[..., str]
"""From the name of a page, and what follows the assembly in its address, to its whole address."""


def case_of(assembly: Assembly, now: datetime, address: Address) -> dict[str, Any]:
    """Return the entry; what is not known or not published is null."""
    remit = remit_versions(assembly).exclude(published_at=None).first()
    edition, report = editions_of(assembly).first(), _report(assembly)
    sessions = list(_sessions(assembly))
    entries = entries_of(assembly, now)
    return {
        "format": FORMAT,
        "made_on": timezone.localdate(now).isoformat(),
        "address": address("public_case"),
        "licence": edition.content.get("licence") if edition else None,
        "title": assembly.name,
        "slug": assembly.slug,
        "is_rehearsal": assembly.is_rehearsal,
        "purpose": _purpose(remit),
        "organisers": [{"name": assembly.commissioning_authority, "part": "commissioning_authority"}],
        "funding": _funding(assembly, now),
        "location": {"country": None, "places": sorted({each.venue.name for each in sessions if each.venue})},
        "time": _time(assembly, sessions),
        "participants": _participants(assembly, report, now),
        "method": _method(assembly, sessions),
        "evidence": _evidence(assembly, now),
        "outcomes": _outcomes(entries, report),
        "responses": _responses(entries),
        "evaluation": _evaluation(assembly, now),
        "learning": _learning(edition),
        "links": _links(assembly, edition, report, entries, address),
    }


def _day(at: datetime | None) -> str | None:
    return timezone.localdate(at).isoformat() if at else None


def _report(assembly: Assembly) -> ReportVersion | None:
    published = ReportVersion.objects.filter(assembly=assembly, published_at__isnull=False)
    return published.order_by("-number").first()


def _sessions(assembly: Assembly) -> Any:
    found = Session.objects.filter(assembly=assembly).exclude(state=SessionState.DRAFT)
    return found.select_related("venue").order_by("starts_at", "pk")


def _own_day(session: Session) -> date:
    return session.starts_at.astimezone(session.zone).date()


def _purpose(remit: RemitVersion | None) -> dict[str, Any]:
    words = ("question", "in_scope", "out_of_scope", "response_promise")
    return {
        **{name: getattr(remit, name) if remit else None for name in words},
        "response_months": remit.response_months if remit else None,
        "published_on": _day(remit.published_at) if remit else None,
    }


def _funding(assembly: Assembly, now: datetime) -> dict[str, Any] | None:
    told = budgets_of([assembly.pk], now).get(assembly.pk)
    if told is None:
        return None
    amount = None if told.amount is None else f"{told.amount:.2f}"
    return {"who_pays": told.who_pays, "amount": amount, "currency": told.currency if amount else None}


def _time(assembly: Assembly, sessions: list[Session]) -> dict[str, Any]:
    days = [_own_day(each) for each in sessions]
    over = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)
    return {
        "start": min(days).isoformat() if days else None,
        "end": max(days).isoformat() if days else None,
        "is_ongoing": assembly.state not in over,
        "state": assembly.state,
        "days": len(set(days)),
        "sessions": [
            {
                "number": each.number,
                "title": each.title,
                "phase": each.phase,
                "held_on": _own_day(each).isoformat(),
            }
            for each in sessions
        ],
    }


def _participants(assembly: Assembly, report: ReportVersion | None, now: datetime) -> dict[str, Any]:
    draw = (
        Draw.objects.filter(assembly=assembly, state=DrawState.PUBLISHED, is_rehearsal=False)
        .select_related("run")
        .first()
    )
    told = recruitment_of([assembly.pk], now).get(assembly.pk)
    return {
        "seats": assembly.seats,
        "members": report.content.get("panel", {}).get("members") if report else None,
        "open_to": "people_who_were_drawn",
        "selection": {
            "kind": "stratified_lottery",
            "letters": told.letters if told else None,
            "answers": told.answers if told else None,
            "pool": draw.run.pool_size if draw else None,
            "numbered_panels": draw.run.panels if draw else None,
            "drawn_on": _day(draw.resolved_at) if draw else None,
            "is_public_draw": draw is not None,
        },
    }


def _method(assembly: Assembly, sessions: list[Session]) -> dict[str, Any]:
    questions = BallotQuestion.objects.filter(
        ballot__assembly=assembly, ballot__state=BallotState.PUBLISHED
    ).select_related("rule", "ballot")
    rules = {each.rule.pk: each.rule for each in questions}
    return {
        "kinds": ["citizens_assembly"],
        "phases": sorted({str(each.phase) for each in sessions}),
        "is_face_to_face": any(each.venue_id is not None for each in sessions) if sessions else None,
        "decision_rules": [
            {
                "name": rule.name,
                "kind": rule.kind,
                "share": f"{rule.numerator}/{rule.denominator_of_share}",
                "is_more_than": rule.is_more_than,
                "of": rule.denominator,
            }
            for _key, rule in sorted(rules.items())
        ],
        "voting": sorted({str(each.ballot.method) for each in questions}),
    }


def _evidence(assembly: Assembly, now: datetime) -> dict[str, Any]:
    kinds = Counter(public_items_in([assembly.pk], now).order_by().values_list("kind", flat=True))
    return {
        "items": sum(kinds.values()),
        "by_kind": dict(sorted(kinds.items())),
        "questions_answered": public_questions(assembly).order_by().count(),
    }


def _outcomes(entries: list[Entry], report: ReportVersion | None) -> dict[str, Any]:
    return {
        "report_published_on": _day(report.published_at) if report else None,
        "edition": report.number if report else None,
        "not_adopted": len(report.content.get("not_adopted", [])) if report else None,
        "recommendations": [
            {
                "number": each.number,
                "title": each.words.title,
                "present": each.vote.present if each.vote else None,
                "in_favour": each.vote.sums["for"] if each.vote else None,
                "minority_statements": len(each.minority),
            }
            for each in entries
        ],
    }


def _responses(entries: list[Entry]) -> dict[str, Any]:
    summary = summary_of(entries)
    return {
        "asked": sum(bool(each.answers) for each in entries),
        "answered": summary.answered,
        "decisions": {row.key: row.total for row in summary.rows if row.total},
        "late": summary.late_answers,
        "promises": summary.promises,
        "promises_delivered": summary.delivered,
        "promises_confirmed": summary.confirmed,
    }


def _evaluation(assembly: Assembly, now: datetime) -> dict[str, Any]:
    told = satisfaction_of([assembly.pk], now).get(assembly.pk)
    survey = told and {
        "title": told.title,
        "asked": told.asked,
        "answers": told.answers,
        "satisfied": told.satisfied if told.most is None else None,
        "satisfied_least": told.satisfied,
        "satisfied_most": told.satisfied if told.most is None else told.most,
        "published_on": told.published_on.isoformat(),
    }
    return {"survey": survey or None}


def _learning(edition: LearningEdition | None) -> dict[str, Any] | None:
    if edition is None:
        return None
    content = edition.content
    return {
        "edition": edition.number,
        "published_on": content["published_on"],
        "language": content["language"],
        **content["summary"],
        "entries": [
            {name: each[name] for name in ("number", "stage", "kind", "text", "who_said", "said_on")}
            for each in content["entries"]
        ],
    }


def _links(
    assembly: Assembly,
    edition: LearningEdition | None,
    report: ReportVersion | None,
    entries: list[Entry],
    address: Address,
) -> list[dict[str, str]]:
    found = [{"what": "evidence", "address": address("public_evidence")}]
    if report:
        found.append({"what": "report", "address": address("public_report")})
    if entries:
        found.append({"what": "answers", "address": address("public_register")})
    if Draw.objects.filter(assembly=assembly, state=DrawState.PUBLISHED).exists():
        found.append({"what": "draws", "address": address("public_draws")})
    if edition:
        found.append({"what": "learning", "address": address("public_learning")})
    return found
