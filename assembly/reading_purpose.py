"""What somebody reads people's data for: said once an hour, and written beside each reading (docs/adr/0017)."""

import time

from django.conf import settings
from django.http import HttpRequest

_KEY = "reading_purpose"
_LISTS = "lists_read"
MOST_REMEMBERED = 2_000


def current_purpose(request: HttpRequest) -> str:
    """Return what was said less than `PURPOSE_MINUTES` ago in this browser; "" where it must be asked."""
    kept = request.session.get(_KEY)
    return str(kept["words"]) if kept and time.time() < kept["until"] else ""


def keep_purpose(request: HttpRequest, words: str) -> None:
    """Remember the purpose in the session, with no word about whose data are read."""
    until = time.time() + settings.PURPOSE_MINUTES * 60
    request.session[_KEY] = {"words": words, "until": until, "read": []}


def is_first_reading(request: HttpRequest, thing: str) -> bool:
    """Whether `thing` (as `respondent:17`) is read for the first time since the purpose was said; remember it."""
    kept = request.session.get(_KEY, {})
    read = kept.get("read", [])
    if thing in read:
        return False
    request.session[_KEY] = {**kept, "read": [*read, thing][-MOST_REMEMBERED:]}
    return True


def is_first_list_reading(request: HttpRequest, thing: str) -> bool:
    """Whether a list of people (as `pool:3`) is read for the first time within `PURPOSE_MINUTES`; remember it.

    Lists open without a question: whoever works with them would answer it all day long with the same words.
    """
    kept = request.session.get(_LISTS, {})
    if time.time() < kept.get(thing, 0):
        return False
    request.session[_LISTS] = {**kept, thing: time.time() + settings.PURPOSE_MINUTES * 60}
    return True
