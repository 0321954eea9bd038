"""Addresses of planning: the grid, agenda items, clashes, automatic placement."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
