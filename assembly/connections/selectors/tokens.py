"""Reads of access tokens."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from assembly.connections.access_secrets import digest_of, is_well_formed
from assembly.connections.enums_tokens import SOON_DAYS, TokenState
from assembly.connections.models import AccessToken
from assembly.enums import Role
from assembly.models import Appointment, Assembly


def tokens_of(assembly: Assembly, *, state: str = "") -> QuerySet[AccessToken]:
    """Return the tokens, the last one first, and of each whether its maker still is an organiser (`has_maker`)."""
    found = with_makers(AccessToken.objects.filter(assembly=assembly))
    found = found.select_related("made_by", "ended_by")
    return found.filter(state=state) if state in TokenState.values else found


def with_makers(found: QuerySet[AccessToken]) -> QuerySet[AccessToken]:
    """Say of each token as `has_maker` whether whoever made it still is an organiser."""
    makers = Appointment.objects.filter(
        assembly=OuterRef("assembly"), user=OuterRef("made_by"), role=Role.ORGANISER
    )
    return found.annotate(has_maker=Exists(makers))


def token_with(secret: str, today: date) -> AccessToken | None:
    """Return the token with this secret, if it works today; the reason why it does not is nobody's to learn."""
    if not is_well_formed(secret):
        return None
    found = AccessToken.objects.filter(digest=digest_of(secret)).select_related("assembly").first()
    return found if found is not None and found.works_on(today) else None


def is_near(last_day: date, today: date) -> bool:
    """Whether the end of a token is so near that organisers should know."""
    return last_day <= today + timedelta(days=SOON_DAYS)
