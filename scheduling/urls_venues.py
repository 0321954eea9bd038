"""Addresses of venues, rooms, people and of sessions as such."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
