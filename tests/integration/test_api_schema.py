"""Schemathesis asks the API what it says of itself: no error of ours, and no answer that it did not announce."""

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assembly.connections.api.document import openapi_document
from assembly.connections.enums_tokens import TOKEN_ROLES
from assembly.enums import Role
from assembly.models import Assembly
from tests.factories_api import fill_assembly, make_access

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]
NOBODY = "no token"
WHO = (NOBODY, *TOKEN_ROLES)


@dataclass(frozen=True)
class Asked:
    """The filled assembly, and what each role sends."""

    assembly: Assembly
    headers: dict[str, dict[str, str]]


@pytest.fixture(autouse=True)
def _one_transaction():
    """Keep the connection open from request to request, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def asked(assembly, settings) -> Asked:
    """An assembly with something at every address, whose answers are not counted against a limit."""
    cache.clear()
    settings.API_REQUESTS_A_MINUTE = 10**9
    settings.ALLOWED_HOSTS = ["*"]
    fill_assembly(assembly)
    headers = {role: make_access(assembly, role).header for role in TOKEN_ROLES}
    return Asked(assembly, {NOBODY: {}, **headers})


def ask(strategy: Any, headers: dict[str, str], *, examples: int) -> int:
    """Ask what a strategy makes, the same each time, and hold each answer against the description."""
    count = itertools.count()

    @seed(20261130)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def ask_one(case: Any) -> None:
        next(count)
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    ask_one()
    return next(count)


def strategies_of(operation: Any, assembly: Assembly) -> list[Any]:
    """Return what is asked of an address: of the filled assembly, of any other, and with parameters that do not fit."""
    known = {"slug": assembly.slug, "number": 1}
    own = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    fitting = {"path_parameters": own} if own else {}
    found = [operation.as_strategy(GenerationMode.POSITIVE, **fitting)]
    if own:
        found.append(operation.as_strategy(GenerationMode.POSITIVE))
    if list(operation.query):
        found.append(operation.as_strategy(GenerationMode.NEGATIVE, **fitting))
    return found


def examine(asked: Asked, *, examples: int, is_whole: bool) -> int:
    """Ask each address as each role, and what does not fit as each too, or as organisers alone; return how often."""
    schema = schemathesis.openapi.from_dict(openapi_document())
    schema.app = get_wsgi_application()
    return sum(
        ask(strategy, headers, examples=examples)
        for found in schema.get_all_operations()
        for number, strategy in enumerate(strategies_of(found.ok(), asked.assembly))
        for role, headers in asked.headers.items()
        if is_whole or number == 0 or role == Role.ORGANISER
    )


def test_every_role_is_answered_as_the_description_says(asked):
    """One try for each address and each role, the same each time; `make slow` tries many."""
    assert examine(asked, examples=1, is_whole=False) >= 31 * len(WHO)


@pytest.mark.slow
def test_every_role_is_answered_as_the_description_says_at_length(asked):
    assert examine(asked, examples=40, is_whole=True) > 31 * len(WHO) * 10
