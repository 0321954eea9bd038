"""The addresses of connections: each part lists whole paths."""

from django.urls import include, path

urlpatterns = [
    path("", include("assembly.connections.urls_tokens")),
    path("", include("assembly.connections.urls_webhooks")),
]
