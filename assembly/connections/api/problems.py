"""What goes wrong, as RFC 9457 says it: `application/problem+json`, in plain words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem; `key` is its anchor on the page of the API. Its words are English, as all of the API's."""

    key: str
    status: int
    title: str
    detail: str


NO_TOKEN = Kind(
    "no-token",
    401,
    gettext_noop("No token that works"),
    gettext_noop(
        "Send an access token as “Authorization: Bearer …”. A token that is over or mistyped lets nobody in."
    ),
)
NOT_ALLOWED = Kind(
    "not-allowed",
    403,
    gettext_noop("Not for this role"),
    gettext_noop("The role that this token reads as may not read this."),
)
NOT_FOUND = Kind(
    "not-found",
    404,
    gettext_noop("Nothing here"),
    gettext_noop("There is nothing at this address that you may know of."),
)
READ_ONLY = Kind(
    "read-only",
    405,
    gettext_noop("Read only"),
    gettext_noop("The API only reads: use GET, HEAD or OPTIONS."),
)
NOT_UNDERSTOOD = Kind(
    "not-understood",
    422,
    gettext_noop("A parameter was not understood"),
    gettext_noop("Look at “errors”: it says which parameter, and what is wrong with it."),
)
TOO_MANY = Kind(
    "too-many",
    429,
    gettext_noop("Too many requests"),
    gettext_noop("Wait for as many seconds as “Retry-After” says, then go on."),
)
KINDS = (NO_TOKEN, NOT_ALLOWED, NOT_FOUND, READ_ONLY, NOT_UNDERSTOOD, TOO_MANY)


class ParameterProblem(Schema):
    """What is wrong with one parameter."""

    parameter: str = Field(description="Its name.")
    words: str = Field(description="What is wrong.")


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description="Address that explains this kind of problem.")
    title: str
    status: int
    detail: str
    errors: list[ParameterProblem] | None = Field(None, description="Only with status 422.")


class Refused(Exception):  # noqa: N818 (errors are named for what happened)
    """Whoever reads may not have what they ask for."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.key)
        self.kind = kind


def problem(
    request: HttpRequest,
    kind: Kind,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the answer that tells a problem."""
    page = request.build_absolute_uri(reverse("api_reference"))
    told: dict[str, Any] = {
        "type": f"{page}#{kind.key}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail,
    }
    if errors:
        told["errors"] = list(errors)
    own = {"WWW-Authenticate": 'Bearer realm="assembly"'} if kind is NO_TOKEN else {}
    return HttpResponse(
        json.dumps(told, ensure_ascii=False),
        content_type=CONTENT_TYPE,
        status=kind.status,
        headers={**own, **(headers or {})},
    )
