"""The tab of a session's papers."""

from django.utils.translation import gettext_lazy as _

from scheduling.session_pages import SessionPage, register_session_page

register_session_page(SessionPage("papers", _("Papers"), "session_papers", "assembly.view_sessions", 50))
