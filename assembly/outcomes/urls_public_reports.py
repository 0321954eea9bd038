"""The addresses of the published report, for everybody."""

from django.urls import path

from assembly.outcomes.views import public_report

urlpatterns = [
    path("report/<slug:slug>/", public_report.PublicReportView.as_view(), name="public_report"),
    path(
        "report/<slug:slug>/editions/<int:number>/",
        public_report.PublicReportView.as_view(),
        name="public_report_edition",
    ),
    path(
        "report/<slug:slug>/editions/<int:number>/<str:form>",
        public_report.PublicReportFileView.as_view(),
        name="public_report_file",
    ),
]
