"""Addresses of indicators, of the public and below `/assemblies/<slug>/evaluation/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
