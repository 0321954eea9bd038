"""Keeps whole public pages for visitors who are nobody in particular.

The key holds all that a page depends on: its address with the parameters that it reads, the language, the day, and how
far the record of the assembly has come. Whatever is published or withdrawn writes the record in the same transaction,
so that no page outlives it. What follows from the time alone (an embargo that ends) waits for `SECONDS` at most.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

from assembly.models import Assembly, RecordChain
from assembly.models.record import chain_key

CACHE = "pages"
SECONDS = 60
LARGEST = 300_000
"""Bytes of an answer that is kept."""


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
    found = caches[CACHE].get(key)
    if found is None:
        return None
    content, packed, headers = found
    if is_packed and len(packed) < len(content):
        return HttpResponse(
            packed, headers={**headers, "Content-Encoding": "gzip", "ETag": f"W/{headers['ETag']}"}
        )
    return HttpResponse(content, headers=headers)


def keep_page(key: str, answer: HttpResponse) -> None:
    """Keep an answer, unless it is large, a refusal, a stream, or says something to one visitor alone."""
    if answer.streaming or answer.status_code != 200 or answer.cookies or len(answer.content) > LARGEST:
        return
    packed = gzip.compress(answer.content, mtime=0)
    caches[CACHE].set(key, (answer.content, packed, dict(answer.items())), SECONDS)


def mark(answer: HttpResponse) -> None:
    """Say by what the answer is told from others, and that caches ask before they show it again."""
    patch_vary_headers(answer, ("Cookie", "Accept-Language", "Accept-Encoding"))
    answer.headers.setdefault("Cache-Control", "no-cache")
    if not answer.streaming and answer.status_code == 200 and not answer.has_header("ETag"):
        answer["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest())
