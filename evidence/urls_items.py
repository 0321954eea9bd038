"""Addresses of evidence items and files, below `/assemblies/<slug>/evidence/`."""

from django.urls import URLPattern, path

from evidence.views import item, item_edit, item_formats, item_reviews, items

urlpatterns: list[URLPattern] = [
    path("", items.ItemsView.as_view(), name="evidence"),
    path("export/", items.ItemsExportView.as_view(), name="evidence_export"),
    path("measure/", item_edit.MeasureView.as_view(), name="evidence_measure"),
    path("files/<int:pk>/", item_formats.FileView.as_view(), name="evidence_file"),
    path("reviews/", item_reviews.ReviewsView.as_view(), name="evidence_reviews"),
    path("reviews/<int:number>/", item_reviews.ReviewView.as_view(), name="evidence_review"),
    path("items/new/", items.NewItemView.as_view(), name="evidence_new"),
    path("items/<int:number>/", item.ItemPage.as_view(), name="evidence_item"),
    path("items/<int:number>/facts/", item.FactsView.as_view(), name="evidence_facts"),
    path("items/<int:number>/edit/", item_edit.EditView.as_view(), name="evidence_edit"),
    path("items/<int:number>/moments/", item.MomentsView.as_view(), name="evidence_moments"),
    path("items/<int:number>/move/", item.MoveView.as_view(), name="evidence_move"),
    path("items/<int:number>/release/", item.ReleaseView.as_view(), name="evidence_release"),
    path("items/<int:number>/versions/<int:version>/", item.VersionView.as_view(), name="evidence_version"),
    path("items/<int:number>/formats/new/", item_formats.NewFormatView.as_view(), name="evidence_format_new"),
    path(
        "items/<int:number>/formats/<int:pk>/remove/",
        item_formats.RemoveFormatView.as_view(),
        name="evidence_format_remove",
    ),
    path(
        "items/<int:number>/reviews/enter/",
        item_reviews.EnterReviewView.as_view(),
        name="evidence_review_enter",
    ),
    path(
        "items/<int:number>/reviews/<int:pk>/settle/",
        item_reviews.SettleView.as_view(),
        name="evidence_review_settle",
    ),
]
