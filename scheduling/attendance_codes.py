"""Codes for signing in: one of each member for their badge or letter, and one of the hall that changes all the time.

A member's code opens nothing by itself: only staff who are signed in can note somebody with it. Its marks after the
dash are a seal, so that a misread or guessed code finds nobody. The hall's code proves that somebody saw the screen a
few minutes ago; older ones are refused, so that a photograph sent home is of no use.
"""

from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from assembly.models import Person
from assembly.typed_codes import LETTERS
from scheduling.models import Session

MINUTES = 5
"""How long the hall shows one code."""
STILL_TAKEN = 3
"""Codes that are taken: the one that is shown and those before, so that there is time to sign in."""
_SEAL = 8
_HALL = 12


def member_code(person: Person) -> str:
    """Return the code that stands on somebody's badge."""
    return f"{person.pk}-{_marks('member', str(person.pk), _SEAL)}"


def member_key(code: str) -> int | None:
    """Return the key of the person whose code it is, None for a code that nobody was given."""
    number, _dash, seal = code.lower().partition("-")
    # Ten digits are more people than there are; longer numbers are no keys of the database.
    if not number.isascii() or not number.isdecimal() or len(number) > 10:
        return None
    return int(number) if constant_time_compare(seal, _marks("member", number, _SEAL)) else None


def hall_code(session: Session, now: datetime) -> str:
    """Return the code that the hall shows now."""
    return _hall_code(session, _span(now))


def is_hall_code(session: Session, code: str, now: datetime) -> bool:
    """Whether the hall has shown this code a few minutes ago at most."""
    shown = [_hall_code(session, _span(now) - back) for back in range(STILL_TAKEN)]
    return any(constant_time_compare(code.lower(), each) for each in shown)


def _span(now: datetime) -> int:
    return int(now.timestamp()) // (60 * MINUTES)


def _hall_code(session: Session, span: int) -> str:
    return _marks("hall", f"{session.uid}:{span}", _HALL)


def _marks(what: str, text: str, length: int) -> str:
    digest = salted_hmac(f"scheduling.attendance.{what}", text, algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:length])
