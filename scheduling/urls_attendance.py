"""Addresses of the day itself: attendance, quorum, who cannot come, signing in by code."""

from django.urls import path

from scheduling.views import absences, attendance, attendance_overview, attendance_sheet, check_in, day

urlpatterns = [
    path("attendance/", attendance_overview.AttendanceView.as_view(), name="attendance"),
    path("attendance/export/", attendance_overview.AttendanceExportView.as_view(), name="attendance_export"),
    path("attendance/codes.pdf", attendance_overview.MemberCodesView.as_view(), name="attendance_codes"),
    path(
        "attendance/alerts/<int:pk>/",
        attendance_overview.AttendanceAlertView.as_view(),
        name="attendance_alert",
    ),
    path("check-in/<slug:code>/", check_in.CheckInView.as_view(), name="check_in"),
    path(
        "<int:number>/attendance/",
        attendance.SessionAttendanceView.as_view(),
        name="session_attendance",
    ),
    path(
        "<int:number>/attendance/rest/",
        attendance.AttendanceRestView.as_view(),
        name="attendance_rest",
    ),
    path(
        "<int:number>/attendance/sheet/",
        attendance_sheet.AttendanceSheetView.as_view(),
        name="attendance_sheet",
    ),
    path(
        "<int:number>/attendance/<int:pk>/",
        attendance.AttendancePersonView.as_view(),
        name="attendance_person",
    ),
    path("<int:number>/day/", day.SessionDayView.as_view(), name="session_day"),
    path("<int:number>/hall/", check_in.HallView.as_view(), name="session_hall"),
    path("<int:number>/here/<slug:code>/", check_in.HereView.as_view(), name="session_here"),
    path("<int:number>/absence/", absences.OwnAbsenceView.as_view(), name="session_absence"),
    path("<int:number>/absences/", absences.AbsencesView.as_view(), name="session_absences"),
    path(
        "<int:number>/absences/<int:pk>/take-back/",
        absences.TakeBackAbsenceView.as_view(),
        name="absence_take_back",
    ),
]
