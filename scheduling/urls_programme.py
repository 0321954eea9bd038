"""Addresses of the programme that is published: versions, feeds, documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
