"""The security review names every requirement once, and only files and tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
REVIEW = ROOT / "docs" / "security-review.md"
CHAPTERS = sorted((ROOT / "docs" / "security").glob("[0-9][0-9]-*.md"))
VERDICTS = ("met", "met in part", "not met", "not applicable")
NAMED = re.compile(r"`([^`]+)`")

LEVELS_1_AND_2 = """
1.1: 2 2 | 1.2: 1 1 1 1 1 2 2 2 2 | 1.3: 1 1 2 2 2 2 2 2 2 2 2 | 1.4: 2 2 2 | 1.5: 1 2
2.1: 1 2 2 | 2.2: 1 1 2 | 2.3: 1 2 2 2 | 2.4: 2
3.2: 1 1 | 3.3: 1 2 2 2 | 3.4: 1 1 2 2 2 2 | 3.5: 1 1 1 2 2 | 3.7: 2 2
4.1: 1 2 2 | 4.2: 2 | 4.3: 2 2 | 4.4: 1 2 2 2
5.1: 2 | 5.2: 1 1 2 | 5.3: 1 1 | 5.4: 2 2 2
6.1: 1 2 2 | 6.2: 1 1 1 1 1 1 1 1 2 2 2 2 | 6.3: 1 1 2 2 | 6.4: 1 1 2 2 | 6.5: 2 2 2 2 2 | 6.6: 2 2 2 | 6.8: 2 2 2 2
7.1: 2 2 2 | 7.2: 1 1 1 1 | 7.3: 2 2 | 7.4: 1 1 2 2 2 | 7.5: 2 2 | 7.6: 2 2
8.1: 1 2 | 8.2: 1 1 2 | 8.3: 1 | 8.4: 2
9.1: 1 1 1 | 9.2: 1 2 2 2
10.1: 2 2 | 10.2: 2 2 | 10.3: 2 2 2 2 | 10.4: 1 1 1 1 1 2 2 2 2 2 2 | 10.5: 2 2 2 2 2 | 10.6: 2 2 | 10.7: 2 2 2
11.1: 2 2 | 11.2: 2 2 2 | 11.3: 1 1 2 | 11.4: 1 2 2 2 | 11.5: 2 | 11.6: 2
12.1: 1 2 2 | 12.2: 1 1 | 12.3: 2 2 2 2
13.1: 2 | 13.2: 2 2 2 2 2 | 13.3: 2 2 | 13.4: 1 2 2 2 2
14.1: 2 2 | 14.2: 1 2 2 2 | 14.3: 1 2 2
15.1: 1 2 2 | 15.2: 1 2 2 | 15.3: 1 2 2 2 2 2 2
16.1: 2 | 16.2: 2 2 2 2 2 | 16.3: 2 2 2 2 | 16.4: 2 2 2 | 16.5: 2 2 2
17.1: 2 | 17.2: 2 2 2 2 | 17.3: 2 2
"""
"""Levels of ASVS 5.0.0 in the order of its numbers; those of level 3 come last in every section and are left out."""


def asked() -> list[tuple[str, str]]:
    """Every number of levels 1 and 2, with its level."""
    sections = re.split(r"[|\n]", LEVELS_1_AND_2.strip())
    pairs = [section.split(":") for section in sections]
    return [
        (f"{name.strip()}.{number}", level)
        for name, levels in pairs
        for number, level in enumerate(levels.split(), start=1)
    ]


def rows() -> list[list[str]]:
    """Every row of every chapter: number, level, words, verdict, where, shown by."""
    lines = [line for path in CHAPTERS for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)
    ]


@cache
def names_in(path: str) -> frozenset[str]:
    """Names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def is_a_test(path: str, name: str) -> bool:
    """Whether a file holds a test of this name."""
    return (ROOT / path).is_file() and name in names_in(path)


def faults_of(row: list[str]) -> list[str]:
    """What is wrong with a row."""
    number, _level, words, verdict, where, shown = row
    faults = [] if verdict in VERDICTS else [f"verdict {verdict}"]
    if not words or not where:
        faults.append("empty")
    paths = [name for name in NAMED.findall(where) if "/" in name and not name.startswith("/")]
    faults += [f"no {name}" for name in paths if not (ROOT / name).exists()]
    faults += [f"no {name}" for name in NAMED.findall(shown) if not is_a_test(*name.partition("::")[::2])]
    is_met = verdict in ("met", "met in part")
    if is_met and not any((ROOT / name).exists() for name in NAMED.findall(where)) and len(where) < 12:
        faults.append("nowhere")
    if is_met and not NAMED.findall(shown) and not re.fullmatch(r"none: \w.+", shown):
        faults.append("neither a test nor a reason")
    if verdict in ("met in part", "not met", "not applicable") and not re.search(r"\w+ \w+ \w+", where):
        faults.append("no reason")
    return [f"{number}: {fault}" for fault in faults]


def test_every_requirement_of_levels_1_and_2_has_one_row_with_its_level():
    assert [(row[0], row[1]) for row in rows()] == asked()
    assert (len(asked()), sum(level == "1" for _number, level in asked())) == (253, 70)


def test_every_row_says_where_and_names_files_and_tests_that_are_there():
    assert [fault for row in rows() for fault in faults_of(row)] == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["9.9.9", "2", "words", "met", "`assembly/log.py`", "—"], "neither a test nor a reason"),
        (["9.9.9", "2", "words", "met", "`assembly/gone.py`", "none: why"], "no assembly/gone.py"),
        (
            ["9.9.9", "2", "words", "met", "`assembly/log.py`", "`tests/unit/test_look.py::test_gone`"],
            "no tests/unit",
        ),
        (["9.9.9", "2", "words", "perhaps", "`assembly/log.py`", "none: why"], "verdict perhaps"),
        (["9.9.9", "2", "words", "not applicable", "no", "—"], "no reason"),
    ],
)
def test_a_row_that_claims_too_much_is_found(row, fault):
    assert any(fault in each for each in faults_of(row))


def test_the_summary_counts_what_the_tables_hold():
    text = REVIEW.read_text(encoding="utf-8")
    for path in (*CHAPTERS, None):
        chapter = int(path.name[:2]) if path else None
        found = [row[3] for row in rows() if path is None or row[0].split(".")[0] == str(chapter)]
        counts = [len(found), *(found.count(verdict) for verdict in VERDICTS)]
        begins = rf"\| \[{chapter}\. [^|]+" if path else r"\| all "
        (line,) = re.findall(rf"^{begins}\|(.+)\|$", text, re.MULTILINE)
        assert [int(each) for each in line.split("|")] == counts


def test_what_is_met_in_part_is_listed_in_the_review():
    text = REVIEW.read_text(encoding="utf-8")
    partly = [row[0] for row in rows() if row[3] in ("met in part", "not met")]
    assert re.findall(r"^- \*\*([\d.]+)\*\*", text, re.MULTILINE) == partly
