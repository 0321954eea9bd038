"""The pack for a freedom-of-information request: a ZIP of tables, published files, an index and a README.

The same database as of the same moment gives the same bytes: files stand in the order of the table below, and carry the
pack's moment in place of a clock's.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any, BinaryIO

from django.template.loader import render_to_string

from assembly.evaluation.closing_sources import closing_sources
from assembly.evaluation.documents.disclosure_attendance import attendance_tables, spending_tables
from assembly.evaluation.documents.disclosure_draw import draw_files
from assembly.evaluation.documents.disclosure_outcomes import (
    evidence_tables,
    programme_tables,
    recommendation_files,
    vote_files,
)
from assembly.evaluation.documents.disclosure_oversight import oversight_tables, record_tables
from assembly.evaluation.models import DisclosurePack
from assembly.evaluation.pack_files import MOST_BYTES, Part, Scope, Table, Whole
from assembly.evaluation.redaction_rules import LARGE, RULES, rule_of

PARTS: tuple[Callable[[Scope], Iterator[Part]], ...] = (
    attendance_tables,
    spending_tables,
    vote_files,
    recommendation_files,
    evidence_tables,
    programme_tables,
    draw_files,
    oversight_tables,
    record_tables,
)
INDEX, README = "index.html", "README.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the pack. `rules`: key of a rule → how many cells or rows it was applied to."""

    name: str
    title: str
    rows: int | None
    bytes: int
    sha256: str
    rules: dict[str, int]


def scope_of(pack: DisclosurePack) -> Scope:
    """Return of what a pack tells."""
    asked = pack.request
    return Scope(asked.assembly, asked.period_from, asked.period_to, pack.asked_at, pack.site)


def write_disclosure(
    target: BinaryIO, pack: DisclosurePack, *, on_file: Callable[[int], None] | None = None
) -> list[dict[str, Any]]:
    """Write the pack and return its entries as JSON, without the index, which lists them.

    One file is held in memory at a time. `on_file` is told after each how many are written, and may raise to stop.
    """
    moment, scope, entries = pack.asked_at.astimezone(UTC), scope_of(pack), []
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second // 2 * 2)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            info = zipfile.ZipInfo(name, date_time=stamp)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, data)

        for entry, data in _files(scope):
            put(entry.name, data)
            entries.append(entry)
            if on_file is not None:
                on_file(len(entries))
        context = {
            "assembly": scope.assembly,
            "request": pack.request,
            "pack": pack,
            "entries": entries,
            "rules": applied_rules([asdict(entry) for entry in entries]),
        }
        readme = render_to_string("evaluation/disclosure_readme.txt", context).encode()
        entries.append(_entry(README, "What is in this pack, and what is not", readme, None, {}))
        put(README, readme)
        put(INDEX, render_to_string("evaluation/disclosure_index.html", context).encode())
    return [asdict(entry) for entry in entries]


def applied_rules(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rules that were applied in the entries of a pack: {"rule", "files", "count"}."""
    found = []
    for rule in RULES:
        files = [entry["name"] for entry in entries if rule.key in entry["rules"]]
        # A table stands in two files, and was redacted once.
        counted = [entry for entry in entries if not _is_twin(entry["name"], entries)]
        count = sum(entry["rules"].get(rule.key, 0) for entry in counted)
        if files:
            found.append({"rule": rule, "files": files, "count": count})
    return found


def _is_twin(name: str, entries: list[dict[str, Any]]) -> bool:
    stem, _dot, end = name.rpartition(".")
    return end == "json" and any(entry["name"] == f"{stem}.csv" for entry in entries)


def _files(scope: Scope) -> Iterator[tuple[Entry, bytes]]:
    for part in PARTS:
        for each in part(scope):
            yield from _forms(each)
    for source in closing_sources():
        if source.is_in_packs:
            told = list(source.words(source.facts_of(scope.assembly, scope.moment)))
            rows: list[list[str | int]] = [[str(each.label), str(each.value)] for each in told]
            yield from _forms(Table(f"closing/{source.key}", source.label, ["what", "how"], rows))


def _forms(part: Part) -> Iterator[tuple[Entry, bytes]]:
    """Yield the files of a part, each no larger than it may be."""
    if isinstance(part, Whole):
        yield _checked(part.name, part.title, part.data, part.rows, part.rules)
        return
    rows = len(part.rows)
    yield _checked(f"{part.name}.csv", part.title, part.as_csv(), rows, part.rules)
    yield _checked(f"{part.name}.json", part.title, part.as_json(), rows, part.rules)


def _checked(
    name: str, title: Any, data: bytes, rows: int | None, rules: dict[str, int]
) -> tuple[Entry, bytes]:
    if len(data) > MOST_BYTES:
        said = f"{name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}\n".encode()
        return _entry(f"{name}.too-large.txt", title, said, rows, {**rules, LARGE: 1}), said
    return _entry(name, title, data, rows, rules), data


def _entry(name: str, title: Any, data: bytes, rows: int | None, rules: dict[str, int]) -> Entry:
    for key in rules:
        rule_of(key)
    return Entry(name, str(title), rows, len(data), hashlib.sha256(data).hexdigest(), rules)
