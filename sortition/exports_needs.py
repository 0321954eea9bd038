"""The list of support needs as a file: what, for whom, by whom and by when, and nothing else about anybody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sortition.exports_panel import as_csv
from sortition.models import SupportNeed


def needs_csv(needs: Iterable[SupportNeed]) -> bytes:
    """Return a header and one row a need, in the order of the list."""
    head = [_("Member"), _("Kind"), _("What is needed"), _("Who sees to it"), _("Needed by"), _("State")]
    rows = [
        [
            str(need.respondent),
            str(need.get_kind_display()),
            need.words,
            str(need.owner or ""),
            need.due_on.isoformat() if need.due_on else "",
            str(need.get_state_display()),
        ]
        for need in needs
    ]
    return as_csv([head, *rows])
