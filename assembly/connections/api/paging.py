"""Lists in parts: `after` is the number of the last one that was read, so that nothing is missed or told twice."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

T = TypeVar("T")
LARGEST_NUMBER = 2_147_483_647
USUAL, MOST = 50, 100

After = Annotated[
    int,
    Query(
        ge=0,
        le=LARGEST_NUMBER,
        description="Begin after this number; the address in “next” has it.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]


class Part(Schema, Generic[T]):
    """One part of a list."""

    items: list[T]
    next: str | None = Field(description="Address of the next part; null where this is the last.")


def part_of(
    request: HttpRequest,
    found: QuerySet[Any],
    told: Callable[[Any], Any],
    *,
    after: int,
    limit: int,
    key: str = "number",
) -> dict[str, Any]:
    """Return one part of rows, in the order of `key`, a unique whole number of theirs."""
    rows = list(found.filter(**{f"{key}__gt": after}).order_by(key)[: limit + 1])
    return _part(request, rows, told, limit, lambda row: getattr(row, key))


def part_of_list(
    request: HttpRequest,
    found: Iterable[Any],
    told: Callable[[Any], Any],
    *,
    after: int,
    limit: int,
    number: Callable[[Any], int],
) -> dict[str, Any]:
    """Return one part of things that are read already."""
    rows = sorted((each for each in found if number(each) > after), key=number)
    return _part(request, rows[: limit + 1], told, limit, number)


def _part(
    request: HttpRequest,
    rows: list[Any],
    told: Callable[[Any], Any],
    limit: int,
    number: Callable[[Any], int],
) -> dict[str, Any]:
    shown, following = rows[:limit], None
    if len(rows) > limit:
        query = urlencode({"after": number(shown[-1]), "limit": limit})
        following = request.build_absolute_uri(f"{request.path}?{query}")
    return {"items": [told(each) for each in shown], "next": following}
