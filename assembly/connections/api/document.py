"""The API's own description: OpenAPI 3.1, made of the routers, with what the gate adds to each of them."""

from copy import deepcopy
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from assembly.connections.api.problems import (
    CONTENT_TYPE,
    KINDS,
    NO_TOKEN,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    TOO_MANY,
    Kind,
    Problem,
)
from assembly.connections.api.service import api

PREFIX = "/api/v1/"
DESCRIPTION = (
    "Reads the public register and, with an access token, an assembly’s states and figures. It changes nothing and "
    "names nobody. Lists come in parts: “next” is the address of the following one. Problems are told as RFC 9457."
)
TAGS = {
    "public": "What everybody reads, without a token",
    "whole": "The assembly as a whole",
    "panel": "Pool, targets, runs and seats",
    "work": "Sessions, evidence and questions",
    "outcomes": "Recommendations, votes, answers and promises",
}


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    document: dict[str, Any] = deepcopy(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    document["info"]["description"] = DESCRIPTION
    document["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    schemas = document["components"]["schemas"]
    own = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(own.pop("$defs", {}))
    schemas["Problem"] = own
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _complete(path, operation)
    return document


def openapi_document() -> dict[str, Any]:
    """Return the description; the caller may change what it gets."""
    return deepcopy(_document())


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Add which problems an operation has, and what its answers say in their headers."""
    is_staff = "security" in operation
    kinds = [TOO_MANY, NOT_UNDERSTOOD]
    if "{slug}" in path:
        kinds.append(NOT_FOUND)
    if is_staff:
        kinds += [NO_TOKEN, NOT_ALLOWED]
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "slug":
            parameter["schema"]["pattern"] = "^[-a-zA-Z0-9_]+$"
            parameter["description"] = "The assembly’s name in addresses."
    responses = {str(status): told for status, told in operation["responses"].items()}
    responses["200"]["headers"] = {
        "ETag": {
            "description": "Send it as If-None-Match: 304 says that nothing has changed.",
            "schema": {"type": "string"},
        }
    }
    responses["304"] = {"description": "Nothing has changed since the ETag that was sent."}
    for kind in sorted(kinds, key=lambda each: each.status):
        responses[str(kind.status)] = _told(kind)
    operation["responses"] = responses


def _told(kind: Kind) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": kind.title,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if kind is TOO_MANY:
        told["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
        }
    return told


PROBLEMS = KINDS
