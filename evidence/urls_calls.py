"""Addresses of the call for submissions, below `/assemblies/<slug>/evidence/`."""

from django.urls import path

from evidence.views import calls

urlpatterns = [
    path("call/", calls.CallView.as_view(), name="call_for_evidence"),
    path("call/words/", calls.CallEditView.as_view(), name="call_for_evidence_edit"),
    path("call/sent/new/", calls.SubmissionNewView.as_view(), name="submission_new"),
    path("call/sent/<int:number>/", calls.SubmissionView.as_view(), name="submission"),
    path("call/sent/<int:number>/file/", calls.SubmissionFileView.as_view(), name="submission_file"),
]
