"""The addresses on which officials report on what their bodies promised."""

from django.urls import path

from assembly.outcomes.views import own_commitments

urlpatterns = [
    path("", own_commitments.OwnCommitmentsView.as_view(), name="own_commitments"),
    path("sheet/<int:pk>/", own_commitments.OwnReportSheetView.as_view(), name="own_commitments_sheet"),
    path("<int:number>/", own_commitments.OwnCommitmentView.as_view(), name="own_commitment"),
    path(
        "<int:number>/evidence/<int:proof>/",
        own_commitments.OwnProofFileView.as_view(),
        name="own_commitment_file",
    ),
]
