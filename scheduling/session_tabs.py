"""The tabs of a session that tell what it is, who works there, and what it must provide."""

from django.utils.translation import gettext_lazy as _

from scheduling.session_pages import SessionPage, register_session_page

register_session_page(SessionPage("overview", _("Overview"), "session", "assembly.view_sessions", 10))
register_session_page(SessionPage("duty", _("On duty"), "session_duty", "assembly.view_panel_people", 25))
register_session_page(
    SessionPage("needs", _("Needs and diets"), "session_needs", "assembly.view_session_needs", 40)
)
