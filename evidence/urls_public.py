"""Evidence's addresses for people without an account."""

from django.urls import path

from evidence.views import proposals, public_call, public_evidence, public_questions

urlpatterns = [
    path("w/<slug:slug>/", proposals.PublicProposeView.as_view(), name="public_propose_witness"),
    path(
        "w/<slug:slug>/thanks/<uuid:token>/",
        proposals.PublicThanksView.as_view(),
        name="public_propose_thanks",
    ),
    path(
        "evidence/<slug:slug>/questions/",
        public_questions.PublicQuestionsView.as_view(),
        name="public_questions",
    ),
    path("evidence/<slug:slug>/", public_evidence.PublicEvidenceView.as_view(), name="public_evidence"),
    path(
        "evidence/<slug:slug>/list.csv",
        public_evidence.PublicEvidenceFileView.as_view(),
        name="public_evidence_csv",
    ),
    path(
        "evidence/<slug:slug>/<int:number>/",
        public_evidence.PublicItemView.as_view(),
        name="public_item",
    ),
    path(
        "evidence/<slug:slug>/<int:number>/versions/<int:version>/",
        public_evidence.PublicItemVersionView.as_view(),
        name="public_item_version",
    ),
    path(
        "evidence/<slug:slug>/<int:number>/files/<int:pk>/",
        public_evidence.PublicItemFileView.as_view(),
        name="public_item_file",
    ),
    path("evidence/<slug:slug>/call/", public_call.PublicCallView.as_view(), name="public_call"),
    path("submissions/<uuid:token>/", public_call.PublicSubmissionView.as_view(), name="public_submission"),
]
