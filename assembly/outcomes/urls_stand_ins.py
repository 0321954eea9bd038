"""The address on which officials say who stands in for them."""

from django.urls import path

from assembly.outcomes.views import own_stand_in

urlpatterns = [path("", own_stand_in.OwnStandInView.as_view(), name="own_stand_in")]
