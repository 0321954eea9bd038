"""Addresses of the programme that is published: versions, feeds, documents."""

from django.urls import path

from scheduling.views import programme, programme_calendar, programme_publish, session_papers

urlpatterns = [
    path("programme/", programme.ProgrammeView.as_view(), name="programme"),
    path("programme/programme.pdf", programme.ProgrammePdfView.as_view(), name="programme_pdf"),
    path("programme/publish/", programme_publish.PublishProgrammeView.as_view(), name="programme_publish"),
    path("programme/versions/", programme.VersionsView.as_view(), name="programme_versions"),
    path("programme/versions/<int:number>/", programme.VersionView.as_view(), name="programme_version"),
    path(
        "programme/versions/<int:number>/notices/",
        programme_publish.WriteNoticesView.as_view(),
        name="programme_notices",
    ),
    path("programme/calendar/", programme_calendar.CalendarView.as_view(), name="programme_calendar"),
    path(
        "programme/calendar/programme.ics",
        programme_calendar.CalendarFileView.as_view(),
        name="programme_ics",
    ),
    path("<int:number>/papers/", session_papers.SessionPapersView.as_view(), name="session_papers"),
    path(
        "<int:number>/papers/run-sheet.pdf", session_papers.RunSheetView.as_view(), name="session_run_sheet"
    ),
    path(
        "<int:number>/papers/room-signs.pdf",
        session_papers.RoomSignsView.as_view(),
        name="session_room_signs",
    ),
    path(
        "<int:number>/papers/sign-in.pdf", session_papers.SignInSheetsView.as_view(), name="session_sign_in"
    ),
    path("<int:number>/papers/badges.pdf", session_papers.BadgesView.as_view(), name="session_badges"),
]
