"""Addresses of the programme for everybody, below `/about/<slug>/programme/`."""

from django.urls import path

from scheduling.views import public_programme

urlpatterns = [
    path("", public_programme.PublicProgrammeView.as_view(), name="public_programme"),
    path("programme.ics", public_programme.PublicProgrammeIcsView.as_view(), name="public_programme_ics"),
    path(
        "versions/<int:number>/",
        public_programme.PublicProgrammeVersionView.as_view(),
        name="public_programme_version",
    ),
]
