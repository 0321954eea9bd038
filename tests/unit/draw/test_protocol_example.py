"""The worked example of docs/draw-protocol.md is computed again, from its own lines and by the software."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from sortition.draw import PublicBundle, commitment, read_frozen, read_public_bundle, resolve
from sortition.draw.canonical import encode
from sortition.draw.commitments import read_opening
from sortition.draw.sources import read_value
from sortition.verify import examine

TEXT = (Path(__file__).parents[3] / "docs" / "draw-protocol.md").read_text(encoding="utf-8")
EXAMPLE = TEXT[TEXT.index("# A worked example") :]
FROZEN, OPENING, OUTCOME, MIXED = re.findall(r"```json\n(.*)\n```", EXAMPLE)
HASHES = [re.sub(r"\s", "", block) for block in re.findall(r"```\n([0-9a-f\s]+)\n```", EXAMPLE)]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def public_file() -> bytes:
    content = {
        "format": "assembly-draw/1",
        "frozen": json.loads(FROZEN),
        "frozen_hash": HASHES[0],
        "kind": "public",
    }
    return encode(content | {"outcome": json.loads(OUTCOME)})


def test_its_hashes_are_those_of_its_lines() -> None:
    assert [sha256(FROZEN), sha256(OPENING), sha256(public_file().decode()), sha256(MIXED)] == HASHES
    assert int(HASHES[3], 16) % 3 == 0


def test_the_software_gives_the_same() -> None:
    frozen = read_frozen(FROZEN.encode())
    assert frozen.hash == HASHES[0]
    sealed = {name: held for name, held in json.loads(OPENING).items() if name not in {"format", "kind"}}
    assert commitment(read_opening(sealed, "opening")) == frozen.people[-1].commitment == HASHES[1]
    told = json.loads(OUTCOME)
    public = resolve(PublicBundle(frozen), read_value(told["value"], "value"), drawn_at=told["drawn_at"])
    assert (read_public_bundle(public_file()), public.hash) == (public, HASHES[2])


def test_the_verifier_passes_it() -> None:
    assert examine(public_file(), [HASHES[0], HASHES[2]]).result == "holds"
    assert examine(FROZEN.encode(), [HASHES[0]]).result == "holds"


def test_every_field_of_a_file_is_named_in_the_protocol() -> None:
    names = {
        name for content in (FROZEN, OPENING, OUTCOME, MIXED) for name in re.findall(r'"([a-z_]+)":', content)
    }
    assert {name for name in names if f"`{name}`" not in TEXT and f'"{name}"' not in TEXT} == set()
