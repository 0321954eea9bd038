"""The addresses of the public register and the published report."""

from django.urls import URLPattern, path

from assembly.outcomes.views import public_register, public_register_files, register_preview

urlpatterns: list[URLPattern] = [
    path("answers/<slug:slug>/", public_register.PublicRegisterView.as_view(), name="public_register"),
    path("answers/<slug:slug>/late/", public_register.PublicLateView.as_view(), name="public_late"),
    path(
        "answers/<slug:slug>/side-by-side/",
        public_register.PublicSideBySideView.as_view(),
        name="public_side_by_side",
    ),
    path(
        "answers/<slug:slug>/side-by-side.pdf",
        public_register_files.PublicSideBySidePdfView.as_view(),
        name="public_side_by_side_pdf",
    ),
    path(
        "answers/<slug:slug>/answers.csv",
        public_register_files.PublicRegisterCsvView.as_view(),
        name="public_register_csv",
    ),
    path(
        "answers/<slug:slug>/answers.json",
        public_register_files.PublicRegisterJsonView.as_view(),
        name="public_register_json",
    ),
    path(
        "answers/<slug:slug>/changes.atom",
        public_register_files.PublicRegisterFeedView.as_view(),
        name="public_register_feed",
    ),
    path(
        "answers/<slug:slug>/<int:number>/", public_register.PublicAnswerView.as_view(), name="public_answer"
    ),
    path(
        "answers/<slug:slug>/promises/<int:promise>/evidence/<int:proof>/",
        public_register_files.PublicProofFileView.as_view(),
        name="public_proof_file",
    ),
    path(
        "assemblies/<slug:slug>/responses/public/",
        register_preview.RegisterPreviewView.as_view(),
        name="register_preview",
    ),
]
