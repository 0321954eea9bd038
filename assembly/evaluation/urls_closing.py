"""Addresses of closing, of the public and below `/assemblies/<slug>/evaluation/`."""

from django.urls import URLPattern, path

from assembly.evaluation.views import close_out, disclosures, public_close_out

_IN = "assemblies/<slug:slug>/evaluation/"
_REQUESTS, _CLOSE = f"{_IN}requests/", f"{_IN}close-out/"

urlpatterns: list[URLPattern] = [
    path(_REQUESTS, disclosures.DisclosuresView.as_view(), name="evaluation_disclosure"),
    path(f"{_REQUESTS}new/", disclosures.DisclosureNewView.as_view(), name="evaluation_disclosure_new"),
    path(
        f"{_REQUESTS}<int:number>/",
        disclosures.DisclosureView.as_view(),
        name="evaluation_disclosure_request",
    ),
    path(
        f"{_REQUESTS}<int:number>/progress/",
        disclosures.DisclosureProgressView.as_view(),
        name="evaluation_disclosure_progress",
    ),
    path(
        f"{_REQUESTS}<int:number>/summary.pdf",
        disclosures.DisclosureSummaryView.as_view(),
        name="evaluation_disclosure_summary",
    ),
    path(
        f"{_REQUESTS}<int:number>/packs/<int:pack>/",
        disclosures.DisclosureFileView.as_view(),
        name="evaluation_disclosure_file",
    ),
    path(_CLOSE, close_out.CloseOutView.as_view(), name="evaluation_close_out"),
    path(f"{_CLOSE}issue/", close_out.CloseOutIssueView.as_view(), name="evaluation_close_out_issue"),
    path(f"{_CLOSE}open/new/", close_out.FollowUpNewView.as_view(), name="evaluation_follow_up_new"),
    path(f"{_CLOSE}open/<int:pk>/", close_out.FollowUpView.as_view(), name="evaluation_follow_up"),
    path(
        f"{_CLOSE}<int:number>/<str:form>",
        close_out.CloseOutFileView.as_view(),
        name="evaluation_close_out_file",
    ),
    path(
        "about/<slug:slug>/close-out/", public_close_out.PublicCloseOutView.as_view(), name="public_close_out"
    ),
    path(
        "about/<slug:slug>/close-out/<int:number>/<str:form>",
        public_close_out.PublicCloseOutFileView.as_view(),
        name="public_close_out_file",
    ),
]
