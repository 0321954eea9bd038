"""Locks: one kind for all services, so that nobody waits for a row only because another row points at it (ADR 0025)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = {
    # Rows that are really deleted, at which nothing points.
    "assembly/services/record.py",
    "evidence/services/files.py",
    "sortition/services/matches.py",
    "sortition/services/waves_erasure.py",
}


def locks() -> Iterator[tuple[str, ast.Call, set[str]]]:
    """Give each lock of the product's source: its file, the call, and what is called after it in the same chain."""
    for app in ("assembly", "sortition", "scheduling", "evidence"):
        for file in sorted((ROOT / app).rglob("*.py")):
            text = file.read_text()
            if "select_for_update(" in text:
                yield from _locks_in(str(file.relative_to(ROOT)), ast.parse(text))


def _locks_in(name: str, tree: ast.AST) -> Iterator[tuple[str, ast.Call, set[str]]]:
    chained: dict[ast.AST, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            chained[node.func.value] = chained.get(node, set()) | {node.func.attr}
            if node.func.attr == "select_for_update":
                yield name, node, chained.get(node, set())


def test_no_lock_stops_those_who_point_at_its_row_but_where_rows_are_deleted() -> None:
    full = {name for name, call, _after in locks() if "no_key" not in {each.arg for each in call.keywords}}
    assert full == FULL


def test_no_lock_takes_the_rows_that_are_read_together_with_its_own() -> None:
    joined = {
        f"{name}:{call.lineno}"
        for name, call, after in locks()
        if "select_related" in after and "of" not in {each.arg for each in call.keywords}
    }
    assert joined == set()
