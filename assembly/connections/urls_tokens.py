"""Addresses: Access tokens and the read API."""

from django.urls import URLPattern, URLResolver, include, path

from assembly.connections.views import tokens

_TOKENS = "assemblies/<slug:slug>/connections/tokens/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_TOKENS, tokens.TokensView.as_view(), name="connections_tokens"),
    path(f"{_TOKENS}new/", tokens.NewTokenView.as_view(), name="connections_token_new"),
    path(f"{_TOKENS}<int:number>/", tokens.TokenView.as_view(), name="connections_token"),
    path("api/v1/", include("assembly.connections.urls_api")),
]
