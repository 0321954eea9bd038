"""Addresses of the stage Panel."""

from django.urls import path

from sortition.views import (
    panel,
    panel_alternates,
    panel_dropouts,
    panel_files,
    panel_replacements,
    panel_reset,
    panel_seat,
)

urlpatterns = [
    path("", panel.PanelView.as_view(), name="panel"),
    path("contacts/", panel.PanelContactsView.as_view(), name="panel_contacts"),
    path("export/", panel_files.PanelExportView.as_view(), name="panel_export"),
    path("targets-against-reached/", panel.TargetsReachedView.as_view(), name="panel_reached"),
    path(
        "targets-against-reached.pdf", panel_files.TargetsReachedPdfView.as_view(), name="panel_reached_pdf"
    ),
    path("seats/<int:number>/", panel_seat.SeatView.as_view(), name="seat"),
    path("seats/<int:number>/move/", panel_seat.SeatMoveView.as_view(), name="seat_move"),
    path("seats/<int:number>/alternate/", panel_seat.SeatAlternateView.as_view(), name="seat_alternate"),
    path("what-if/", panel_dropouts.DropoutsView.as_view(), name="panel_what_if"),
    path("replacements/new/", panel_replacements.ReplacementNewView.as_view(), name="replacement_new"),
    path("replacements/<int:number>/", panel_replacements.ReplacementView.as_view(), name="replacement"),
    path(
        "replacements/<int:number>/ask/",
        panel_replacements.ReplacementAdoptView.as_view(),
        name="replacement_adopt",
    ),
    path(
        "replacements/<int:number>/again/",
        panel_replacements.ReplacementAgainView.as_view(),
        name="replacement_again",
    ),
    path(
        "replacements/<int:number>/relax/",
        panel_replacements.ReplacementRelaxView.as_view(),
        name="replacement_relax",
    ),
    path("offers/<int:number>/take-back/", panel_reset.ResetView.as_view(), name="offers_reset"),
    path("alternates/", panel_alternates.AlternatesView.as_view(), name="alternates"),
    path("alternates/rates/", panel_alternates.RatesView.as_view(), name="alternates_rates"),
    path("alternates/<int:number>/", panel_alternates.AlternateSetView.as_view(), name="alternate_set"),
]
