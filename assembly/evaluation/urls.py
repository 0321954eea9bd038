"""Evaluation's addresses: each part lists whole paths, of the public and below an assembly."""

from django.urls import include, path

from assembly.evaluation.views.home import EvaluationHomeView

urlpatterns = [
    path("assemblies/<slug:slug>/evaluation/", EvaluationHomeView.as_view(), name="evaluation"),
    path("", include("assembly.evaluation.urls_surveys")),
    path("", include("assembly.evaluation.urls_figures")),
    path("", include("assembly.evaluation.urls_indicators")),
    path("", include("assembly.evaluation.urls_learning")),
    path("", include("assembly.evaluation.urls_closing")),
]
