"""Addresses of the targets."""

from django.urls import path

from sortition.views import (
    targets,
    targets_categories,
    targets_copies,
    targets_crossings,
    targets_feasibility,
    targets_files,
    targets_rules,
    what_if,
)

urlpatterns = [
    path("", targets.TargetsView.as_view(), name="targets"),
    path("check/", targets.TargetsCheckView.as_view(), name="targets_check"),
    path("feasibility/", targets_feasibility.TargetsFeasibilityView.as_view(), name="targets_feasibility"),
    path("repair/", targets_feasibility.ApplyRepairView.as_view(), name="targets_repair"),
    path("quotas.csv", targets.TargetsSheetView.as_view(), name="targets_sheet"),
    path("what-if/", what_if.WhatIfView.as_view(), name="targets_what_if"),
    path("what-if/take-over/", what_if.TakeOverView.as_view(), name="targets_take_over"),
    path("import/", targets_files.ImportTargetsView.as_view(), name="targets_import"),
    path("copy/", targets_copies.CopyTargetsView.as_view(), name="targets_copy"),
    path("template/", targets_copies.SaveTemplateView.as_view(), name="targets_template"),
    path("import/names/", targets_files.NameTargetsView.as_view(), name="targets_import_names"),
    path("import/commit/", targets_files.CommitTargetsView.as_view(), name="targets_commit"),
    path("sign-off/", targets_rules.SignOffView.as_view(), name="targets_sign_off"),
    path("caps/", targets_rules.CapsView.as_view(), name="targets_caps"),
    path("combinations/new/", targets_crossings.AddCrossingView.as_view(), name="targets_crossing_new"),
    path("combinations/<int:pk>/", targets_crossings.EditCrossingView.as_view(), name="targets_crossing"),
    path(
        "combinations/<int:pk>/check/",
        targets_crossings.CheckCrossingView.as_view(),
        name="targets_crossing_check",
    ),
    path(
        "combinations/<int:pk>/remove/",
        targets_crossings.RemoveCrossingView.as_view(),
        name="targets_crossing_remove",
    ),
    path("categories/new/", targets_categories.AddCategoryView.as_view(), name="targets_category_new"),
    path("categories/<int:pk>/", targets_categories.EditCategoryView.as_view(), name="targets_category"),
    path(
        "categories/<int:pk>/move/",
        targets_categories.MoveCategoryView.as_view(),
        name="targets_category_move",
    ),
    path(
        "categories/<int:pk>/remove/",
        targets_categories.RemoveCategoryView.as_view(),
        name="targets_category_remove",
    ),
]
