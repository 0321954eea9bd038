"""The public register: recommendations with votes, answers and promises."""

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Router

from assembly.connections.api.paging import USUAL, After, Limit, Part, part_of_list
from assembly.connections.api.problems import NOT_FOUND, Refused
from assembly.connections.api.reading import ApiRequest, assembly_of
from assembly.connections.api.routes_parameters import Number
from assembly.connections.api.schemas_register import RegisterEntry, RegisterSummary
from assembly.outcomes.exports_register import register_json
from assembly.outcomes.selectors.register import entries_of, handed_over_at, outline_of
from assembly.outcomes.selectors.register_entries import Entry
from assembly.outcomes.selectors.register_summary import summary_of

router = Router(tags=["public"])


def _file(request: ApiRequest, entries: list[Entry]) -> dict[str, Any]:
    found = assembly_of(request)
    home = request.build_absolute_uri(reverse("public_register", args=[found.slug]))
    content = register_json(found, entries, handed_over=handed_over_at(found), home=home)
    told: dict[str, Any] = json.loads(content)
    return told


@router.get(
    "/{slug:slug}/register",
    response=Part[RegisterEntry],
    url_name="api_register",
    operation_id="register",
    summary=gettext_noop("The register: recommendations, votes, answers and promises"),
)
def register(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """In the order of the report. Whoever signed or cleared something is not named here."""
    found, now = assembly_of(request), request.reading.now
    outline = sorted(entry.number for entry in outline_of(found, now) if entry.number > after)
    entries = entries_of(found, now, outline[: limit + 1]) if outline else []
    return part_of_list(
        request,
        _file(request, entries)["recommendations"],
        lambda each: each,
        after=after,
        limit=limit,
        number=lambda each: int(each["number"]),
    )


@router.get(
    "/{slug:slug}/register/summary",
    response=RegisterSummary,
    url_name="api_register_summary",
    operation_id="register_summary",
    summary=gettext_noop("How all recommendations and promises stand"),
)
def register_summary(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001
    """Counts of the whole register."""
    found = assembly_of(request)
    counted = summary_of(outline_of(found, request.reading.now))
    names = ("answered", "late", "promises", "delivered", "confirmed", "late_promises", "late_answers")
    return {
        **{name: getattr(counted, name) for name in names},
        "handed_over_at": handed_over_at(found),
        "recommendations": counted.total,
        "decisions": {row.key: row.total for row in counted.rows},
    }


@router.get(
    "/{slug:slug}/register/{int:number}",
    response=RegisterEntry,
    url_name="api_register_entry",
    operation_id="register_entry",
    summary=gettext_noop("One recommendation of the register"),
)
def register_entry(request: ApiRequest, slug: str, number: Number) -> Any:  # noqa: ARG001
    """By its number in the report, which stays."""
    entries = entries_of(assembly_of(request), request.reading.now, [number])
    if not entries:
        raise Refused(NOT_FOUND)
    return _file(request, entries)["recommendations"][0]
