"""Addresses of figures, of the public and below `/assemblies/<slug>/evaluation/`."""

from django.urls import URLPattern, path

from assembly.evaluation.views import figures, public_figures

_TEAM = "assemblies/<slug:slug>/evaluation/figures/"

urlpatterns: list[URLPattern] = [
    path(_TEAM, figures.FiguresView.as_view(), name="evaluation_figures"),
    path(
        f"{_TEAM}<slug:key>/publish/", figures.FiguresPublishView.as_view(), name="evaluation_figures_publish"
    ),
    path("about/<slug:slug>/chosen/", public_figures.PublicChosenView.as_view(), name="public_chosen"),
    path(
        "about/<slug:slug>/evaluation/",
        public_figures.PublicEvaluationView.as_view(),
        name="public_evaluation",
    ),
]
for _form in ("csv", "json"):
    urlpatterns += [
        path(
            f"{_TEAM}figures.{_form}",
            figures.FiguresFileView.as_view(),
            {"form": _form},
            name=f"evaluation_figures_{_form}",
        ),
        path(
            f"about/<slug:slug>/figures.{_form}",
            public_figures.PublicFiguresFileView.as_view(),
            {"form": _form},
            name=f"public_figures_{_form}",
        ),
    ]
