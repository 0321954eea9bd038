"""The verifier passes what the draw writes, and finds every change, also where all digests were computed anew."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sortition.__main__ import main as run_sortition
from sortition.draw import (
    Balls,
    DrawError,
    Entrant,
    PublicBundle,
    Quota,
    Terms,
    auditor_bundle,
    freeze,
    panel_number,
    resolve,
)
from sortition.draw.canonical import digest, encode
from sortition.draw.frozen import frozen_from
from sortition.draw.sources import read_value
from sortition.verify import UnusableError, examine, main
from tests.unit.draw.bundles import drawn_bundle, every_file, typed

FILE = Path(__file__).parents[3] / "sortition" / "verify.py"
NAMES = list(every_file())
WALKED_WHOLE = {"public, void after the draw", "auditor, two erased", "own, drawn"}


def faults(data: bytes, published: tuple[str, ...]) -> list[str]:
    """Name the fields that are wrong; a file that cannot be read is wrong as a whole."""
    try:
        return [where for where, _message in examine(data, published).faults]
    except UnusableError as error:
        return [str(error).split(":")[0]]


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_a_draw_gives_holds(name: str) -> None:
    report = examine(*every_file()[name])
    assert (report.result, report.faults) == ("holds", [])
    assert report.cannot_show


def every_path(
    value: Any, *, items: int | None = None, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Walk all fields, but only so many items of each list."""
    listed = enumerate(value[:items]) if isinstance(value, list) else ()
    for key, held in value.items() if isinstance(value, dict) else listed:
        yield (*at, key)
        yield from every_path(held, items=items, at=(*at, key))


