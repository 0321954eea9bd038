"""Evaluation's addresses: each part lists whole paths, of the public and below an assembly."""

from django.urls import include, path

urlpatterns = [
    path("", include("assembly.evaluation.urls_surveys")),
    path("", include("assembly.evaluation.urls_figures")),
    path("", include("assembly.evaluation.urls_indicators")),
    path("", include("assembly.evaluation.urls_learning")),
    path("", include("assembly.evaluation.urls_closing")),
]
