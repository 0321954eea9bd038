"""Addresses of venues, rooms, people and of sessions as such."""

from django.urls import URLPattern, path

from scheduling.views import needs, people, person_calendar, sessions, venues

urlpatterns: list[URLPattern] = [
    path("", sessions.SessionsView.as_view(), name="sessions"),
    path("new/", sessions.NewSessionView.as_view(), name="session_new"),
    path("order/", sessions.NumberView.as_view(), name="sessions_number"),
    path("dates/", sessions.DatesView.as_view(), name="sessions_dates"),
    path("venues/", venues.VenuesView.as_view(), name="venues"),
    path("venues/new/", venues.NewVenueView.as_view(), name="venue_new"),
    path("venues/ways/", venues.WaysView.as_view(), name="venue_ways"),
    path("venues/<int:pk>/", venues.VenueView.as_view(), name="venue"),
    path("venues/<int:pk>/edit/", venues.EditVenueView.as_view(), name="venue_edit"),
    path("venues/<int:pk>/delete/", venues.DeleteVenueView.as_view(), name="venue_delete"),
    path("venues/<int:pk>/new-room/", venues.NewRoomView.as_view(), name="room_new"),
    path("rooms/<int:pk>/", venues.RoomView.as_view(), name="room"),
    path("rooms/<int:pk>/edit/", venues.EditRoomView.as_view(), name="room_edit"),
    path("rooms/<int:pk>/delete/", venues.DeleteRoomView.as_view(), name="room_delete"),
    path("people/", people.PeopleView.as_view(), name="people"),
    path("people/new/", people.NewPersonView.as_view(), name="person_new"),
    path("people/accounts/", people.AccountsView.as_view(), name="people_accounts"),
    path("people/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("people/<int:pk>/calendar/", person_calendar.PersonCalendarView.as_view(), name="person_calendar"),
    path("people/<int:pk>/edit/", people.EditPersonView.as_view(), name="person_edit"),
    path("people/<int:pk>/delete/", people.DeletePersonView.as_view(), name="person_delete"),
    path("<int:number>/", sessions.SessionOverview.as_view(), name="session"),
    path("<int:number>/edit/", sessions.EditSessionView.as_view(), name="session_edit"),
    path("<int:number>/move/", sessions.MoveSessionView.as_view(), name="session_move"),
    path("<int:number>/delete/", sessions.DeleteSessionView.as_view(), name="session_delete"),
    path("<int:number>/duty/", people.DutyView.as_view(), name="session_duty"),
    path("<int:number>/needs/", needs.SessionNeedsView.as_view(), name="session_needs"),
    path("<int:number>/needs/venue.pdf", needs.NeedsPaperView.as_view(), name="session_needs_pdf"),
    path("<int:number>/needs/needs.csv", needs.NeedsExportView.as_view(), name="session_needs_export"),
]