def spelled(path: tuple[str | int, ...]) -> str:
    """Write a path as the verifier names it."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


def changed_value(value: Any) -> Any:
    """Give another value that is as well formed, wherever that is possible."""
    if value is None:
        return 1
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        last = value.removesuffix("Z")[-1:]
        other = {"0": "1", "f": "e"}.get(last, "0" if last in "123456789abcde" else last + "x")
        return value.removesuffix("Z")[:-1] + other + ("Z" if value.endswith("Z") else "")
    if isinstance(value, dict):
        return dict(list(value.items())[1:]) or {"x": "y"} | dict.fromkeys(value, "z")
    return value[:-1] if value else ["00" * 8]


def at_path(content: Any, path: tuple[str | int, ...]) -> tuple[Any, str | int]:
    for key in path[:-1]:
        content = content[key]
    return content, path[-1]


def with_digests_anew(content: dict[str, Any]) -> dict[str, Any]:
    """Compute all that follows within a file from what a forger changed: commitments, hashes, number, panel."""
    public = content.get("public", content)
    frozen = public.get("frozen") if content.get("kind") != "frozen" else content
    try:
        sealed = {person["pseudonym"]: person for person in frozen["people"]}
        for opening in content.get("openings", [content["opening"]] if "opening" in content else []):
            told = {"format": "assembly-draw/1", "kind": "person", **opening}
            sealed[opening["pseudonym"]]["commitment"] = digest(told)
        public["frozen_hash"] = digest(frozen)
        outcome = public["outcome"]
        for drawn in (outcome, outcome.get("drawn")):
            if drawn:
                drawn["frozen"] = digest(frozen)
            if drawn and drawn["kind"] == "outcome":
                value = drawn["value"]
                if value["kind"] == "beacon":
                    value["randomness"] = hashlib.sha256(bytes.fromhex(value["signature"])).hexdigest()
                read = frozen_from(frozen, "frozen")
                given = read_value(value, "value")
                drawn["number"] = panel_number(
                    read.source, given, panels=len(read.panels), frozen_hash=read.hash
                )
                drawn["panel"] = list(read.panels[drawn["number"]])
    except (AttributeError, DrawError, KeyError, TypeError, ValueError):
        pass  # the change left nothing of which more could be computed
    return content


@pytest.mark.parametrize("name", NAMES)
def test_a_change_of_any_field_is_found(name: str) -> None:
    data, published = every_file()[name]
    for path in every_path(json.loads(data), items=None if name in WALKED_WHOLE else 2):
        content = json.loads(data)
        holder, key = at_path(content, path)
        holder[key] = changed_value(holder[key])
        assert faults(encode(content), published), spelled(path)
        anew = encode(with_digests_anew(copy.deepcopy(content)))
        if anew != data:  # a digest that was computed anew is as it was
            found = faults(anew, published)
            # What the file says of itself may agree again; then the hash from outside tells.
            assert found, spelled(path)
            assert "published" in found or any(spelled(path[:1]) in field for field in found), spelled(path)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_of_another_type_is_named(name: str) -> None:
    data, published = every_file()[name]
    for path in every_path(json.loads(data), items=2):
        if path == ("kind",):
            continue
        content = json.loads(data)
        holder, key = at_path(content, path)
        holder[key] = 1.5
        found = faults(encode(content), published)
        if (
            isinstance(holder, dict)
            and isinstance(path[-2:-1], tuple)
            and path[-2:-1] in {("values",), ("groups",), ("settings",)}
        ):
            assert found[0] == spelled(path[:-1]), path
        else:
            assert found[0] in {spelled(path), f"{spelled(path)}.kind"}, path


@pytest.mark.parametrize("name", NAMES)
def test_a_field_that_is_missing_or_too_many_is_named(name: str) -> None:
    data, published = every_file()[name]
    for path in every_path(json.loads(data), items=2):
        content = json.loads(data)
        holder, key = at_path(content, path)
        if (
            isinstance(holder, list)
            or path[-2:-1] in {("values",), ("groups",), ("settings",)}
            or key == "kind"
        ):
            continue
        holder["surplus"] = holder[key]
        assert faults(encode(content), published)[0] == spelled((*path[:-1], "surplus"))
        del holder["surplus"], holder[key]
        assert faults(encode(content), published)[0] == spelled(path)


def flipped(data: bytes, bit: int) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


@pytest.mark.parametrize("name", NAMES)
def test_one_flipped_bit_is_found(name: str) -> None:
    data, published = every_file()[name]
    for bit in random.Random(name).sample(range(8 * len(data)), 150):
        assert faults(flipped(data, bit), published), bit


@pytest.mark.slow
@pytest.mark.parametrize("name", ["public, balls", "auditor", "own, drawn", "frozen"])
def test_each_flipped_bit_is_found(name: str) -> None:
    data, published = every_file()[name]
    for bit in range(8 * len(data)):
        assert faults(flipped(data, bit), published), bit


def test_the_hash_of_what_was_frozen_shows_nothing_about_what_was_drawn() -> None:
    public = drawn_bundle()
    assert examine(public.to_bytes(), [public.frozen.hash]).result == "not shown"
    assert examine(public.to_bytes(), [public.frozen.hash, public.hash]).result == "holds"


def test_a_hash_that_is_of_no_part_of_the_file_is_a_fault() -> None:
    public = drawn_bundle()
    report = examine(public.to_bytes(), [public.hash, "00" * 32])
    assert report.faults == [("published", f"{'00' * 32} is the hash of no part of this file")]


def test_a_hash_may_be_given_as_it_was_read_out() -> None:
    public = drawn_bundle()
    groups = " ".join(public.hash[at : at + 4] for at in range(0, 64, 4)).upper()
    assert examine(public.to_bytes(), [groups]).result == "holds"


def forged(name: str, *path: str | int, to: Any) -> list[tuple[str, str]]:
    """Change a field, compute all digests anew, and give the forger's own hash as the published one."""
    content = json.loads(every_file()[name][0])
    holder, key = at_path(content, path)
    holder[key] = to
    data = encode(with_digests_anew(content))
    return [(where, message) for where, message in examine(data, [hashlib.sha256(data).hexdigest()]).faults]


