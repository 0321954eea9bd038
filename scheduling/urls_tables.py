"""Addresses of seating plans."""

from django.urls import URLPattern, path

from scheduling.views import seating_moves, seating_papers, seating_plans, tables

urlpatterns: list[URLPattern] = [
    path("", tables.TablesView.as_view(), name="tables"),
    path("mine/", tables.MyTablesView.as_view(), name="my_tables"),
    path("rules/new/", tables.RuleView.as_view(), name="seating_rule_new"),
    path("rules/<int:pk>/", tables.RuleView.as_view(), name="seating_rule"),
    path("rules/<int:pk>/remove/", tables.RuleRemoveView.as_view(), name="seating_rule_remove"),
    path("<int:number>/", seating_plans.SessionTablesView.as_view(), name="session_tables"),
    path("<int:number>/new/", seating_plans.NewPlanView.as_view(), name="seating_new"),
    path("<int:number>/progress/", seating_plans.ProgressView.as_view(), name="seating_progress"),
    path("<int:number>/stop/", seating_plans.StopView.as_view(), name="seating_stop"),
    path("<int:number>/<int:plan>/state/", seating_plans.PlanStateView.as_view(), name="seating_state"),
    path("<int:number>/<int:plan>/move/", seating_moves.MoveView.as_view(), name="seating_move"),
    path("<int:number>/<int:plan>/undo/", seating_moves.UndoView.as_view(), name="seating_undo"),
    path("<int:number>/<int:plan>/fix/", seating_moves.FixView.as_view(), name="seating_fix"),
    path("<int:number>/<int:plan>/missing/", seating_moves.MissingView.as_view(), name="seating_missing"),
    path(
        "<int:number>/<int:plan>/papers/<slug:kind>/",
        seating_papers.PaperView.as_view(),
        name="seating_paper",
    ),
]
