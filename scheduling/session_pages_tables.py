"""The tab Tables of a session."""

from django.utils.translation import gettext_lazy

from scheduling.session_pages import SessionPage, register_session_page

register_session_page(
    SessionPage("tables", gettext_lazy("Tables"), "session_tables", "assembly.view_tables", 45)
)
