"""The addresses of members' own pages on recommendations."""

from django.urls import path

from assembly.outcomes.views import own_recommendations

urlpatterns = [
    path("", own_recommendations.OwnRecommendationsView.as_view(), name="own_recommendations"),
    path(
        "paper/", own_recommendations.OwnRecommendationsPaperView.as_view(), name="own_recommendations_paper"
    ),
    path("<int:number>/", own_recommendations.OwnRecommendationView.as_view(), name="own_recommendation"),
    path("<int:number>/amend/", own_recommendations.OwnAmendmentNewView.as_view(), name="own_amendment_new"),
    path(
        "<int:number>/amendments/<int:amendment>/",
        own_recommendations.OwnAmendmentView.as_view(),
        name="own_amendment",
    ),
    path("<int:number>/dissent/", own_recommendations.OwnMinorityNewView.as_view(), name="own_minority_new"),
    path(
        "<int:number>/dissent/<int:statement>/",
        own_recommendations.OwnMinorityView.as_view(),
        name="own_minority",
    ),
]
