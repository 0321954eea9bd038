"""Addresses: Access tokens and the read API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
