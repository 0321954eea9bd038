"""The list of erasures, beside the database: a backup that is put back is brought up to date from it.

One JSON object a line: kind and number of the subject, and when. No names: it says nothing to somebody who has only it.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path


def note_erasures(ledger: Path, kind: str, pks: Iterable[int], now: datetime) -> None:
    """Append erasures and see them on the disk before going on."""
    noted = {"kind": kind, "at": now.isoformat()}
    with ledger.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps({**noted, "subject": pk}) + "\n" for pk in sorted(pks))
        file.flush()
        os.fsync(file.fileno())


def noted_erasures(ledger: Path) -> Iterator[tuple[str, int]]:
    """Yield (kind, primary key) of everybody who was ever erased; a line that a crash cut short is passed over."""
    if not ledger.exists():
        return
    for line in ledger.read_text(encoding="utf-8").splitlines():
        try:
            noted = json.loads(line)
        except ValueError:
            continue
        yield noted["kind"], noted["subject"]


def merge_ledger(ledger: Path, other: Path) -> int:
    """Append the lines of another ledger that this one lacks, and return how many."""
    known = set(ledger.read_text(encoding="utf-8").splitlines()) if ledger.exists() else set()
    missing = [line for line in other.read_text(encoding="utf-8").splitlines() if line not in known]
    with ledger.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in missing)
        file.flush()
        os.fsync(file.fileno())
    return len(missing)
