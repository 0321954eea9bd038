"""Open the pool's pages with 100,000 respondents: list, search, filters, sorts, pages, monitor.

`make bench` runs it on SQLite and, where its programs are installed, on PostgreSQL. Each line says how long the whole
answer took (the first request, and the median of five more) and how many questions were put to the database.
"""

import os
import random
import statistics
import time
from datetime import date, timedelta
from typing import Any

from tests.benchmarks.bench_pool_import import CATEGORIES
from tests.benchmarks.databases import on_both

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
MOST_MILLISECONDS = 300
BATCH = 5_000


def build_pool(rows: int) -> Any:
    """Write an assembly with a pool of `rows` people who answered everything but for some blanks, in bulk."""
    from django.utils import timezone

    from sortition.enums import Channel, RespondentState
    from sortition.models import Answer, Respondent
    from tests.factories import AssemblyFactory
    from tests.factories_pool import CategoryFactory, ValueFactory

    assembly = AssemblyFactory(seats=100)
    chance, now = random.Random(7), timezone.now()
    values = [
        [
            ValueFactory(category=category, name=name, minimum=1, maximum=99, position=at)
            for at, name in enumerate(names)
        ]
        for at, (title, names) in enumerate(CATEGORIES.items())
        for category in [CategoryFactory(assembly=assembly, name=title, position=at)]
    ]
    for begin in range(0, rows, BATCH):
        people = Respondent.objects.bulk_create(
            Respondent(
                assembly=assembly,
                reference=f"R{number:06}",
                first_name=f"First{number % 977}",
                last_name=f"Last{number % 8191}",
                email=f"person{number}@example.org",
                phone=f"07700 {chance.randrange(10**6):06}",
                address=f"{number // 3} Mill Lane",
                postcode=f"RB{number % 40} {number % 9}AB",
                household_key=f"household{number // 2}" if number % 20 < 2 else f"alone{number}",
                channel=chance.choice(Channel.values),
                state=RespondentState.WITHDRAWN if number % 97 == 0 else RespondentState.POOL,
                consents=None if number % 89 == 0 else True,
                is_eligible=True,
                can_attend=number % 83 != 0,
                registered_on=date(2026, 1, 5) + timedelta(days=chance.randrange(60)),
                created_at=now,
            )
            for number in range(begin, min(rows, begin + BATCH))
        )
        Answer.objects.bulk_create(
            Answer(respondent=person, category=chosen.category, value=chosen, raw=chosen.name)
            for person in people
            for own in values
            if chance.random() > 0.001
            for chosen in [chance.choice(own)]
        )
    return assembly


def requests(assembly: Any) -> list[tuple[str, str]]:
    """Return what is asked for: in words, and where."""
    from django.urls import reverse

    pool, monitor = (reverse(name, args=[assembly.slug]) for name in ("pool", "pool_monitor"))
    first, second = list(assembly.categories.prefetch_related("values"))[:2]
    chosen = [f"c{each.pk}={each.values.all()[0].pk}" for each in (first, second)]
    return [
        ("list", pool),
        ("page 2,000", f"{pool}?page=2000"),
        ("sorted by name", f"{pool}?sort=name"),
        ("sorted by channel, downwards", f"{pool}?sort=-channel"),
        ("not in the pool", f"{pool}?tab=out"),
        ("an answer is missing", f"{pool}?tab=incomplete"),
        ("withdrawn", f"{pool}?tab=withdrawn"),
        ("search: a name", f"{pool}?search=last77"),
        ("search: two words", f"{pool}?search=first12+last12"),
        ("search: an id", f"{pool}?search=R0421"),
        ("search: nobody", f"{pool}?search=zzz"),
        ("channel", f"{pool}?channel=phone"),
        ("one answer", f"{pool}?{chosen[0]}"),
        ("two answers, by name", f"{pool}?{'&'.join(chosen)}&sort=name"),
        ("an answer, a channel, a word", f"{pool}?{chosen[1]}&channel=post&search=last1"),
        ("blank answer", f"{pool}?c{first.pk}=blank&tab=all"),
        ("monitor", monitor),
    ]


def measure() -> None:
    """Open every page in the database that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.factories import AppointmentFactory

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    assembly = build_pool(ROWS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(AppointmentFactory(assembly=assembly).user)
    print(f"  {'':<34}{'first':>10}{'median':>10}{'questions':>11}")
    for words, url in requests(assembly):
        seconds = []
        for _again in range(6):
            began = time.monotonic()
            assert client.get(url).status_code == 200
            seconds.append(1000 * (time.monotonic() - began))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        middle = statistics.median(seconds[1:])
        verdict = "" if middle < MOST_MILLISECONDS else f"   more than {MOST_MILLISECONDS} ms"
        print(f"  {words:<34}{seconds[0]:7.0f} ms{middle:7.0f} ms{len(asked):11}{verdict}", flush=True)
        if os.environ.get("BENCH_QUERIES"):
            for query in sorted(asked.captured_queries, key=lambda q: -float(q["time"]))[:4]:
                print("     ", query["time"], query["sql"][:600])


if __name__ == "__main__":
    on_both(__spec__.name, f"{ROWS:,} respondents, {len(CATEGORIES)} categories with quotas")
