"""With a token: the assembly as a whole."""

from typing import Any, cast

from django.db.models import Count
from django.utils.translation import gettext_noop
from ninja import Router

from assembly.connections.api.paging import USUAL, After, Limit, Part, part_of
from assembly.connections.api.reading import ApiRequest, TokenReader, assembly_of, reads
from assembly.connections.api.routes_public import calendar
from assembly.connections.api.schemas_office import (
    Outbox,
    Overview,
    RecordEntry,
    RemitTold,
    SurveyTold,
)
from assembly.connections.api.schemas_public import PublicationCalendar
from assembly.evaluation.models import SurveyWave
from assembly.evaluation.selectors.surveys import response_told, waves_of
from assembly.models import AuditEvent, OutboxMessage, User
from assembly.selectors import remit_versions
from assembly.stages import stages_for

router = Router(tags=["whole"])


@router.get(
    "/{slug:slug}",
    response=Overview,
    url_name="api_staff_overview",
    operation_id="staff_overview",
    summary=gettext_noop("The assembly’s state, and how its stages stand"),
    **reads("assembly.view_workspace"),
)
def overview(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001 (the address has it)
    """The stages that the role sees in the workspace."""
    found, token = assembly_of(request), request.reading.token
    reader = TokenReader(token.role if token else "")
    names = ("slug", "name", "commissioning_authority", "state", "seats", "is_rehearsal")
    stages = []
    for stage in stages_for(cast("User", reader), found):
        status = stage.status(found).for_reader(lambda name: reader.has_perm(name, found))
        stages.append(
            {
                "key": stage.key,
                "name": str(stage.name),
                "state": status.state,
                "waiting": status.attention,
            }
        )
    return {
        **{name: getattr(found, name) for name in (*names, "first_session_on", "last_session_on")},
        "role": token.role if token else "",
        "stages": stages,
    }


@router.get(
    "/{slug:slug}/remit",
    response=Part[RemitTold],
    url_name="api_staff_remit",
    operation_id="staff_remit",
    summary=gettext_noop("All versions of the remit"),
    **reads("assembly.view_remit"),
)
def remit(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """Published ones and the draft, if there is one."""
    return part_of(request, remit_versions(assembly_of(request)), lambda each: each, after=after, limit=limit)


@router.get(
    "/{slug:slug}/surveys",
    response=Part[SurveyTold],
    url_name="api_staff_surveys",
    operation_id="staff_surveys",
    summary=gettext_noop("Survey waves, and how many answered"),
    **reads("assembly.view_evaluation"),
)
def surveys(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """Of a wave that was closed as it was then."""

    def told(wave: SurveyWave) -> dict[str, Any]:
        if wave.is_counted:
            response = response_told(wave.tally)
            asked, answered = response.asked, response.answered
        else:
            asked, answered = wave.asked_count, wave.answered_count  # type: ignore[attr-defined]
        names = ("number", "title", "moment", "state", "opens_at", "closes_at", "published_at")
        return {
            **{name: getattr(wave, name) for name in names},
            "asked": asked,
            "answered": answered,
            "response_rate": round(answered / asked, 4) if asked else None,
        }

    return part_of(request, waves_of(assembly_of(request)), told, after=after, limit=limit)


@router.get(
    "/{slug:slug}/publication",
    response=PublicationCalendar,
    url_name="api_staff_publication",
    operation_id="staff_publication",
    summary=gettext_noop("What was promised to the public, also while the assembly is a draft"),
    **reads("assembly.view_publication"),
)
def publication(request: ApiRequest, slug: str) -> Any:
    """The same as the public calendar."""
    return calendar(request, slug)


@router.get(
    "/{slug:slug}/record",
    response=Part[RecordEntry],
    url_name="api_staff_record",
    operation_id="staff_record",
    summary=gettext_noop("The record: what happened to what, when"),
    **reads("assembly.view_record"),
)
def record(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """By number, so that a program that asks again reads on where it stopped."""
    found = AuditEvent.objects.filter(assembly=assembly_of(request))
    return part_of(request, found, lambda each: each, after=after, limit=limit)


@router.get(
    "/{slug:slug}/outbox",
    response=Outbox,
    url_name="api_staff_outbox",
    operation_id="staff_outbox",
    summary=gettext_noop("How many messages wait, were sent or failed"),
    **reads("assembly.run_messages"),
)
def outbox(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001
    """Counts by way and state; never to whom."""
    rows = OutboxMessage.objects.filter(mailing__assembly=assembly_of(request)).order_by()
    counts = list(rows.values("channel", "state").annotate(messages=Count("pk")).order_by("channel", "state"))
    return {"total": sum(row["messages"] for row in counts), "counts": counts}
