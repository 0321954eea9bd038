"""Search 100,000 respondents for same persons and households, and open the pages that show and decide them.

Prints the processor's seconds of one search, and for each page the median time of an answer with its questions to the
database.
"""

import random
import statistics
import time
from datetime import date, timedelta
from typing import Any

from tests.benchmarks.bench_pool_pages import MOST_MILLISECONDS, ROWS, build_pool
from tests.benchmarks.databases import on_both

TWICE = 500
"""How many people answered a second time, with a typing error."""


def measure() -> None:
    """Build the pool in the database that the environment names, search it, open the pages."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from sortition.services.match_search import search_matches, want_match_search

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    assembly = build_pool(ROWS)
    answer_again(assembly)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    want_match_search(assembly=assembly, now=timezone.now())
    begun, wall = time.process_time(), time.monotonic()
    found = search_matches(assembly=assembly, clock=timezone.now)
    print(
        f"  search of {ROWS + TWICE:,} people: {found:,} pairs in {time.process_time() - begun:.1f} s of processor"
        f" ({time.monotonic() - wall:.1f} s)"
    )
    open_pages(assembly)


def answer_again(assembly: Any) -> None:
    """Give everybody a birth date, and let some answer twice."""
    from sortition.models import Respondent

    chance = random.Random(3)
    people = list(Respondent.objects.filter(assembly=assembly).order_by("pk"))
    for person in people:
        person.born_on = date(1935, 1, 1) + timedelta(days=chance.randrange(27_000))
    Respondent.objects.bulk_update(people, ["born_on"], batch_size=2_000)
    again = [person for person in people if person.state == "pool"][:TWICE]
    for person in again:
        person.pk, person.reference = None, f"again-{person.reference}"
        person.last_name, person.email = f"{person.last_name}e", ""
    Respondent.objects.bulk_create(again)


def open_pages(assembly: Any) -> None:
    """Ask for each page five times."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from assembly.enums import Role
    from sortition.models import PossibleMatch
    from tests.factories import AppointmentFactory

    client = Client()
    organiser = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")
    match = PossibleMatch.objects.filter(assembly=assembly, kind="person").first()
    caller = {"first_name": "First1", "last_name": "Last1", "phone": "07700 123456", "born_on": "1980-05-17"}
    asked = [
        ("pairs", "pool_matches", [], None),
        ("side by side", "pool_match", [match.first_id, match.second_id], None),
        ("households to decide", "pool_households", [], None),
        ("households shared", "pool_households", [], "?tab=shared"),
        ("one person", "pool_person", [match.first_id], None),
        ("who is known", "pool_person_known", [], caller),
    ]
    for words, name, arguments, more in asked:
        url = reverse(name, args=[assembly.slug, *arguments]) + (more if isinstance(more, str) else "")
        times = []
        for _ in range(6):
            with CaptureQueriesContext(connection) as questions:
                begun = time.perf_counter()
                answer = client.post(url, more) if isinstance(more, dict) else client.get(url)
                times.append((time.perf_counter() - begun) * 1_000)
            assert answer.status_code == 200
        middle = statistics.median(times[1:])
        verdict = "" if middle < MOST_MILLISECONDS else f"   more than {MOST_MILLISECONDS} ms"
        print(f"  {words:<24}{times[0]:7.0f} ms{middle:7.0f} ms{len(questions):6}{verdict}", flush=True)


if __name__ == "__main__":
    on_both(__spec__.name, f"{ROWS:,} respondents")
