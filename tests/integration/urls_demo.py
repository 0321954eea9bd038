"""The project's addresses with the demonstration's, as in demo mode."""

from django.urls import include, path

urlpatterns = [path("", include("assembly.project.urls")), path("demo/", include("assembly.demo.urls"))]
