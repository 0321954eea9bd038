"""The API put together: routers, and how it says what went wrong."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from assembly.connections.api import (
    routes_office,
    routes_outcomes,
    routes_panel,
    routes_public,
    routes_register,
    routes_work,
)
from assembly.connections.api.problems import NOT_FOUND, NOT_UNDERSTOOD, Refused, problem

VERSION = "1.0.0"

api = NinjaAPI(
    title="Assembly",
    version=VERSION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
api.add_router("assemblies", routes_public.router)
api.add_router("assemblies", routes_register.router)
for _routes in (routes_office, routes_panel, routes_work, routes_outcomes):
    api.add_router("staff", _routes.router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return problem(request, refused.kind)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, missing: Http404) -> HttpResponse:  # noqa: ARG001 (its words may tell too much)
    return problem(request, NOT_FOUND)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, refused: ValidationError) -> HttpResponse:
    errors: list[dict[str, Any]] = [
        {"parameter": str(each["loc"][-1]), "words": str(each["msg"])} for each in refused.errors
    ]
    return problem(request, NOT_UNDERSTOOD, errors=errors)
