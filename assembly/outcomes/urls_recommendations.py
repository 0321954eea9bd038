"""The addresses of recommendations, amendments and minority statements."""

from django.urls import path

from assembly.outcomes.views import (
    amendments,
    minority_statements,
    recommendation,
    recommendation_themes,
    recommendations,
)

urlpatterns = [
    path("", recommendations.RecommendationListView.as_view(), name="recommendations"),
    path("new/", recommendations.RecommendationNewView.as_view(), name="recommendation_new"),
    path("export/", recommendations.RecommendationsExportView.as_view(), name="recommendations_export"),
    path("paper/", recommendations.RecommendationsPaperView.as_view(), name="recommendations_paper"),
    path("freeze/", recommendations.FreezeAllView.as_view(), name="recommendations_freeze"),
    path("themes/", recommendation_themes.ThemesView.as_view(), name="themes"),
    path("themes/new/", recommendation_themes.ThemeNewView.as_view(), name="theme_new"),
    path("themes/<int:pk>/", recommendation_themes.ThemeEditView.as_view(), name="theme_edit"),
    path("themes/<int:pk>/move/", recommendation_themes.ThemeMoveView.as_view(), name="theme_move"),
    path("themes/<int:pk>/delete/", recommendation_themes.ThemeDeleteView.as_view(), name="theme_delete"),
    path("<int:number>/", recommendation.RecommendationPage.as_view(), name="recommendation"),
    path("<int:number>/edit/", recommendation.RecommendationEditView.as_view(), name="recommendation_edit"),
    path("<int:number>/move/", recommendation.RecommendationMoveView.as_view(), name="recommendation_move"),
    path(
        "<int:number>/versions/<int:version>/",
        recommendation.RecommendationVersionView.as_view(),
        name="recommendation_version",
    ),
    path("<int:number>/amendments/new/", amendments.AmendmentNewView.as_view(), name="amendment_new"),
    path("<int:number>/amendments/<int:amendment>/", amendments.AmendmentView.as_view(), name="amendment"),
    path(
        "<int:number>/amendments/<int:amendment>/decide/",
        amendments.AmendmentDecideView.as_view(),
        name="amendment_decide",
    ),
    path(
        "<int:number>/minority/new/",
        minority_statements.MinorityNewView.as_view(),
        name="minority_statement_new",
    ),
    path(
        "<int:number>/minority/<int:statement>/",
        minority_statements.MinorityView.as_view(),
        name="minority_statement",
    ),
]
