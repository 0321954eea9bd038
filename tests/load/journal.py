"""What clients were told: every write with what must be found afterwards, on the disk before anything else is done."""

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

ACKNOWLEDGED, MAYBE, REFUSED = "acknowledged", "maybe", "refused"


@dataclass
class Entry:
    """One write. key: what it is found by. chain: whose later writes replace it; blank where nothing does."""

    number: int
    kind: str
    key: str
    chain: str = ""
    outcome: str = MAYBE
    more: dict[str, Any] = field(default_factory=dict)


class Journal:
    """A file with a line for each beginning and each answer. Without an answer it may have happened."""

    def __init__(self, path: Path) -> None:
        self._file: TextIO = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._next = 0

    def begin(self, kind: str, key: str, *, chain: str = "", **more: Any) -> int:
        """Note that something will be asked for; return its number."""
        with self._lock:
            self._next += 1
            number = self._next
            self._write({"number": number, "kind": kind, "key": key, "chain": chain, "more": more})
        return number

    def end(self, number: int, outcome: str) -> None:
        """Note what was answered."""
        with self._lock:
            self._write({"number": number, "outcome": outcome})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def read_journal(lines: Iterable[str]) -> list[Entry]:
    """Return every write with the last that was heard of it, in the order in which they began."""
    entries: dict[int, Entry] = {}
    for line in lines:
        told = json.loads(line)
        if "kind" in told:
            entries[told["number"]] = Entry(**told)
        else:
            entries[told["number"]].outcome = told["outcome"]
    return [entries[number] for number in sorted(entries)]


def allowed_last(entries: Iterable[Entry]) -> set[str]:
    """Return the keys one of which must stand at the end of a chain of writes that replace each other.

    The last that was acknowledged, or one that may have happened since; "" where none has surely happened.
    """
    allowed = {""}
    for entry in entries:
        if entry.outcome == ACKNOWLEDGED:
            allowed = {entry.key}
        elif entry.outcome == MAYBE:
            allowed.add(entry.key)
    return allowed
