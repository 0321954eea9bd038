"""Outcomes' addresses: those of the public, and those below an assembly."""

from django.urls import include, path

urlpatterns = [
    path("", include("assembly.outcomes.urls_register")),
    path("", include("assembly.outcomes.urls_public_reports")),
    path("", include("assembly.outcomes.urls_voting")),
    path("assemblies/<slug:slug>/recommendations/", include("assembly.outcomes.urls_recommendations")),
    path("assemblies/<slug:slug>/my/recommendations/", include("assembly.outcomes.urls_own_recommendations")),
    path("assemblies/<slug:slug>/recommendations/", include("assembly.outcomes.urls_votes")),
    path("assemblies/<slug:slug>/recommendations/", include("assembly.outcomes.urls_reports")),
    path("assemblies/<slug:slug>/responses/", include("assembly.outcomes.urls_responses")),
    path("assemblies/<slug:slug>/responses/", include("assembly.outcomes.urls_commitments")),
    path("assemblies/<slug:slug>/answers/commitments/", include("assembly.outcomes.urls_own_commitments")),
    path("assemblies/<slug:slug>/my/answers/", include("assembly.outcomes.urls_own_responses")),
    path("assemblies/<slug:slug>/answers/", include("assembly.outcomes.urls_answers")),
    path("assemblies/<slug:slug>/answers/sheet/", include("assembly.outcomes.urls_answer_sheets")),
    path("assemblies/<slug:slug>/answers/stand-in/", include("assembly.outcomes.urls_stand_ins")),
]
