"""Addresses of learning, of the public and below `/assemblies/<slug>/evaluation/`."""

from django.urls import URLPattern, path

from assembly.evaluation.views import (
    case_entry,
    comparison,
    learning,
    learning_publish,
    public_learning,
)

_TEAM = "assemblies/<slug:slug>/evaluation/learning/"
_PUBLIC = "about/<slug:slug>/learning/"

urlpatterns: list[URLPattern] = [
    path(_TEAM, learning.LearningView.as_view(), name="evaluation_learning"),
    path(f"{_TEAM}new/", learning.LearningNewView.as_view(), name="learning_new"),
    path(f"{_TEAM}<int:number>/", learning.LearningEntryView.as_view(), name="learning_entry"),
    path(f"{_TEAM}<int:number>/change/", learning.LearningChangeView.as_view(), name="learning_change"),
    path(f"{_TEAM}summary/", learning.LearningSummaryView.as_view(), name="learning_summary"),
    path(f"{_TEAM}publish/", learning_publish.LearningPublishView.as_view(), name="learning_publish"),
    path(f"{_TEAM}paper/", learning.LearningPaperView.as_view(), name="learning_paper"),
    path(f"{_TEAM}case/", case_entry.LearningCaseView.as_view(), name="learning_case"),
    path(f"{_TEAM}case/<str:form>", case_entry.LearningCaseFileView.as_view(), name="learning_case_file"),
    path(_PUBLIC, public_learning.PublicLearningView.as_view(), name="public_learning"),
    path(
        f"{_PUBLIC}editions/<int:number>/",
        public_learning.PublicLearningView.as_view(),
        name="public_learning_edition",
    ),
    path(
        f"{_PUBLIC}editions/<int:number>/<str:form>",
        public_learning.PublicLearningFileView.as_view(),
        name="public_learning_file",
    ),
    path("about/<slug:slug>/case.json", case_entry.PublicCaseView.as_view(), name="public_case"),
    path("about/<slug:slug>/case.csv", case_entry.PublicCaseCsvView.as_view(), name="public_case_csv"),
    path("comparison/", comparison.ComparisonView.as_view(), name="comparison"),
    path("comparison/comparison.csv", comparison.ComparisonCsvView.as_view(), name="comparison_csv"),
    path("comparison/comparison.json", comparison.ComparisonJsonView.as_view(), name="comparison_json"),
    path("compare/", comparison.PublicComparisonView.as_view(), name="public_comparison"),
    path(
        "compare/comparison.csv", comparison.PublicComparisonCsvView.as_view(), name="public_comparison_csv"
    ),
    path(
        "compare/comparison.json",
        comparison.PublicComparisonJsonView.as_view(),
        name="public_comparison_json",
    ),
]
