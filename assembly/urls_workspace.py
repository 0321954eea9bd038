"""The ground floor's addresses below one assembly."""

from django.urls import path

from assembly.views import overview

urlpatterns = [
    path("", overview.OverviewView.as_view(), name="overview"),
]
