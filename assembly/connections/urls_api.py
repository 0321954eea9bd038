"""Addresses of the read API, below `/api/v1/`."""

from django.urls import URLPattern, path, re_path

from assembly.connections.api.gate import gated, gated_patterns, nothing_here
from assembly.connections.api.service import api
from assembly.connections.views.reference import ApiReferenceView, openapi

OWN = "api_"
"""How the names of its addresses begin; what the library adds by itself has others."""

_routed = [
    pattern
    for pattern in api.urls[0]
    if isinstance(pattern, URLPattern) and (pattern.name or "").startswith(OWN)
]

urlpatterns: list[URLPattern] = [
    path("", ApiReferenceView.as_view(), name="api_reference"),
    path("openapi.json", gated(openapi, is_public=True), name="api_openapi"),
    *gated_patterns(_routed),
    re_path(r"^.*$", gated(nothing_here, is_public=True), name="api_nothing"),
]
