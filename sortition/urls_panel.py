"""Addresses of the stage Panel."""

from django.urls import path

from sortition.views import panel, panel_files

urlpatterns = [
    path("", panel.PanelView.as_view(), name="panel"),
    path("contacts/", panel.PanelContactsView.as_view(), name="panel_contacts"),
    path("export/", panel_files.PanelExportView.as_view(), name="panel_export"),
    path("targets-against-reached/", panel.TargetsReachedView.as_view(), name="panel_reached"),
    path(
        "targets-against-reached.pdf", panel_files.TargetsReachedPdfView.as_view(), name="panel_reached_pdf"
    ),
]
