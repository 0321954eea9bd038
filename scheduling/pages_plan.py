"""The tab of a session's plan."""

from django.utils.translation import gettext_lazy as _

from scheduling.session_pages import SessionPage, register_session_page

register_session_page(
    SessionPage(
        key="plan", label=_("Plan"), url_name="session_plan", permission="assembly.view_sessions", order=20
    )
)
