"""How people get the programme without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Read the programme, and note the days in one’s own calendar"),
    _(
        "The team posts the programme, also in large print, or reads it out. Whoever a change concerns gets a letter "
        "or a call."
    ),
    "programme",
    roles=frozenset({Role.MEMBER, Role.WITNESS}),
)

register_offline_routes(
    dict.fromkeys(
        ("programme", "programme_pdf", "programme_calendar", "programme_ics", "calendar_feed"), _READ
    )
)
