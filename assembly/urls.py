"""The ground floor's addresses."""

from django.urls import include, path

from assembly.views import home, permissions

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("permissions/", permissions.PermissionsView.as_view(), name="permissions"),
    path("assemblies/<slug:slug>/", include("assembly.urls_workspace")),
]
