"""Keeps whole public pages, packed, for visitors who are nobody in particular; all processes of a machine share them.

The key holds all that a page depends on: its address with the parameters that it reads, the language, the day, and how
far the record of the assembly has come. Whatever is published or withdrawn writes the record in the same transaction,
so that no page outlives it. What follows from the time alone (an embargo that ends) waits for `SECONDS` at most. They
lie in files, so that reading one asks the database nothing and keeping one never waits for somebody who writes there.
"""

import gzip
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

from assembly.models import Assembly, RecordChain
from assembly.models.record import chain_key

CACHE = "pages"
SECONDS = 60
LARGEST = 300_000
"""Bytes of an answer that is kept."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor asked for. origin: scheme and host; query: the parameters that the page reads, encoded."""

    origin: str
    path: str
    query: str
    language: str


def page_key(assembly: Assembly, asked: Asked, today: date) -> str:
    """Return under which key the page is kept; one query."""
    chain = RecordChain.objects.filter(key=chain_key(assembly.pk))
    number = chain.values_list("last_number", flat=True).first() or 0
    parts = [assembly.pk, number, today.isoformat(), asked.origin, asked.path, asked.query, asked.language]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def kept_page(key: str, *, is_packed: bool) -> HttpResponse | None:
    """Return a page that was kept, as an answer of its own; packed for browsers that unpack it.

    Nothing of it is secret and nothing of it is the visitor's, so that its length tells nobody anything.
    """
    try:
        found = caches[CACHE].get(key)
    except Exception:
        # A file that was cut off, by a full disk say, raises whatever its bytes mean; the page is made anew over it.
        _log.warning("kept_page_unreadable", exc_info=True)
        return None
    return _as_sent(*found, is_packed=is_packed) if found else None


def keep_page(key: str, answer: HttpResponse, *, is_packed: bool) -> HttpResponse:
    """Keep an answer and return it as the next visitor has it.

    One that is large, a refusal or a stream, or says something to one visitor alone, is returned as it is.
    """
    if answer.streaming or answer.status_code != 200 or answer.cookies or len(answer.content) > LARGEST:
        return answer
    packed, headers = gzip.compress(answer.content, mtime=0), dict(answer.items())
    try:
        remove_old_pages()
        caches[CACHE].set(key, (packed, headers), SECONDS)
    except OSError:
        _log.warning("page_not_kept", exc_info=True)
    return _as_sent(packed, headers, is_packed=is_packed)


def remove_old_pages(now: datetime | None = None) -> int:
    """Remove the files of pages whose time is over; what was withdrawn shall not lie about. Return how many."""
    before = (now or timezone.now()).timestamp() - SECONDS
    removed = 0
    for file in Path(settings.CACHES[CACHE].get("LOCATION") or os.devnull).glob("*.djcache"):
        # Another process may have been here first.
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < before:
                file.unlink()
                removed += 1
    return removed


def forget_pages() -> None:
    """Remove all that was kept on this machine."""
    caches[CACHE].clear()


def _as_sent(packed: bytes, headers: dict[str, str], *, is_packed: bool) -> HttpResponse:
    if is_packed:
        return HttpResponse(
            packed, headers={**headers, "Content-Encoding": "gzip", "ETag": f"W/{headers['ETag']}"}
        )
    return HttpResponse(gzip.decompress(packed), headers=headers)


def mark(answer: HttpResponse) -> None:
    """Say by what the answer is told from others, and that caches ask before they show it again."""
    patch_vary_headers(answer, ("Cookie", "Accept-Language", "Accept-Encoding"))
    answer.headers.setdefault("Cache-Control", "no-cache")
    if not answer.streaming and answer.status_code == 200 and not answer.has_header("ETag"):
        answer["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest())
