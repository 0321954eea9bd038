"""The addresses of the final report."""

from django.urls import URLPattern, path

from assembly.outcomes.views import reports

urlpatterns: list[URLPattern] = [
    path("report/", reports.ReportView.as_view(), name="report"),
    path("report/words/", reports.ReportWordsView.as_view(), name="report_words"),
    path("report/preview/", reports.ReportPreviewView.as_view(), name="report_preview"),
    path("report/publish/", reports.ReportPublishView.as_view(), name="report_publish"),
]
