"""Addresses of offers and calls."""

from django.urls import path

from sortition.views import calls, offers

urlpatterns = [
    path("offers/", offers.OffersView.as_view(), name="offers"),
    path("offers/open/", offers.OpenOffersView.as_view(), name="offers_open"),
    path("offers/letters.pdf", offers.LettersView.as_view(), name="offers_letters"),
    path("offers/policy/", offers.SeatingPolicyView.as_view(), name="seating_policy"),
    path("offers/<int:pk>/", offers.OfferView.as_view(), name="offer"),
    path("offers/<int:pk>/deadline/", offers.OfferDeadlineView.as_view(), name="offer_deadline"),
    path("offers/<int:pk>/give-up/", offers.GiveUpView.as_view(), name="offer_give_up"),
    path("offers/<int:pk>/letter.pdf", offers.LettersView.as_view(), name="offer_letter"),
    path("calls/", calls.CallsView.as_view(), name="calls"),
    path("calls/next/", calls.NextCallView.as_view(), name="calls_next"),
    path("calls/who/", calls.WhoCalledView.as_view(), name="calls_who"),
    path("calls/<int:pk>/", calls.CallView.as_view(), name="call"),
    path("calls/<int:pk>/take/", calls.TakeCallView.as_view(), name="call_take"),
    path("calls/<int:pk>/leave/", calls.LeaveCallView.as_view(), name="call_leave"),
]
