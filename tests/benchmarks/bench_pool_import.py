"""Import a pool of 100,000 rows and 20 columns: dry run, commit, the same file again, a tenth changed; export; undo.

`make bench` runs it on SQLite and, where its programs are installed, on PostgreSQL. Each line says how long a step
took, how much processor time, and how long another writer had to wait meanwhile; the last one the memory of it all.
"""

import csv
import io
import os
import random
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.benchmarks.databases import on_both

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
MOST_SECONDS = 60
MOST_BYTES = 1_000_000_000
CATEGORIES = {
    "Gender": ["Female", "Male", "Non-binary or other"],
    "Age group": ["16–29", "30–44", "45–59", "60–74", "75+"],
    "Region": ["North", "East", "South", "West", "Centre"],
    "Education": ["None", "School", "Vocational", "Degree"],
    "Tenure": ["Owned", "Rented", "Social", "Other"],
    "Leaning": ["Left", "Centre", "Right", "Would not say"],
    "Disability": ["Yes", "No"],
    "Ethnic group": ["A", "B", "C", "D", "E"],
}


def spreadsheet(rows: int, *, changed: bool = False) -> bytes:
    """Make a pool of twenty columns; where `changed`, every tenth person has another phone and another answer."""
    chance = random.Random(7)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    fields = [
        "Id",
        "First name",
        "Last name",
        "E-mail address",
        "Phone",
        "Address",
        "Postcode",
        "Date of birth",
    ]
    writer.writerow([*fields, "Agreed to take part", "Eligible", "Able to attend", "Channel", *CATEGORIES])
    for number in range(rows):
        person = [
            f"R{number:06}",
            f"First{number % 977}",
            f"Last{number % 8191}",
            f"person{number}@example.org",
            f"07700 {chance.randrange(10**6):06}",
            f"{number // 3} Mill Lane",
            f"RB{number % 40} {number % 9}AB",
            f"{1930 + number % 77}-{1 + number % 12:02}-{1 + number % 28:02}",
            "yes",
            "Y",
            "true",
            chance.choice(["web", "phone", "post"]),
            *(chance.choice(values) for values in CATEGORIES.values()),
        ]
        if changed and number % 10 == 0:
            person[4], person[13] = f"07999 {number:06}", "75+" if person[13] != "75+" else "16–29"
        writer.writerow(person)
    return out.getvalue().encode()


class OtherWriter(threading.Thread):
    """Another request that writes twenty times a second, and notes its longest wait."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest, self.over = 0.0, threading.Event()

    def run(self) -> None:
        """Write until told to stop."""
        from django.db import connection

        from assembly.models import User

        while not self.over.wait(0.05):
            began = time.monotonic()
            User.objects.filter(email="amara@example.org").update(name="Amara")
            self.longest = max(self.longest, time.monotonic() - began)
        connection.close()


@contextmanager
def measured(step: str) -> Iterator[None]:
    """Print what a step costs."""
    other = OtherWriter()
    other.start()
    wall, processor = time.monotonic(), time.process_time()
    yield
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    other.over.set()
    other.join()
    verdict = "" if wall < MOST_SECONDS else f"   more than {MOST_SECONDS} s"
    print(f"  {step:<34}{wall:8.1f} s{processor:8.1f} s{other.longest:8.1f} s{verdict}", flush=True)


def measure() -> None:
    """Run all steps in the database that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from sortition.enums import Channel
    from sortition.exports_pool import CSV, XLSX, pool_rows, table_file
    from sortition.models import Respondent
    from sortition.reading.files import read_file
    from sortition.selectors.pool import respondents_with_standing
    from sortition.services.imports import match_columns, start_import, take_proposals, try_import
    from sortition.services.imports_commit import commit_import
    from sortition.services.imports_undo import undo_import
    from tests.factories import AssemblyFactory, UserFactory

    call_command("migrate", verbosity=0)
    now = timezone.now()
    actor = UserFactory(email="amara@example.org")
    assembly = AssemblyFactory()

    def dry_run(data: bytes) -> Any:
        pool_import = start_import(
            assembly=assembly, file_name="pool.csv", data=data, table=read_file(data), actor=actor, now=now
        )
        match_columns(pool_import=pool_import, columns=pool_import.columns, declarations={})
        take_proposals(pool_import=pool_import, now=now)
        try_import(pool_import=pool_import, now=now)
        return pool_import

    def commit(pool_import: Any) -> dict[str, int]:
        digest = pool_import.result["digest"]
        return commit_import(pool_import=pool_import, digest=digest, actor=actor, now=now)

    data, later = spreadsheet(ROWS), spreadsheet(ROWS, changed=True)
    print(f"  {'':<34}{'clock':>10}{'processor':>10}{'other’s wait':>13}")
    found: dict[str, Any] = {}
    with measured("upload and dry run"):
        found["first"] = dry_run(data)
    with measured("commit"):
        assert commit(found["first"])["new"] == ROWS
    with measured("the same file: upload and dry run"):
        found["same"] = dry_run(data)
    with measured("the same file: commit"):
        assert commit(found["same"])["unchanged"] == ROWS
    with measured("a tenth changed: upload, dry run"):
        found["later"] = dry_run(later)
    with measured("a tenth changed: commit"):
        assert commit(found["later"])["changed"] == ROWS // 10
    assert Respondent.objects.filter(channel__in=Channel.values).count() == ROWS
    with measured("undo of the last"):
        assert undo_import(pool_import=found["later"], actor=actor, now=now)["restored"] == ROWS // 10
    categories = list(assembly.categories.prefetch_related("values"))
    for file_format in (CSV, XLSX):
        with measured(f"export as {file_format.upper()}"):
            rows = pool_rows(respondents_with_standing(assembly), categories)
            size = len(table_file(rows, file_format, "Pool"))
        assert size > ROWS * 50
    with measured("undo of the first"):
        assert undo_import(pool_import=found["same"], actor=actor, now=now)["removed"] == 0
        assert undo_import(pool_import=found["first"], actor=actor, now=now)["removed"] == ROWS
    assert not Respondent.objects.exists()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    verdict = "" if peak < MOST_BYTES else "   more than a gigabyte"
    print(f"  {'memory, at most':<34}{peak / 1e6:8.0f} MB{verdict}")


if __name__ == "__main__":
    on_both(__spec__.name, f"{ROWS:,} rows, 20 columns")
