"""The gate before every address of the API: methods, limits, who reads, what caches and other sites may do.

Nobody is signed in here (`assembly/nobody.py` takes cookies off), so that no page of another site can read in
somebody's name. What is public may be read by pages of all sites; what takes a token may not.
"""

import hashlib
import math
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from assembly.connections.api.problems import NOT_FOUND, NOT_UNDERSTOOD, READ_ONLY, TOO_MANY, problem
from assembly.connections.api.reading import Reading, token_sent
from assembly.connections.services.tokens import note_use
from assembly.limits import connection_of, is_over_limit
from assembly.models import Assembly
from assembly.page_cache import Asked, keep_page, kept_page, page_key
from assembly.public_site import is_known_to_public

METHODS = "GET, HEAD, OPTIONS"
PUBLIC = "assemblies"
"""How addresses begin that take no token."""
PARAMETERS = ("after", "limit")
NO_SUCH_PARAMETER = "There is no parameter of this name."
A_MINUTE = 60
_SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "3600",
}
View = Callable[..., HttpResponseBase]


def gated_patterns(patterns: list[URLPattern]) -> Iterator[URLPattern]:
    """Put the gate before the addresses of the routers."""
    for pattern in patterns:
        route = str(pattern.pattern)
        yield path(route, gated(pattern.callback, is_public=route.startswith(PUBLIC)), name=pattern.name)


def gated(view: View, *, is_public: bool) -> View:
    """Put the gate before one view."""

    @csrf_exempt  # nothing is written, and no cookie lets anybody in
    def behind_the_gate(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        answer = _answer(request, view, kwargs, is_public=is_public)
        answer.headers.setdefault("Cache-Control", "no-cache" if is_public else "no-store")
        if is_public:
            for name, value in _SHARED.items():
                answer[name] = value
        if answer.status_code == 200 and not answer.streaming:
            if not answer.has_header("ETag"):
                answer["ETag"] = _etag_of(answer)
            answer = get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
        return _without_body(answer) if request.META["REQUEST_METHOD"] == "HEAD" else answer

    return behind_the_gate


def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG001 (an address may have arguments)
    """Answer what no router knows."""
    return problem(request, NOT_FOUND)


def _answer(request: HttpRequest, view: View, kwargs: dict[str, Any], *, is_public: bool) -> HttpResponseBase:
    if request.method == "OPTIONS":
        headers = {"Allow": METHODS, **(_PREFLIGHT if is_public else {})}
        return HttpResponse(status=204, headers=headers)
    if request.method not in ("GET", "HEAD"):
        return problem(request, READ_ONLY, headers={"Allow": METHODS})
    reading = Reading(timezone.now())
    reading.token = None if is_public else token_sent(request, reading.today)
    # A token that works is counted for itself; all else for the connection, guesses at tokens among it.
    who = f"token:{reading.token.pk}" if reading.token else f"from:{connection_of(request)}"
    if refused := _refused_by_limit(request, who):
        return refused
    if reading.token:
        note_use(token=reading.token, today=reading.today)
    # Passed over in silence, `afer=100` would have a program read the first part of a list for ever.
    if unknown := [name for name in request.GET if name not in PARAMETERS]:
        errors = [{"parameter": name, "words": NO_SUCH_PARAMETER} for name in unknown]
        return problem(request, NOT_UNDERSTOOD, errors=errors)
    request.reading = reading  # type: ignore[attr-defined]
    request.method = "GET"
    if is_public and "slug" in kwargs:
        return _public_answer(request, view, kwargs, reading)
    return view(request, **kwargs)


def _public_answer(
    request: HttpRequest, view: View, kwargs: dict[str, Any], reading: Reading
) -> HttpResponseBase:
    """Answer from what was kept since the record's last entry, as public pages do."""
    try:
        assembly = get_object_or_404(Assembly, slug=kwargs["slug"])
    except Http404:
        return problem(request, NOT_FOUND)
    if not is_known_to_public(assembly):
        return problem(request, NOT_FOUND)
    reading.assembly = assembly
    origin = request.build_absolute_uri("/")
    key = page_key(assembly, Asked(origin, request.path, request.GET.urlencode(), "api"), reading.today)
    kept = kept_page(key, is_packed=False)
    if kept is not None:
        return kept
    answer = view(request, **kwargs)
    if answer.status_code == 200 and isinstance(answer, HttpResponse):
        answer["ETag"] = _etag_of(answer)
        return keep_page(key, answer, is_packed=False)
    return answer


def _refused_by_limit(request: HttpRequest, who: str) -> HttpResponse | None:
    if not is_over_limit("api", who, most=settings.API_REQUESTS_A_MINUTE, seconds=A_MINUTE):
        return None
    wait = max(1, math.ceil(A_MINUTE - time.time() % A_MINUTE))
    return problem(request, TOO_MANY, headers={"Retry-After": str(wait)})


def _etag_of(answer: Any) -> str:
    return quote_etag(hashlib.sha256(answer.content).hexdigest())


def _without_body(answer: Any) -> HttpResponseBase:
    if not answer.streaming:
        length = len(answer.content)
        answer.content = b""
        answer["Content-Length"] = str(length)
    return answer
