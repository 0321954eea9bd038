"""Check a file of a draw by lot: `python verify.py FILE --published HASH`. This one file runs alone.

It follows docs/draw-protocol.md, shares no line with the software that draws, and needs the standard library only.
Read it from top to bottom: bytes, shapes, what was frozen, what was drawn, what was sealed, hashes, command.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

FORMAT, LARGEST_FILE, BILLION = "assembly-draw/1", 64 * 1024 * 1024, 10**9
DRAND_CHAINS = {  # hash of the chain → second of its first round since 1970, seconds between rounds
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971": (1_692_803_367, 3),
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": (1_595_431_050, 30),
}
Json = Any


class UnusableError(Exception):
    """Say that these bytes are no file of a draw, or that what was given beside them is no hash."""


class Fault(Exception):  # noqa: N818 - what is found in a file is no error of the checker
    """Say which field is wrong, and how."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(where, message)
        self.where, self.message = where, message


def need(is_so: bool, where: str, message: str) -> None:
    """Find a fault unless it is so."""
    if not is_so:
        raise Fault(where, message)


def plain(words: str) -> str:
    """Show letters that would act on a terminal, or hide, by their codes."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in words)


# 1. Bytes. A content has one spelling, so that a hash of the bytes is a hash of the content.


def read(data: bytes) -> Json:
    """Read JSON; a number that is not whole, or too long, becomes None within a tuple and fits no shape."""
    if len(data) > LARGEST_FILE:
        raise UnusableError(f"the file is larger than {LARGEST_FILE} bytes")
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=_without_repetition,
            parse_int=lambda digits: int(digits) if len(digits) <= 16 else (None,),
            parse_float=lambda digits: (None,),  # noqa: ARG005
            parse_constant=lambda name: (None,),  # noqa: ARG005
        )
    except UnicodeDecodeError as error:
        raise UnusableError(f"it is not text in UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise UnusableError(f"it is not JSON (character {error.pos})") from None
    except (RecursionError, MemoryError):
        raise UnusableError("it is nested too deeply") from None


def _without_repetition(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    repeated = [name for name, times in Counter(name for name, _value in pairs).items() if times > 1]
    if repeated:
        raise UnusableError(f"the field {repeated[0][:80]} stands twice in one object")
    return dict(pairs)


def canonical(value: Json) -> str:
    """Spell a content in the only way: names in order, no spaces, nothing escaped but `"` and the backslash."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def digest(value: Json) -> str:
    """Give the SHA-256 of a content."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def check_bytes(data: bytes, content: Json) -> str:
    """Compare the file with the one spelling of what it says."""
    need(data == canonical(content).encode(), "file", "its bytes are not canonical")
    return f"{len(data):,} bytes, canonical: this content has no other spelling."


# 2. Shapes, written "field: form, field: form"; [form] is a list, `?` allows null, `|` tells kinds apart.


def record(simple: str, **others: Json) -> Json:
    """Describe an object that has these fields and no others."""
    pairs = [pair.split(": ") for pair in simple.split(", ")]
    return {name: [form[1:-1]] if form.startswith("[") else form for name, form in pairs} | others


HEAD = f"format: = {FORMAT}, kind: = "
BALLS = record("kind: text", entries=[record("by: text", goes=[["whole 0 1000"]])])
ROUND = record("kind: text, round: whole 1 5000000000, signature: hex, randomness: hex 32")
REVEALED = record(
    "kind: text", seeds=[record("party: text, seed: hex 32")], added=[record("by: text, text: text")]
)
DRAWN = record(
    HEAD + "outcome, frozen: hex 32, drawn_at: moment, number: whole, panel: [hex 8]",
    value={"| balls": BALLS, "| beacon": ROUND, "| reveal": REVEALED},
)
VOID = record(
    HEAD + "void, frozen: hex 32, voided_at: moment, reason: text, witnesses: [text]", drawn={"?": DRAWN}
)
SOURCE = {
    "| balls": record("kind: text, sides: whole 2 1000, count: whole 1 20, lowest: whole 0 1"),
    "| beacon": record("kind: text, name: text, chain: hex 32, round: whole 1 5000000000"),
    "| reveal": record("kind: text, adders: [text]", parties=[record("name: text, commitment: hex 32")]),
}
FROZEN = record(
    HEAD + "frozen, assembly: text, earlier: [hex 32], frozen_at: moment, deadline: moment, void_rule: text, "
    "settings: words, seats: whole 1, fixed: [hex 8], suppress_below: whole 1",
    source=SOURCE,
    quotas=[record("category: text, value: text, minimum: whole, maximum: whole")],
    caps=[record("column: text, maximum: whole 1")],
    counts=[record("category: text, value: text", people={"?": "whole"}, seats={"?": [["whole"]]})],
    people=[record(f"pseudonym: hex 8, commitment: hex 32, panels: whole, chance: whole 0 {BILLION}")],
    **{name: [["hex 8"]] for name in ("together", "apart", "panels")},
)
OUTCOME = {"?": {"| outcome": DRAWN, "| void": VOID}}
OPENING = record("pseudonym: hex 8, reference: text, salt: hex 16, values: words, groups: words")
PUBLIC = record(HEAD + "public, frozen_hash: hex 32", frozen=FROZEN, outcome=OUTCOME)
AUDITOR = record(HEAD + "auditor, erased: [hex 8]", public=PUBLIC, openings=[OPENING])
OWN = record(HEAD + "own, panels: [whole]", public=PUBLIC, opening=OPENING, drawn={"?": "truth"})
FILES = {"frozen": FROZEN, "public": PUBLIC, "auditor": AUDITOR, "own": OWN}


def check_shape(value: Json, shape: Json, where: str) -> None:
    """Compare a content with a shape."""
    if isinstance(shape, list):
        need(isinstance(value, list), where, "is not a list")
        for at, item in enumerate(value):
            check_shape(item, shape[0], f"{where}[{at}]")
    elif isinstance(shape, dict) and "?" in shape:
        if value is not None:
            check_shape(value, shape["?"], where)
    elif isinstance(shape, dict) and next(iter(shape)).startswith("| "):
        kind = value.get("kind") if isinstance(value, dict) else None
        need(f"| {kind}" in shape, f"{where}.kind", "is no known kind")
        check_shape(value, shape[f"| {kind}"], where)
    elif isinstance(shape, dict):
        need(isinstance(value, dict), where, "is not an object")
        for name in [*shape, *value]:
            path = f"{where}.{name[:80]}" if where else name[:80]
            need(name in value, path, "is missing")
            need(name in shape, path, "does not belong here")
        for name, inner in shape.items():
            check_shape(value[name], inner, f"{where}.{name}" if where else name)
    else:
        name, *bounds = shape.split()
        need(LEAVES[name](value, *bounds), where, f"is not of the form “{shape}”")


def check_fields(content: Json, shape: Json) -> str:
    """Check the whole file for its shape."""
    check_shape(content, shape, "")
    return "All fields are there and well formed, and there are no others."


def _is_text(value: Json) -> bool:
    if not isinstance(value, str) or not 1 <= len(value) <= 2000:
        return False
    has_control = any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in value)
    return not has_control and unicodedata.normalize("NFC", value) == value


def _is_words(value: Json) -> bool:
    return isinstance(value, dict) and all(_is_text(name) and _is_text(value[name]) for name in value)


def _is_whole(value: Json, lowest: str = "0", highest: str = str(2**53 - 1)) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and int(lowest) <= value <= int(highest)


def _is_hex(value: Json, count: str = "") -> bool:
    pattern = f"([0-9a-f]{{2}}){{{count}}}" if count else "([0-9a-f]{2})*"
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_moment(value: Json) -> bool:
    """Take UTC to the second, such as 2026-04-17T09:00:00Z."""
    pattern = r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
    found = re.fullmatch(pattern, value) if isinstance(value, str) else None
    try:
        return found is not None and bool(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return False


LEAVES: dict[str, Callable[..., bool]] = {"text": _is_text, "words": _is_words, "whole": _is_whole}
LEAVES |= {"hex": _is_hex, "moment": _is_moment, "truth": lambda value: isinstance(value, bool)}
LEAVES |= {"=": lambda value, expected: bool(value == expected)}

# 3. What was frozen before the draw. `at` is the path of this part within the file.


def rising(keys: Sequence[Any], where: str, *, may_repeat: bool = False) -> None:
    """Ask for the canonical order."""
    for at in range(1, len(keys)):
        is_after = keys[at - 1] < keys[at] or (may_repeat and keys[at - 1] == keys[at])
        need(is_after, f"{where}[{at}]", "is not in canonical order, or stands twice")


def check_order(frozen: Json, at: str) -> str:
    """Check that every list has its one order, so that nobody could choose the number of a panel."""
    for name in ("quotas", "counts"):
        rising([(item["category"], item["value"]) for item in frozen[name]], f"{at}.{name}")
    rising([cap["column"] for cap in frozen["caps"]], f"{at}.caps")
    rising([person["pseudonym"] for person in frozen["people"]], f"{at}.people")
    rising(frozen["fixed"], f"{at}.fixed")
    for name in ("together", "apart", "panels"):
        rising(frozen[name], f"{at}.{name}", may_repeat=name == "panels")
        for number, group in enumerate(frozen[name]):
            rising(group, f"{at}.{name}[{number}]")
    need(len(set(frozen["earlier"])) == len(frozen["earlier"]), f"{at}.earlier", "names a draw twice")
    earlier = ", ".join(frozen["earlier"]) or "none"
    return f"Lists are in canonical order: nobody chose which panel has which number. Earlier draws named: {earlier}."


def round_at(source: Json) -> str:
    """Say when the named round comes out; nothing, where the chain is not a known one."""
    first, period = DRAND_CHAINS.get(source["chain"], (0, 0))
    out_at = datetime.fromtimestamp(first + (source["round"] - 1) * period, tz=UTC)
    return out_at.strftime("%Y-%m-%dT%H:%M:%SZ") if period else ""


def check_times_and_source(frozen: Json, at: str) -> str:
    """Check when and by what the draw was to be."""
    source, start, end = frozen["source"], frozen["frozen_at"], frozen["deadline"]
    need(start < end, f"{at}.deadline", "is not after the freeze")
    said = f"Frozen {start}, to be drawn by {end}, "
    if source["kind"] == "balls":
        is_enough = source["sides"] ** source["count"] >= len(frozen["panels"])
        need(is_enough, f"{at}.source", "has fewer numbers than there are panels")
        faces = f"{source['lowest']} to {source['lowest'] + source['sides'] - 1}"
        return f"{said}by {source['count']} balls or dice that show {faces}."
    if source["kind"] == "beacon":
        out_at = round_at(source)
        need(not out_at or start < out_at <= end, f"{at}.source.round", f"came out {out_at}, out of time")
        known = f"which comes out {out_at}" if out_at else "whose time this programme does not know"
        return f"{said}by round {source['round']} of the beacon “{source['name']}”, {known}."
    names = [*(party["name"] for party in source["parties"]), *source["adders"]]
    has_both = bool(source["parties"] and source["adders"])
    need(has_both, f"{at}.source", "needs a sealed seed and somebody else's text")
    need(len(set(names)) == len(names), f"{at}.source", "names somebody twice")
    return f"{said}by sealed seeds and texts added after the freeze, from: {', '.join(names)}."


def check_people(frozen: Json, at: str) -> str:
    """Check the people against the panels, and their chances."""
    people, panels, seats = frozen["people"], len(frozen["panels"]), frozen["seats"]
    held = Counter(name for panel in frozen["panels"] for name in panel)
    for number, person in enumerate(people):
        found = held[person["pseudonym"]]
        need(person["panels"] == found, f"{at}.people[{number}].panels", f"is not {found}, as counted")
    sealed = {person["commitment"] for person in people}
    need(len(sealed) == len(people), f"{at}.people", "has the same commitment twice")
    total = sum(person["chance"] for person in people)
    need(total == seats * BILLION, f"{at}.people", f"has chances that sum to {total}, not {seats * BILLION}")
    loss = max((abs(one["panels"] * BILLION - one["chance"] * panels) for one in people), default=0)
    return (
        f"{len(people):,} people: their panels are counted right, their chances sum to the {seats} seats; rounding "
        f"to {panels:,} panels moved nobody by more than {loss / BILLION:.3f} of a panel."
    )


def check_panels(frozen: Json, at: str) -> str:
    """Check every panel as far as pseudonyms allow."""
    known = {person["pseudonym"] for person in frozen["people"]}
    need(bool(frozen["panels"]), f"{at}.panels", "is empty")
    need(known.issuperset(frozen["fixed"]), f"{at}.fixed", "names somebody who is not in the draw")
    for name in ("together", "apart", "panels"):
        for number, group in enumerate(frozen[name]):
            where = f"{at}.{name}[{number}]"
            need(known.issuperset(group), where, "names somebody who is not in the draw")
            need(name == "panels" or len(group) > 1, where, "is not a group")
    for number, panel in enumerate(map(frozenset, frozen["panels"])):
        where, size = f"{at}.panels[{number}]", len(frozen["panels"][number])
        need(size == len(panel) == frozen["seats"], where, f"has not {frozen['seats']} different members")
        need(panel.issuperset(frozen["fixed"]), where, "lacks somebody who sits on every panel")
        kept = all(len(panel.intersection(group)) in {0, len(group)} for group in frozen["together"])
        need(kept, where, "parts people who sit together")
        kept = all(len(panel.intersection(group)) < 2 for group in frozen["apart"])
        need(kept, where, "joins people who sit apart")
    return (
        f"{len(frozen['panels']):,} panels of {frozen['seats']} different people of the draw; {len(frozen['fixed'])} "
        f"people on all of them, {len(frozen['together'])} groups together, {len(frozen['apart'])} apart: all kept."
    )


def check_counts(frozen: Json, at: str) -> str:
    """Check the public counts against the quotas and against each other."""
    quotas = {(quota["category"], quota["value"]): quota for quota in frozen["quotas"]}
    plain_ones = {key for key in quotas if "×" not in key[0]}
    by_category = defaultdict(list)
    for number, quota in enumerate(frozen["quotas"]):
        need(
            quota["minimum"] <= quota["maximum"], f"{at}.quotas[{number}]", "has a maximum below its minimum"
        )
    for number, count in enumerate(frozen["counts"]):
        by_category[count["category"]].append(count)
        key, where = (count["category"], count["value"]), f"{at}.counts[{number}]"
        need(count["category"] in {category for category, _value in plain_ones}, where, "has no quotas")
        need((count["people"] is None) == (count["seats"] is None), where, "is half told")
        if count["people"] is not None:
            _check_count(count, quotas.get(key, {"minimum": 0, "maximum": frozen["seats"]}), frozen, where)
    counted = {(count["category"], count["value"]) for count in frozen["counts"]}
    need(plain_ones <= counted, f"{at}.counts", "leaves out a value with a quota")
    for category, counts in by_category.items():
        hidden = sum(count["people"] is None for count in counts)
        rest = len(frozen["people"]) - sum(count["people"] or 0 for count in counts)
        free = frozen["seats"] * len(frozen["panels"]) - sum(
            seats * times for count in counts for seats, times in count["seats"] or ()
        )
        adds_up = min(rest, free) >= 0 if hidden else rest == free == 0
        need(adds_up, f"{at}.counts", f"of {category} do not add up to all people or all seats")
        is_safe = hidden in {0, len(counts)} or (hidden > 1 and rest >= frozen["suppress_below"])
        need(is_safe, f"{at}.counts", f"of {category} give a small number away by subtraction")
    told = sum(count["people"] is not None for count in frozen["counts"])
    return (
        f"{told} of {len(frozen['counts'])} values are counted in public; by these counts all panels keep to their "
        f"quotas. The others are withheld: no number below {frozen['suppress_below']} is told."
    )


def _check_count(count: Json, quota: Json, frozen: Json, where: str) -> None:
    seats, people = count["seats"], count["people"]
    need(people >= frozen["suppress_below"], f"{where}.people", "is too small to be told")
    where = f"{where}.seats"
    need(all(len(pair) == 2 and pair[1] > 0 for pair in seats), where, "is not pairs of seats and panels")
    rising([pair[0] for pair in seats], where)
    need(sum(pair[1] for pair in seats) == len(frozen["panels"]), where, "does not count every panel once")
    highest = min(quota["maximum"], people)
    need(all(quota["minimum"] <= pair[0] <= highest for pair in seats), where, "breaks the quota")


# 4. What was drawn. `at` is the path of the outcome within the file.


def number_of_panel(frozen: Json, value: Json, at: str) -> int:
    """Work out the number of the panel that the randomness chooses."""
    source, panels = frozen["source"], len(frozen["panels"])
    is_named = value["kind"] == source["kind"]
    need(is_named and panels > 0, f"{at}.value.kind", "is not the source that was named")
    if source["kind"] == "balls":
        return _number_of_balls(source, value["entries"], panels, f"{at}.value.entries")
    if source["kind"] == "beacon":
        need(value["round"] == source["round"], f"{at}.value.round", "is not the round that was named")
        seed = hashlib.sha256(bytes.fromhex(value["signature"])).hexdigest()
        need(value["randomness"] == seed, f"{at}.value.randomness", "is not the SHA-256 of the signature")
    else:
        parties = [party["name"] for party in source["parties"]]
        given, added = [one["party"] for one in value["seeds"]], [one["by"] for one in value["added"]]
        need(given == parties, f"{at}.value.seeds", "are not by those who were named")
        need(added == source["adders"], f"{at}.value.added", "is not by those who were named")
        for number, one in enumerate(value["seeds"]):
            sealed = source["parties"][number]["commitment"]
            is_same = digest({"format": FORMAT, "kind": "party", **one}) == sealed
            need(is_same, f"{at}.value.seeds[{number}].seed", "is not the seed that was sealed")
        seed = digest({"format": FORMAT, "kind": "seeds", "seeds": value["seeds"], "added": value["added"]})
    mixed = {"format": FORMAT, "kind": "panel number", "seed": seed, "frozen": digest(frozen)}
    attempt = 0
    while (number := int(digest(mixed | {"attempt": attempt}), 16)) >= 2**256 - 2**256 % panels:
        attempt += 1
    return number % panels


def _number_of_balls(source: Json, entries: Json, panels: int, at: str) -> int:
    readers = {entry["by"] for entry in entries}
    need(1 < len(readers) == len(entries), at, "are not by two or more different people")
    for number, entry in enumerate(entries):
        need(entry["goes"] == entries[0]["goes"], f"{at}[{number}].goes", "differ from those of the first")
    space = source["sides"] ** source["count"]
    for number, go in enumerate(entries[0]["goes"]):
        where, drawn, last = f"{at}[0].goes[{number}]", 0, number == len(entries[0]["goes"]) - 1
        digits = [face - source["lowest"] for face in go]
        need(len(go) == source["count"], where, "has not as many balls as were named")
        need(all(0 <= digit < source["sides"] for digit in digits), where, "has a face that these balls lack")
        for digit in digits:
            drawn = drawn * source["sides"] + digit
        if drawn < space - space % panels:
            need(last, where, "counts, yet it was drawn again")
            return drawn % panels
    raise Fault(f"{at}[0].goes", "has no go that counts")


def check_drawn(frozen: Json, drawn: Json, at: str) -> str:
    """Follow the way from the randomness to the panel."""
    moment, source = drawn["drawn_at"], frozen["source"]
    need(drawn["frozen"] == digest(frozen), f"{at}.frozen", "is the hash of another draw")
    is_in_time = frozen["frozen_at"] < moment <= frozen["deadline"]
    need(is_in_time, f"{at}.drawn_at", "is not between freeze and deadline")
    is_out = source["kind"] != "beacon" or round_at(source) <= moment
    need(is_out, f"{at}.drawn_at", "is before the named round came out")
    number = number_of_panel(frozen, drawn["value"], at)
    need(drawn["number"] == number, f"{at}.number", f"is not {number}, which the randomness gives")
    need(drawn["panel"] == frozen["panels"][number], f"{at}.panel", f"is not panel {number}")
    last = len(frozen["panels"]) - 1
    return f"Drawn {moment}: the randomness gives number {number} of 0 to {last}, and the panel is that of this number."


def check_void(frozen: Json, void: Json, at: str) -> str:
    """Check that a void draw says why, and who saw it."""
    witnesses, since = void["witnesses"], void["drawn"]["drawn_at"] if void["drawn"] else frozen["frozen_at"]
    need(void["frozen"] == digest(frozen), f"{at}.frozen", "is the hash of another draw")
    need(0 < len(set(witnesses)) == len(witnesses), f"{at}.witnesses", "is empty, or names somebody twice")
    need(since <= void["voided_at"], f"{at}.voided_at", "is before the freeze, or before what was drawn")
    return (
        f"VOID since {void['voided_at']}, {'a panel' if void['drawn'] else 'nothing'} having been drawn. Reason: "
        f"“{void['reason']}” Witnesses: {', '.join(witnesses)}. The rule was: “{frozen['void_rule']}”"
    )


# 5. What was sealed: the values of people, which the public file does not tell.


def check_seals(frozen: Json, openings: Json, paths: Sequence[str]) -> str:
    """Compare openings with the commitments that were published."""
    sealed = {person["pseudonym"]: person["commitment"] for person in frozen["people"]}
    for opening, where in zip(openings, paths, strict=True):
        found = digest({"format": FORMAT, "kind": "person", **opening})
        need(sealed.get(opening["pseudonym"]) == found, where, "is not what was sealed for this person")
    return f"What was sealed is what was opened: {len(openings):,} of {len(sealed):,} people."


def check_everybody(frozen: Json, openings: Json, erased: Json) -> str:
    """Check that everybody is either opened or named as erased."""
    names = [opening["pseudonym"] for opening in openings]
    rising(names, "openings")
    rising(erased, "erased")
    everybody = [person["pseudonym"] for person in frozen["people"]]
    need(sorted(names + erased) == everybody, "openings and erased", "are not the people of the draw")
    references = {opening["reference"] for opening in openings}
    need(len(references) == len(openings), "openings", "have the same reference twice")
    return f"Everybody is opened or named as erased ({len(erased)}); no two have the same reference."


def check_values(frozen: Json, openings: Json) -> str:
    """Check that people have a value for every category, and crossed ones made of their parts."""
    categories = {quota["category"] for quota in frozen["quotas"]}
    for at, opening in enumerate(openings):
        values = opening["values"]
        need(categories <= set(values), f"openings[{at}].values", "lack a category that has quotas")
        for category in categories:
            parts = [part.strip() for part in category.split("×")]
            if len(parts) > 1 and all(part in values for part in parts):
                found = [part.strip() for part in values[category].split("×")]
                is_made = found == [values[part].strip() for part in parts]
                need(is_made, f"openings[{at}].values.{category}", "is not made of the values it crosses")
    return "Everybody opened has a value in each category; crossed values are made of their parts."


def check_seats(frozen: Json, openings: Json, at: str) -> str:
    """Count values and groups in each panel. Who was erased may have had any value."""
    known = {opening["pseudonym"]: opening for opening in openings}
    unknown = [sum(name not in known for name in panel) for panel in frozen["panels"]]
    by_key: dict[tuple[str, str], list[int]] = {}
    for number, panel in enumerate(frozen["panels"]):
        members = [known[name] for name in panel if name in known]
        for pair in (pair for member in members for pair in member["values"].items()):
            by_key.setdefault(pair, [0] * len(unknown))[number] += 1
        for cap in frozen["caps"]:
            column = cap["column"]
            groups = Counter(member["groups"][column] for member in members if column in member["groups"])
            kept = max(groups.values(), default=0) <= cap["maximum"]
            need(kept, f"{at}.panels[{number}]", f"breaks the cap on {column}")
    nobody = [0] * len(unknown)
    for quota in frozen["quotas"]:
        seated = by_key.get((quota["category"], quota["value"]), nobody)
        for number, found in enumerate(seated):
            kept = found <= quota["maximum"] and found + unknown[number] >= quota["minimum"]
            need(kept, f"{at}.panels[{number}]", f"breaks the quota of {quota['category']}: {quota['value']}")
    people = Counter(pair for opening in openings for pair in opening["values"].items())
    for number, count in enumerate(frozen["counts"]):
        key, where = (count["category"], count["value"]), f"{at}.counts[{number}]"
        if count["people"] is not None:
            erased = len(frozen["people"]) - len(openings)
            is_so = people[key] <= count["people"] <= people[key] + erased
            need(is_so, f"{where}.people", "is not as counted")
            told = sorted(seats for seats, times in count["seats"] for _panel in range(times))
            least = sorted(by_key.get(key, nobody))
            most = sorted(map(sum, zip(by_key.get(key, nobody), unknown, strict=True)))
            is_so = all(low <= said <= high for low, said, high in zip(least, told, most, strict=True))
            need(is_so, f"{where}.seats", "are not as counted")
    room = "; whoever was erased is taken as fitting, where that is possible" if any(unknown) else ""
    return f"Every panel keeps to all {len(frozen['quotas'])} quotas and {len(frozen['caps'])} caps{room}."


def check_own(frozen: Json, own: Json) -> str:
    """Tell a volunteer whether they were in the draw, in which panels, and with what chance."""
    name, panels, drawn = own["opening"]["pseudonym"], len(frozen["panels"]), own["public"]["outcome"]
    found = [number for number, panel in enumerate(frozen["panels"]) if name in panel]
    need(own["panels"] == found, "panels", "are not the panels with this person")
    has_panel = drawn is not None and drawn["kind"] == "outcome"
    is_drawn = (name in drawn["panel"]) if has_panel else None
    need(own["drawn"] == is_drawn, "drawn", "is not what the draw gave")
    chance = next((one["chance"] for one in frozen["people"] if one["pseudonym"] == name), 0)
    said = {None: "no panel stands", True: "this person was drawn", False: "this person was not drawn"}
    return (
        f"Reference {own['opening']['reference']} was in the draw as {name}: in {len(found):,} of {panels:,} panels, "
        f"a chance of {100 * len(found) / max(panels, 1):.2f}% ({chance / 10**7:.2f}% before rounding); "
        f"{said[is_drawn]}."
    )


# 6. Hashes, and what follows from all of this.

SHOWN_BY_NONE = (
    "that the hash was known to others before the draw: for that, recall where and when you saw it",
    "that everybody who volunteered is in it, and only real people: for that, volunteers ask for their own files",
    "that no other draw was frozen for these seats: for that, compare with all hashes that were published",
    "that the chances are as fair as the quotas allow: for that, see the certificate of the lottery",
)
SHOWN_NOT: Mapping[str, Sequence[str]] = {
    "frozen": (
        "what was drawn",
        "that panels keep to caps, and to quotas of values that are not counted in public",
    ),
    "public": ("that panels keep to caps, and to quotas of values that are not counted in public",),
    "auditor": ("that people told the truth about themselves", "that those named as erased asked for it"),
    "own": ("the values of anybody else, and so the quotas and caps of panels",),
    "balls": ("that the balls or dice were fair, and were read as they fell: for that, ask the witnesses",),
    "beacon": ("that the beacon signed this round: its SHA-256 is checked here, its signature is not",),
    "reveal": ("that those who knew the seeds and those who added texts did not conspire",),
}


@dataclass
class Report:
    """Hold what was found out about a file."""

    kind: str
    hashes: dict[str, str] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    unbound: list[str] = field(default_factory=list)
    cannot_show: list[str] = field(default_factory=list)

    @property
    def result(self) -> str:
        """Give the verdict: holds; not shown, where a part follows from no published hash; does not hold."""
        return "does not hold" if self.faults else "not shown" if self.unbound else "holds"

    def run(self, check: Callable[..., str], *of: Any) -> bool:
        """Note what a check says, or the fault that it found."""
        try:
            self.checked.append(plain(check(*of)))
        except Fault as fault:
            self.faults.append((plain(fault.where), plain(fault.message)))
            return False
        return True

    def to_json(self) -> dict[str, Any]:
        """Give the report as JSON values."""
        faults = [{"field": where, "message": message} for where, message in self.faults]
        return {"format": FORMAT, "result": self.result, **vars(self), "faults": faults}


def examine(data: bytes, published: Sequence[str]) -> Report:
    """Check a file against hashes that were published: all of them must be of it.

    Raises:
        UnusableError: the bytes are no file of a draw, or a hash is none.
    """
    wanted = [re.sub(r"[\s:.-]", "", given).lower() for given in published]
    if not wanted or not all(re.fullmatch("[0-9a-f]{64}", given) for given in wanted):
        raise UnusableError("a published hash is not 64 hexadecimal digits")
    content = read(data)
    kind = content.get("kind") if isinstance(content, dict) else None
    if not isinstance(kind, str) or kind not in FILES:
        raise UnusableError(f"kind: is none of {', '.join(FILES)}")
    report = Report(kind, {"this file": hashlib.sha256(data).hexdigest()})
    public = content if kind == "public" else content.get("public")
    if report.run(check_fields, content, FILES[kind]) and report.run(check_bytes, data, content):
        _check_parts(report, content, kind, public)
    for given in wanted:
        report.run(_check_hash, report.hashes, given)
    whole = {report.hashes.get("this file"), report.hashes.get("public bundle")}
    if not report.faults and public and public["outcome"] and whole.isdisjoint(wanted):
        report.unbound.append(
            "outcome: the hash given is that of what was frozen, and says nothing about what was drawn. "
            "Give the hash that was read out after the draw as well, with a second --published."
        )
    return report


def _check_parts(report: Report, content: Json, kind: str, public: Json) -> None:
    frozen, within = (public["frozen"] if public else content), ("public." if public is not content else "")
    at = f"{within}frozen" if public else "frozen"
    are_counts_sound = [
        report.run(check, frozen, at)
        for check in (check_order, check_times_and_source, check_people, check_panels, check_counts)
    ][-1]
    report.hashes["frozen"] = digest(frozen)
    if public:
        report.hashes["public bundle"] = digest(public)
        report.run(_check_frozen_hash, public, report.hashes["frozen"], f"{within}frozen_hash")
        outcome, where = public["outcome"], f"{within}outcome"
        if outcome and outcome["kind"] == "void":
            report.run(check_void, frozen, outcome, where)
            outcome, where = outcome["drawn"], f"{where}.drawn"
        if outcome:
            report.run(check_drawn, frozen, outcome, where)
    if kind == "auditor":
        openings = content["openings"]
        report.run(check_seals, frozen, openings, [f"openings[{number}]" for number in range(len(openings))])
        report.run(check_everybody, frozen, openings, content["erased"])
        report.run(check_values, frozen, openings)
        if are_counts_sound:
            report.run(check_seats, frozen, openings, at)
    if kind == "own":
        report.run(check_seals, frozen, [content["opening"]], ["opening"])
        report.run(check_own, frozen, content)
    report.cannot_show += [*SHOWN_NOT[kind], *SHOWN_NOT[frozen["source"]["kind"]], *SHOWN_BY_NONE]


def _check_frozen_hash(public: Json, found: str, where: str) -> str:
    need(public["frozen_hash"] == found, where, f"is not the hash of what was frozen, {found}")
    return "The hash of what was frozen, as the file gives it, is right."


def _check_hash(hashes: Mapping[str, str], given: str) -> str:
    of = [name for name, found in hashes.items() if found == given]
    need(bool(of), "published", f"{given} is the hash of no part of this file")
    return f"Published hash {given}: it is that of {' and '.join(of)}."


# 7. The command.


def main(arguments: Sequence[str] | None = None, program: str = "verify.py") -> int:
    """Check one file: 0 all holds, 1 something does not or is not shown, 2 nothing that could be checked."""
    parser = argparse.ArgumentParser(
        program, description="Check a file of a draw against hashes that were published."
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="frozen file, public or auditor's bundle, own opening"
    )
    parser.add_argument(
        "--published",
        required=True,
        action="append",
        metavar="HASH",
        help="a hash that was read out or printed, from elsewhere than the file; may be given more than once",
    )
    parser.add_argument("--json", action="store_true", help="give the report as JSON")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        with options.file.open("rb") as file:
            report = examine(file.read(LARGEST_FILE + 1), options.published)
    except (OSError, ValueError, UnusableError) as error:
        message = plain(error.strerror if isinstance(error, OSError) and error.strerror else str(error))
        print(
            json.dumps({"result": "unusable", "message": message}) if options.json else f"UNUSABLE: {message}"
        )
        return 2
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=1) if options.json else as_text(report))
    return 0 if report.result == "holds" else 1


def as_text(report: Report) -> str:
    return "\n".join(
        [
            f"A file of a draw, kind: {report.kind}",
            *(f"  hash of {name}: {found}" for name, found in report.hashes.items()),
            "Checked:",
            *(f"  {sentence}" for sentence in report.checked),
            *(f"FAULT  {where}: {message}" for where, message in report.faults),
            *(f"NOT SHOWN  {sentence}" for sentence in report.unbound),
            *(["This kind of file cannot show:"] if report.cannot_show else []),
            *(f"  {sentence}" for sentence in report.cannot_show),
            f"RESULT: {report.result}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
