"""Limits on what anybody may do how often. They live in the cache, which all processes share."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def is_over_limit(name: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one attempt of `who` and say whether it is one too many within the time.

    Time is cut into pieces of `seconds`, counted from the epoch, and each piece has its own count: `cache.incr` would
    give it the cache's usual life with every attempt, in place of its own. Two attempts in the same instant may count
    as one: a limit need not be exact to the last.
    """
    piece = int(time.time() // seconds)
    key = f"limit:{name}:{piece}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, seconds)
    return count > most


def connection_of(request: HttpRequest) -> str:
    """Name the connection that a request came by.

    Behind a proxy that is trusted, it is the last address that the proxy has written down; what a client wrote
    before it is not believed.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        written = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if written:
            return written
    return str(request.META.get("REMOTE_ADDR", ""))
