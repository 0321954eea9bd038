"""Addresses of indicators, of the public and below `/assemblies/<slug>/evaluation/`."""

from django.urls import path

from assembly.evaluation.views import indicators

urlpatterns = [
    path(
        "assemblies/<slug:slug>/evaluation/behaviours/",
        indicators.BehavioursView.as_view(),
        name="evaluation_behaviours",
    ),
    path(
        "assemblies/<slug:slug>/evaluation/behaviours/behaviours.csv",
        indicators.BehavioursFileView.as_view(form="csv"),
        name="evaluation_behaviours_csv",
    ),
    path(
        "assemblies/<slug:slug>/evaluation/behaviours/behaviours.json",
        indicators.BehavioursFileView.as_view(form="json"),
        name="evaluation_behaviours_json",
    ),
    path(
        "assemblies/<slug:slug>/evaluation/behaviours/<slug:indicator>/remark/",
        indicators.IndicatorRemarkView.as_view(),
        name="indicator_remark",
    ),
    path(
        "about/<slug:slug>/evaluation/behaviours/",
        indicators.PublicBehavioursView.as_view(),
        name="public_behaviours",
    ),
    path(
        "about/<slug:slug>/evaluation/behaviours/behaviours.csv",
        indicators.PublicBehavioursFileView.as_view(form="csv"),
        name="public_behaviours_csv",
    ),
    path(
        "about/<slug:slug>/evaluation/behaviours/behaviours.json",
        indicators.PublicBehavioursFileView.as_view(form="json"),
        name="public_behaviours_json",
    ),
]
