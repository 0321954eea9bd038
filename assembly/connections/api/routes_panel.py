"""With a token: pool, targets, runs and seats."""

from typing import Any

from django.utils.translation import gettext_noop
from ninja import Router

from assembly.connections.api.paging import USUAL, After, Limit, Part, part_of
from assembly.connections.api.problems import NOT_FOUND, Refused
from assembly.connections.api.reading import ApiRequest, assembly_of, reads
from assembly.connections.api.routes_parameters import Number
from assembly.connections.api.schemas_panel import (
    PoolTold,
    RunTold,
    SeatCountsTold,
    SeatTold,
    Targets,
    WholeRun,
)
from sortition.enums import RunState
from sortition.fairness import category_figures
from sortition.models import SelectionRun
from sortition.selectors.pool import pool_counts_by_value
from sortition.selectors.pool_figures import pool_figures
from sortition.selectors.runs import run_result, runs_of
from sortition.selectors.seats import present_seats, seat_counts
from sortition.selectors.targets import categories_of

router = Router(tags=["panel"])


@router.get(
    "/{slug:slug}/pool",
    response=PoolTold,
    url_name="api_staff_pool",
    operation_id="staff_pool",
    summary=gettext_noop("The pool in numbers"),
    **reads("assembly.view_pool_figures"),
)
def pool(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001 (the address has it)
    """Everybody who answered, by where they stand, and those who can be drawn by their answers."""
    found = assembly_of(request)
    figures, counts = pool_figures(found), pool_counts_by_value(found)
    return {
        "total": figures.total,
        "in_pool": figures.in_pool,
        "by_standing": {str(standing): people for standing, people in figures.by_standing.items()},
        "sharing_household": figures.sharing_household,
        "values": [
            {"category": category.name, "value": value.name, "people": counts.get(value.pk, 0)}
            for category in categories_of(found)
            for value in category.values.all()
        ],
    }


@router.get(
    "/{slug:slug}/targets",
    response=Targets,
    url_name="api_staff_targets",
    operation_id="staff_targets",
    summary=gettext_noop("Targets and quotas"),
    **reads("assembly.view_targets"),
)
def targets(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001
    """Shares of the population with their sources, and least and most seats."""
    found = assembly_of(request)
    return {
        "seats": found.seats,
        "categories": [
            {
                "category": category.name,
                "source": category.source,
                "values": [
                    {
                        "value": value.name,
                        "share_percent": None if value.share is None else float(value.share),
                        "minimum": value.minimum,
                        "maximum": value.maximum,
                    }
                    for value in category.values.all()
                ],
            }
            for category in categories_of(found)
        ],
    }


def _run(run: SelectionRun) -> dict[str, Any]:
    names = ("number", "state", "objective", "seats", "pool_size", "panels", "is_test", "is_binding")
    moments = ("is_replacement", "created_at", "started_at", "finished_at")
    summary = run.summary
    chances = {name: summary.get(name) for name in ("lowest", "median", "highest", "gini")}
    has_result = all(isinstance(figure, int | float) for figure in chances.values())
    return {
        **{name: getattr(run, name) for name in (*names, *moments)},
        "chances": {**chances, "certificate": summary.get("status", "")} if has_result else None,
    }


@router.get(
    "/{slug:slug}/runs",
    response=Part[RunTold],
    url_name="api_staff_runs",
    operation_id="staff_runs",
    summary=gettext_noop("Selection runs, and how fair each lottery is"),
    **reads("assembly.view_runs"),
)
def runs(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """Test runs and replacement runs too."""
    return part_of(request, runs_of(assembly_of(request)), _run, after=after, limit=limit)


@router.get(
    "/{slug:slug}/runs/{int:number}",
    response=WholeRun,
    url_name="api_staff_run",
    operation_id="staff_run",
    summary=gettext_noop("One selection run, quota by quota"),
    **reads("assembly.view_runs"),
)
def run(request: ApiRequest, slug: str, number: Number) -> Any:  # noqa: ARG001
    """Chances and expected seats by category and value; nothing about single people."""
    found = runs_of(assembly_of(request)).filter(number=number).first()
    if found is None:
        raise Refused(NOT_FOUND)
    result = run_result(found) if found.state == RunState.COMPLETED else None
    categories = (
        category_figures(
            result.snapshot.instance,
            result.selection["probabilities"],
            result.selection["panel"],
            result.snapshot.shares,
        )
        if result
        else ()
    )
    names = ("value", "minimum", "maximum", "pool", "expected", "panel", "lowest", "mean", "highest")
    return {
        **_run(found),
        "categories": [
            {
                "category": each.category,
                "values": [
                    {**{name: getattr(value, name) for name in names}, "share_percent": value.share}
                    for value in each.values
                ],
            }
            for each in categories
        ],
    }


@router.get(
    "/{slug:slug}/seats",
    response=Part[SeatTold],
    url_name="api_staff_seats",
    operation_id="staff_seats",
    summary=gettext_noop("Seats by number and state"),
    **reads("assembly.view_panel"),
)
def seats(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """The present state of every place, without who has it."""
    return part_of(request, present_seats(assembly_of(request)), lambda each: each, after=after, limit=limit)


@router.get(
    "/{slug:slug}/seats/counts",
    response=SeatCountsTold,
    url_name="api_staff_seat_counts",
    operation_id="staff_seat_counts",
    summary=gettext_noop("How many seats are held and how many are open"),
    **reads("assembly.view_panel"),
)
def counts(request: ApiRequest, slug: str) -> Any:  # noqa: ARG001
    """Seats left vacant do not count."""
    return seat_counts(assembly_of(request))
