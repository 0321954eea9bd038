"""The addresses on which members read answers and say back."""

from django.urls import path

from assembly.outcomes.views import own_responses

urlpatterns = [
    path("", own_responses.OwnResponsesView.as_view(), name="own_responses"),
    path("<int:pk>/", own_responses.OwnResponseView.as_view(), name="own_response"),
]
