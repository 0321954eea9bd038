"""Secret addresses of calendars: made, renewed, ended. The token is shown once and kept only as a digest."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, Person, User
from assembly.services.record import record_event
from assembly.typed_codes import drawn_code, typed_code
from scheduling.errors import SessionRefused
from scheduling.models import CalendarFeed

TOKEN_LENGTH = 26
"""Marks of almost five bits each: 128.8 bits."""


def feed_digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(typed_code(token).encode()).hexdigest()


@transaction.atomic
def make_feed(*, assembly: Assembly, person: Person | None, actor: User, now: datetime) -> str:
    """Make the address of a person's calendar, or without a person one of the whole programme; return its token.

    An earlier one of the same stops working.
    """
    # The assembly's row is the lock: of two presses at once, the second ends the first one's address.
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    _end(locked, person, actor, now)
    token = drawn_code(TOKEN_LENGTH)
    feed = CalendarFeed.objects.create(
        assembly=locked, person=person, token_digest=feed_digest(token), made_at=now, made_by=actor
    )
    details = _of_somebody_else(person, actor)
    record_event(
        "calendar.made_for" if details else "calendar.made",
        obj=feed,
        assembly=locked,
        actor=actor,
        now=now,
        details=details,
    )
    return token


@transaction.atomic
def make_feed_for(*, person: Person, actor: User, now: datetime) -> str:
    """Make the address of the calendar of somebody who cannot sign in, to be printed or told; return its token.

    Raises:
        SessionRefused: they have an account by now, or have left.
    """
    fresh = Person.objects.select_related("assembly").get(pk=person.pk)
    if fresh.user_id is not None:
        raise SessionRefused(_("They sign in and make the address on their own page."))
    if fresh.left_at is not None:
        raise SessionRefused(_("They have left, so no new address is made."))
    return make_feed(assembly=fresh.assembly, person=fresh, actor=actor, now=now)


@transaction.atomic
def end_feed(*, assembly: Assembly, person: Person | None, actor: User, now: datetime) -> bool:
    """End the address of a calendar; return whether there was one."""
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    ended = _end(locked, person, actor, now)
    if ended:
        details = _of_somebody_else(person, actor)
        record_event(
            "calendar.ended_for" if details else "calendar.ended",
            obj=locked,
            assembly=locked,
            actor=actor,
            now=now,
            details=details,
        )
    return ended


def _of_somebody_else(person: Person | None, actor: User) -> dict[str, int]:
    """Return for whom staff act, for the record; nothing where people act for themselves."""
    return {} if person is None or person.user_id == actor.pk else {"person": person.pk}


def _end(assembly: Assembly, person: Person | None, actor: User, now: datetime) -> bool:
    standing = CalendarFeed.objects.filter(assembly=assembly, person=person, revoked_at=None)
    if person is None:
        standing = standing.filter(made_by=actor)
    return bool(standing.update(revoked_at=now))
