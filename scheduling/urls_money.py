"""Addresses of honoraria, claims and payments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
