"""What the stage of sessions says of people who missed twice."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.attention import ALWAYS
from assembly.models import Assembly
from assembly.stages import NextAction
from scheduling.attention import sessions_parts
from scheduling.models import AttendanceAlert


def attendance_actions(assembly: Assembly) -> list[NextAction]:
    """Name that somebody should be spoken to, as long as nobody has."""
    number = AttendanceAlert.objects.filter(session__assembly=assembly, settled_at=None).count()
    if not number:
        return []
    title = ngettext("One member has missed twice", "%(n)s members have missed twice", number) % {"n": number}
    return [
        NextAction(
            title,
            _("Ask how they are, and offer a way to catch up, before they leave."),
            reverse("attendance", args=[assembly.slug]),
            _("See who"),
            permission="assembly.take_attendance",
        )
    ]


sessions_parts.register_attention(ALWAYS, attendance_actions)
