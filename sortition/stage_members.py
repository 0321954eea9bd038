"""What support needs add to the stage Panel."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.stages import NextAction
from sortition.selectors.membership import overdue_needs


def actions_for_needs(assembly: Assembly) -> tuple[NextAction, ...]:
    """Ask for a look at the support needs that are past their date and not settled."""
    late = overdue_needs(assembly, timezone.localdate())
    if not late:
        return ()
    return (
        NextAction(
            title=ngettext(
                "See to one support need that is past its date",
                "See to %(n)s support needs that are past their date",
                late,
            )
            % {"n": late},
            why=_("A member is waiting for it, or nobody has noted whether it was met."),
            url=reverse("support_needs", args=[assembly.slug]),
            button=_("Open the support needs"),
            permission="assembly.edit_support_needs",
        ),
    )
