"""Who must be named before an assembly closes: somebody for what is still open."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.evaluation.models import FollowUp
from assembly.lifecycles import register_closing_check
from assembly.models import Assembly
from assembly.outcomes.enums_responses import STILL_OWED, UNANSWERED
from assembly.outcomes.models import Commitment, FormalResponse


def open_and_nobody_named(assembly: Assembly) -> list[Any]:
    """Return what is open while nobody is named who follows it up.

    A body that never answers must not keep an assembly open for ever; but nothing that is open may be left behind
    without a name and a telephone number.
    """
    if FollowUp.objects.filter(assembly=assembly).exists():
        return []
    answers = FormalResponse.objects.filter(assembly=assembly, state__in=UNANSWERED).count()
    promised = Commitment.objects.filter(assembly=assembly, promised_in__published_at__isnull=False)
    promises = promised.filter(state__in=STILL_OWED).count()
    said = []
    if answers:
        said.append(
            ngettext("One answer is still owed.", "%(n)s answers are still owed.", answers) % {"n": answers}
        )
    if promises:
        said.append(
            ngettext("One promise is not kept yet.", "%(n)s promises are not kept yet.", promises)
            % {"n": promises}
        )
    return [*said, _("Enter under Close-out who follows this up, and how they are reached.")] if said else []


register_closing_check("evaluation", open_and_nobody_named)
