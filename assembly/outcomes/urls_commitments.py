"""The addresses of commitments, ratings and concerns, for the team."""

from django.urls import path

from assembly.outcomes.views import commitment, commitments, voices

urlpatterns = [
    path("commitments/", commitments.CommitmentListView.as_view(), name="commitments"),
    path("commitments/export/", commitments.CommitmentsExportView.as_view(), name="commitments_export"),
    path("commitments/sheet/<int:pk>/", commitment.ReportSheetView.as_view(), name="commitments_sheet"),
    path("commitments/<int:number>/", commitment.CommitmentView.as_view(), name="commitment"),
    path(
        "commitments/<int:number>/evidence/<int:proof>/",
        commitment.ProofFileView.as_view(),
        name="commitment_file",
    ),
    path("members/", voices.VoicesView.as_view(), name="voices"),
    path("members/sheet/", voices.RatingSheetView.as_view(), name="ratings_sheet"),
    path("members/ratings/", voices.EnterRatingsView.as_view(), name="ratings_enter"),
    path("members/concerns/new/", voices.EnterConcernView.as_view(), name="concern_enter"),
    path("members/concerns/<int:pk>/", voices.ConcernView.as_view(), name="concern"),
]
