"""Addresses of draws below the stage Lottery."""

from django.urls import path

from sortition.views import draws, draws_files, draws_steps

urlpatterns = [
    path("", draws.DrawsView.as_view(), name="draws"),
    path("of-run/<int:number>/", draws.DrawNewView.as_view(), name="draw_new"),
    path("<int:number>/", draws.DrawView.as_view(), name="draw"),
    path("<int:number>/terms/", draws.DrawEditView.as_view(), name="draw_edit"),
    path("<int:number>/approve/", draws_steps.DrawApproveView.as_view(), name="draw_approve"),
    path("<int:number>/commit/", draws_steps.DrawCommitView.as_view(), name="draw_commit"),
    path("<int:number>/number/", draws_steps.DrawRandomnessView.as_view(), name="draw_randomness"),
    path("<int:number>/resolve/", draws_steps.DrawResolveView.as_view(), name="draw_resolve"),
    path("<int:number>/publish/", draws_steps.DrawPublishView.as_view(), name="draw_publish"),
    path("<int:number>/void/", draws_steps.DrawVoidView.as_view(), name="draw_void"),
    path("<int:number>/hall/", draws_files.DrawNightView.as_view(), name="draw_night"),
    path("<int:number>/panels.pdf", draws_files.PanelsPdfView.as_view(), name="draw_panels_pdf"),
    path("<int:number>/witnesses.pdf", draws_files.WitnessesPdfView.as_view(), name="draw_witnesses_pdf"),
    path(
        "<int:number>/certificate.pdf", draws_files.CertificatePdfView.as_view(), name="draw_certificate_pdf"
    ),
    path("<int:number>/auditor.json", draws_files.AuditorFileView.as_view(), name="draw_auditor_file"),
    path("<int:number>/letters.pdf", draws_files.OwnLettersView.as_view(), name="draw_own_letters"),
]
