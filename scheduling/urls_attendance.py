"""Addresses of the day itself: attendance, quorum, lists of needs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
