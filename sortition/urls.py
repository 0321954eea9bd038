"""Sortition's addresses, all below an assembly's."""

from django.urls import include, path

urlpatterns = [
    path("assemblies/<slug:slug>/pool/", include("sortition.urls_pool")),
    path("assemblies/<slug:slug>/targets/", include("sortition.urls_targets")),
    path("assemblies/<slug:slug>/lottery/", include("sortition.urls_lottery")),
    path("assemblies/<slug:slug>/panel/", include("sortition.urls_panel")),
]
