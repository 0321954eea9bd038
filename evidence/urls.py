"""Evidence's addresses: those of the public, and those below an assembly."""

from django.urls import include, path

urlpatterns = [
    path("", include("evidence.urls_public")),
    path("assemblies/<slug:slug>/evidence/", include("evidence.urls_items")),
    path("assemblies/<slug:slug>/evidence/", include("evidence.urls_witnesses")),
    path("assemblies/<slug:slug>/evidence/", include("evidence.urls_packs")),
    path("assemblies/<slug:slug>/evidence/", include("evidence.urls_questions")),
    path("assemblies/<slug:slug>/evidence/", include("evidence.urls_calls")),
]
