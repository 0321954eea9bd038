"""Record who looked at somebody's data or took a copy."""

from datetime import datetime

from django.db import models, transaction

from assembly.models import Assembly, User
from assembly.services.record import record_event


@transaction.atomic
def record_reading(
    *, what: str, subject: models.Model, assembly: Assembly, purpose: str, actor: User, now: datetime
) -> None:
    """Write that personal data were shown or copied, and what for, before they are."""
    record_event(what, obj=subject, assembly=assembly, actor=actor, now=now, details={"purpose": purpose})