def test_an_auditor_sees_a_panel_that_breaks_a_quota_even_with_the_hash_of_the_forger() -> None:
    found = forged("auditor", "public", "frozen", "quotas", 0, "minimum", to=3)
    assert [where.split("[")[0] for where, _ in found] == ["public.frozen.counts", "public.frozen.panels"][
        : len(found)
    ]


@pytest.mark.parametrize(
    ("name", "path", "to", "field"),
    [
        ("public, balls", ("frozen", "people", 2, "panels"), 9, "frozen.people[2].panels"),
        ("public, balls", ("frozen", "people", 2, "chance"), 9, "frozen.people"),
        ("public, balls", ("frozen", "fixed"), ["00" * 8], "frozen.fixed"),
        ("public, balls", ("frozen", "deadline"), "2026-04-21T19:00:00Z", "outcome.drawn_at"),
        ("public, balls", ("frozen", "counts", 0, "people"), 5, "frozen.counts"),
        ("public, balls", ("frozen", "suppress_below"), 5, "frozen.counts[0].people"),
        ("public, balls", ("outcome", "value", "entries", 1, "by"), "Helen", "outcome.value.entries"),
        ("public, balls", ("outcome", "value", "entries", 1, "goes"), [[5]], "outcome.value.entries[1].goes"),
        (
            "public, dice",
            ("outcome", "value", "entries", 0, "goes"),
            [[2, 3]],
            "outcome.value.entries[1].goes",
        ),
        ("public, beacon", ("frozen", "source", "round"), 27_000_000, "frozen.source.round"),
        ("public, beacon", ("outcome", "drawn_at"), "2026-04-20T00:00:00Z", "outcome.drawn_at"),
        ("public, reveal", ("frozen", "source", "adders"), [], "frozen.source"),
        (
            "public, reveal",
            ("outcome", "value", "seeds", 0, "seed"),
            "12" * 32,
            "outcome.value.seeds[0].seed",
        ),
        ("public, void", ("outcome", "witnesses"), [], "outcome.witnesses"),
        ("public, void", ("outcome", "voided_at"), "2026-04-16T08:00:00Z", "outcome.voided_at"),
        ("auditor", ("openings", 3, "values", "Gender×Age"), "Man×65+", "openings[3].values.Gender×Age"),
        ("auditor", ("openings", 5, "reference"), "R-p0", "openings"),
        ("own, drawn", ("panels",), [1], "panels"),
        ("own, drawn", ("drawn",), False, "drawn"),
    ],
)
def test_what_contradicts_itself_is_found_even_with_the_hash_of_the_forger(
    name: str, path: tuple[str | int, ...], to: Any, field: str
) -> None:
    assert field in [where for where, _message in forged(name, *path, to=to)]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"PK\x03\x04" + bytes(200), "JSON"),
        (b"[" * 100_000, "nested"),
        (b'{"kind":"public","kind":"public"}', "twice"),
        (b"[]", "kind"),
        (b'{"kind":["public"]}', "kind"),
        (b'{"kind":NaN}', "kind"),
        (b'{"\\ud800":1,"\\ud800":2}', "twice"),
    ],
)
def test_what_is_no_file_of_a_draw_is_refused_in_words(
    data: bytes, word: str, tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "x.json").write_bytes(data)
    assert main([str(tmp_path / "x.json"), "--published", "00" * 32]) == 2
    out = capsys.readouterr().out
    assert out.startswith("UNUSABLE: ")
    assert word in out


def test_a_file_cut_off_anywhere_is_refused() -> None:
    data, published = every_file()["public, balls"]
    for length in range(0, len(data), 97):
        with pytest.raises(UnusableError):
            examine(data[:length], published)


