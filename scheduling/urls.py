"""Scheduling's addresses: those of the public, those below an assembly, and the feeds that calendar programs read."""

from django.urls import include, path

from scheduling.views.programme_calendar import CalendarFeedView

urlpatterns = [
    path("calendar/<str:token>.ics", CalendarFeedView.as_view(), name="calendar_feed"),
    path("about/<slug:slug>/programme/", include("scheduling.urls_public")),
    path("assemblies/<slug:slug>/sessions/", include("scheduling.urls_venues")),
    path("assemblies/<slug:slug>/sessions/", include("scheduling.urls_plan")),
    path("assemblies/<slug:slug>/sessions/", include("scheduling.urls_programme")),
    path("assemblies/<slug:slug>/sessions/", include("scheduling.urls_attendance")),
    path("assemblies/<slug:slug>/payments/", include("scheduling.urls_money")),
    path("assemblies/<slug:slug>/tables/", include("scheduling.urls_tables")),
]
