"""What everybody reads without a token: made of the same selectors and files as the public pages."""

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Router

from assembly.connections.api.paging import USUAL, After, Limit, Part, part_of, part_of_list
from assembly.connections.api.reading import ApiRequest, assembly_of
from assembly.connections.api.schemas_public import (
    AssemblyInList,
    Figures,
    PublicAssembly,
    PublicationCalendar,
    PublicDraw,
    PublicEvidence,
    PublicProgrammeTold,
)
from assembly.evaluation.documents.figures import public_rows, rows_json
from assembly.evaluation.selectors.figures_published import limit_of, public_figures
from assembly.exports_publication import calendar_json
from assembly.models import Assembly
from assembly.outcomes.models import ReportVersion
from assembly.outcomes.selectors.register import has_register
from assembly.selectors_public import assemblies_known_to_public, published_remits, published_statements
from assembly.selectors_publication import publication_summary
from evidence.selectors.published import Published, listed_items, published
from scheduling.programme_content import PUBLIC_PARTS
from scheduling.selectors.public_programme import public_programme
from sortition.models import Draw
from sortition.selectors.draws import public_draws

router = Router(tags=["public"])


def _whole(request: ApiRequest, name: str, *arguments: Any) -> str:
    return request.build_absolute_uri(reverse(name, args=arguments))


def _in_list(request: ApiRequest, assembly: Assembly) -> dict[str, Any]:
    names = (
        "slug",
        "name",
        "commissioning_authority",
        "state",
        "seats",
        "is_rehearsal",
        "first_session_on",
        "last_session_on",
    )
    told = {name: getattr(assembly, name) for name in names}
    return {**told, "address": _whole(request, "api_assembly", assembly.slug)}


@router.get(
    "",
    response=Part[AssemblyInList],
    url_name="api_assemblies",
    operation_id="assemblies",
    summary=gettext_noop("All assemblies that the public knows of"),
)
def assemblies(request: ApiRequest, after: After = 0, limit: Limit = USUAL) -> Any:
    """Without drafts and rehearsals, in the order in which they were made."""
    found = assemblies_known_to_public()
    return part_of(request, found, lambda each: _in_list(request, each), after=after, limit=limit, key="pk")


@router.get(
    "/{slug:slug}",
    response=PublicAssembly,
    url_name="api_assembly",
    operation_id="assembly",
    summary=gettext_noop("One assembly: its question, its statement, and where to read on"),
)
def assembly(request: ApiRequest, slug: str) -> Any:
    """The remit and the statement as they were published last."""
    found = assembly_of(request)
    remit, statement = published_remits(found).first(), published_statements(found).first()
    is_reported = ReportVersion.objects.filter(assembly=found, published_at__isnull=False).exists()
    return {
        **_in_list(request, found),
        "remit": remit
        and {
            "version": remit.number,
            "question": remit.question,
            "in_scope": remit.in_scope,
            "out_of_scope": remit.out_of_scope,
            "response_promise": remit.response_promise,
            "response_months": remit.response_months,
            "published_at": remit.published_at,
        },
        "statement": statement
        and {
            "version": statement.number,
            "language": statement.language,
            "why": statement.why,
            "who_pays": statement.who_pays,
            "budget": None if statement.budget is None else float(statement.budget),
            "currency": statement.currency,
            "oversight": statement.oversight,
            "published_at": statement.published_at,
        },
        "addresses": {
            "page": _whole(request, "public_about", slug),
            "register_page": _whole(request, "public_register", slug) if has_register(found) else None,
            "report": _whole(request, "public_report", slug) if is_reported else None,
            "feed": _whole(request, "public_feed", slug),
            "calendar_ics": _whole(request, "public_calendar_ics", slug),
        },
    }


@router.get(
    "/{slug:slug}/figures",
    response=Figures,
    url_name="api_figures",
    operation_id="figures",
    summary=gettext_noop("Targets and who was reached, as published: small groups hidden"),
)
def figures(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001 (the address has it)
    """From the population to the panel and on, as far as it was published."""
    found = assembly_of(request)
    return json.loads(rows_json(found, public_rows(public_figures(found)), limit=limit_of(found)))


@router.get(
    "/{slug:slug}/programme",
    response=PublicProgrammeTold,
    url_name="api_programme",
    operation_id="programme",
    summary=gettext_noop("The published programme, without names"),
)
def programme(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001
    """The newest version that was published, session by session."""
    told = public_programme(assembly_of(request))
    if told is None:
        return {"version": None, "published_at": None, "sessions": []}
    names = ("number", "uid", "title", "phase", "time_zone", "starts_at", "ends_at", "venue")
    parts = ("uid", "kind", "title", "description", "starts_at", "ends_at")
    return {
        "version": told.version.number,
        "published_at": told.version.published_at,
        "sessions": [
            {
                **{name: getattr(session, name) for name in names},
                "items": [
                    {
                        **{name: getattr(item, name) for name in parts},
                        "speakers": sum(part in PUBLIC_PARTS for _key, part in item.people),
                    }
                    for item in session.items
                ],
            }
            for session in told.sessions
        ],
    }


@router.get(
    "/{slug:slug}/evidence",
    response=Part[PublicEvidence],
    url_name="api_evidence",
    operation_id="evidence",
    summary=gettext_noop("Published evidence"),
)
def evidence(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:
    """Every item that was published, and those withdrawn since with the reason. Who gave it is not told here."""
    found = assembly_of(request)

    def told(item: Published) -> dict[str, Any]:
        names = ("number", "title", "language", "kind", "position", "summary", "source", "published_at")
        return {
            **{name: getattr(item, name) for name in (*names, "corrected_at", "note", "withdrawn_reason")},
            "is_from_witness": item.is_witness_s,
            "topics": [topic.title for topic in item.topics],
            "sessions": sorted(session.number for session in item.sessions),
            "address": _whole(request, "public_item", slug, item.number),
        }

    items = published(listed_items(found, request.reading.now).filter(number__gt=after))
    return part_of_list(request, items, told, after=after, limit=limit, number=lambda each: each.number)


@router.get(
    "/{slug:slug}/draws",
    response=Part[PublicDraw],
    url_name="api_draws",
    operation_id="draws",
    summary=gettext_noop("Draws, and where the files are by which anybody checks them"),
)
def draws(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:
    """Every draw that was ever committed to, void ones too."""

    def told(draw: Draw) -> dict[str, Any]:
        names = ("number", "state", "source_kind", "held_at", "committed_at", "frozen_hash")
        return {
            **{name: getattr(draw, name) for name in (*names, "panel_number", "published_at", "voided_at")},
            "address": _whole(request, "public_draw", slug, draw.number),
            "bundle": _whole(request, "public_draw_file", slug, draw.number),
            "verifier": _whole(request, "verify_program"),
        }

    return part_of(request, public_draws(assembly_of(request)), told, after=after, limit=limit)


@router.get(
    "/{slug:slug}/calendar",
    response=PublicationCalendar,
    url_name="api_calendar",
    operation_id="calendar",
    summary=gettext_noop("What was promised to be published, by when, and what is out"),
)
def calendar(request: ApiRequest, slug: str) -> Any:
    """All promises, those that are overdue first."""
    found = assembly_of(request)
    summary = publication_summary(found, request.reading.today)
    home = _whole(request, "public_calendar", slug)
    return json.loads(calendar_json(found, summary, home=home, whole=request.build_absolute_uri))