def test_a_path_that_cannot_be_read_or_a_hash_that_is_none_is_refused(tmp_path: Path, capsys: Any) -> None:
    assert main([str(tmp_path), "--published", "00" * 32]) == 2
    assert main([str(tmp_path / "none"), "--published", "00" * 32, "--json"]) == 2
    (tmp_path / "x.json").write_bytes(every_file()["frozen"][0])
    assert main([str(tmp_path / "x.json"), "--published", "abc"]) == 2
    assert "Traceback" not in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "x.json")])
    assert stopped.value.code == 2


def test_letters_that_act_on_a_terminal_are_shown_by_their_codes() -> None:
    content = json.loads(every_file()["frozen"][0])
    content["\u202e\x1b[2J"] = 1
    assert examine(encode(content), ["00" * 32]).faults[0][0] == "\\u202e\\u001b[2J"


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_file_runs_alone_and_says_the_same_everywhere(form: str, tmp_path: Path) -> None:
    shutil.copy(FILE, tmp_path / "verify.py")
    data, published = every_file()["auditor, two erased"]
    (tmp_path / "bundle.json").write_bytes(data)
    hashes = [word for given in published for word in ("--published", given)]
    options = ["bundle.json", *hashes, *(["--json"] if form == "json" else [])]
    found = set()
    for seed, language in (("1", "C"), ("2", "C.UTF-8")):
        done = subprocess.run(
            [sys.executable, "-I", "verify.py", *options],
            cwd=tmp_path,
            env={"PYTHONHASHSEED": seed, "LC_ALL": language},
            capture_output=True,
            check=True,
        )
        found.add((done.stdout, done.stderr))
    assert len(found) == 1
    out = found.pop()[0].decode()
    assert "holds" in out
    if form == "json":
        assert json.loads(out)["result"] == "holds"


def test_the_command_of_the_house_verifies(tmp_path: Path) -> None:
    data, published = every_file()["public, balls"]
    (tmp_path / "bundle.json").write_bytes(data)
    command = [sys.executable, "-m", "sortition", "verify", str(tmp_path / "bundle.json"), "--published"]
    environment = os.environ | {"PYTHONPATH": str(FILE.parents[1])}
    codes = [
        subprocess.run(
            [*command, given], cwd=tmp_path, env=environment, capture_output=True, check=False
        ).returncode
        for given in (*published, "00" * 32, "abc")
    ]
    assert codes == [0, 1, 2]
    assert run_sortition(["verify", str(tmp_path / "bundle.json"), "--published", published[0]]) == 0


def test_the_verifier_needs_the_standard_library_alone() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
    }
    assert imported <= sys.stdlib_module_names


def test_a_thousand_panels_of_eight_hundred_people_take_seconds() -> None:
    chance = random.Random(5)
    people = [f"p{at}" for at in range(800)]
    values = {
        name: {"Gender": "Woman" if at % 2 else "Man", "Area": f"A{at % 7}"} for at, name in enumerate(people)
    }
    panels = [chance.sample(people, 75) for _ in range(1000)]
    terms = Terms(
        assembly="Riverbend",
        frozen_at="2026-04-17T09:00:00Z",
        deadline="2026-04-21T22:00:00Z",
        void_rule="Void if no number was drawn by the deadline.",
        source=Balls(sides=10, count=3, lowest=0),
        seats=75,
        quotas=tuple(
            Quota(c, v, 0, 75) for c, v in sorted({p for own in values.values() for p in own.items()})
        ),
    )
    entrants = [Entrant(name, f"R-{name}", values[name], 75 / 800) for name in people]
    frozen, openings = freeze(terms, entrants, panels, token_bytes=chance.randbytes)
    public = resolve(PublicBundle(frozen), typed((4, 1, 7)), drawn_at="2026-04-21T20:00:00Z")
    data = auditor_bundle(public, openings.values()).to_bytes()
    started = time.monotonic()
    assert examine(data, [public.hash]).result == "holds"
    assert time.monotonic() - started < 10
