"""The tabs of a session about who is there."""

from django.utils.translation import gettext_lazy as _

from scheduling.session_pages import SessionPage, register_session_page

register_session_page(
    SessionPage("attendance", _("Who is there"), "session_attendance", "assembly.view_attendance", 30)
)
register_session_page(SessionPage("day", _("The day"), "session_day", "assembly.view_day_sheet", 35))
