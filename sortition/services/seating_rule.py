"""The assembly's own rule for seats that are given up: draw again, ask alternates, or nobody; and until when."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.enums_offers import VacatedSeats
from sortition.selectors.offers import policy_of


def why_nobody_is_asked(assembly: Assembly, now: datetime) -> str:
    """Say why no seat is offered any more; nothing where the rule lets it be."""
    policy = policy_of(assembly)
    if policy.none_after and timezone.localdate(now) > policy.none_after:
        return _(
            "By this assembly’s own rule nobody is asked any more after %(day)s. Whoever made the rule can change it "
            "under “Offers and answers”."
        ) % {"day": date_format(policy.none_after, "j F Y")}
    return ""


def why_nobody_replaces(assembly: Assembly, now: datetime) -> str:
    """Say why seats that are given up are not filled; nothing where the rule lets it be."""
    if policy_of(assembly).vacated == VacatedSeats.NONE:
        return _(
            "By this assembly’s own rule seats that are given up stay vacant. Whoever made the rule can change it "
            "under “Offers and answers”."
        )
    return why_nobody_is_asked(assembly, now)
