"""A frozen draw is the same bytes everywhere, opens only as it was sealed, and draws each panel equally often."""

from __future__ import annotations

import copy
import hashlib
import itertools
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from sortition.draw import (
    Addition,
    BallEntry,
    Balls,
    BallsRead,
    Beacon,
    BeaconRound,
    DrawError,
    Party,
    PublicBundle,
    Reveal,
    Revealed,
    Seed,
    auditor_bundle,
    declare_void,
    own_opening,
    panel_number,
    read_auditor_bundle,
    read_own_opening,
    read_public_bundle,
    resolve,
    seed_commitment,
)
from sortition.draw.build import whole_chances
from sortition.draw.canonical import decode, encode
from sortition.draw.randomness import fold
from sortition.draw.suppression import hidden_values
from tests.unit.draw.example import small_draw

DRAWN_AT = "2026-04-21T20:00:00Z"


def typed(*goes: tuple[int, ...]) -> BallsRead:
    return BallsRead((BallEntry("Helen", goes), BallEntry("Yusuf", goes)))


def drawn() -> PublicBundle:
    return resolve(PublicBundle(small_draw()[0]), typed((4,)), drawn_at=DRAWN_AT)


def test_each_kind_of_file_is_read_back_as_it_was() -> None:
    openings = small_draw()[1]
    public = drawn()
    assert read_public_bundle(public.to_bytes()) == public
    audited = auditor_bundle(public, list(openings.values())[1:])
    assert audited.erased == (openings["p0"].pseudonym,)
    assert read_auditor_bundle(audited.to_bytes()) == audited
    own = own_opening(public, openings["p3"])
    assert read_own_opening(own.to_bytes()) == own
    void = declare_void(PublicBundle(public.frozen), reason="No ball", witnesses=["H"], voided_at=DRAWN_AT)
    assert read_public_bundle(void.to_bytes()) == void


def test_the_hash_after_the_draw_is_that_of_the_file() -> None:
    public = drawn()
    assert hashlib.sha256(public.to_bytes()).hexdigest() == public.hash
    assert hashlib.sha256(public.frozen.to_bytes()).hexdigest() == public.frozen.hash


def test_bytes_do_not_depend_on_hash_order() -> None:
    code = "from tests.unit.draw.example import small_draw; print(small_draw()[0].hash)"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {small_draw()[0].hash}


@pytest.mark.parametrize("panels", range(1, 101))
def test_balls_give_each_panel_equally_many_of_all_numbers(panels: int) -> None:
    counted = Counter(fold(number, space=100, panels=panels) for number in range(100))
    assert {counted[panel] for panel in range(panels)} == {100 // panels}
    assert counted[None] == 100 % panels


def test_dice_give_each_panel_equally_many_throws() -> None:
    dice = Balls(sides=6, count=2, lowest=1)
    found: Counter[int] = Counter()
    refused: list[str] = []
    for throw in itertools.product(range(1, 7), repeat=2):
        try:
            found[panel_number(dice, typed(throw), panels=10, frozen_hash="0" * 64)] += 1
        except DrawError as error:
            refused.append(error.code)
    assert dict(found) == dict.fromkeys(range(10), 3)
    assert refused == ["no_go_counts"] * 6


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (BallsRead((BallEntry("Helen", ((4,),)),)), "one_entry_only"),
        (BallsRead((BallEntry("Helen", ((4,),)), BallEntry("Helen", ((4,),)))), "one_entry_only"),
        (BallsRead((BallEntry("Helen", ((4,),)), BallEntry("Yusuf", ((5,),)))), "entries_differ"),
        (typed((4, 4)), "wrong_faces"),
        (typed((10,)), "wrong_faces"),
        (typed((4,), (5,)), "go_after_the_last"),
    ],
)
def test_balls_that_two_people_did_not_read_alike_draw_nothing(value: BallsRead, code: str) -> None:
    with pytest.raises(DrawError) as caught:
        resolve(PublicBundle(small_draw()[0]), value, drawn_at=DRAWN_AT)
    assert caught.value.code == code


def test_a_beacon_draws_by_its_named_round_alone() -> None:
    beacon, signature = Beacon("drand", "ab" * 32, 100), "cd" * 48
    randomness = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    public = PublicBundle(small_draw(beacon)[0])
    done = resolve(public, BeaconRound(100, signature, randomness), drawn_at=DRAWN_AT)
    assert read_public_bundle(done.to_bytes()) == done
    with pytest.raises(DrawError, match="round_differs"):
        resolve(public, BeaconRound(101, signature, randomness), drawn_at=DRAWN_AT)
    with pytest.raises(DrawError, match="randomness_is_not_the_hash"):
        resolve(public, BeaconRound(100, signature, "00" * 32), drawn_at=DRAWN_AT)


def test_a_seed_other_than_the_committed_one_draws_nothing() -> None:
    reveal = Reveal((Party("Town", seed_commitment("Town", "11" * 32)),), ("Mayor",))
    public = PublicBundle(small_draw(reveal)[0])
    value = Revealed((Seed("Town", "11" * 32),), (Addition("Mayor", "blue"),))
    done = resolve(public, value, drawn_at=DRAWN_AT)
    assert read_public_bundle(done.to_bytes()) == done
    with pytest.raises(DrawError, match="seed_differs"):
        resolve(public, Revealed((Seed("Town", "12" * 32),), value.added), drawn_at=DRAWN_AT)
    with pytest.raises(DrawError, match="parties_differ"):
        resolve(public, Revealed(value.seeds), drawn_at=DRAWN_AT)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, held in pairs for path in [(*at, key), *paths(held, (*at, key))]]


def test_an_opening_changed_in_any_field_is_not_what_was_sealed() -> None:
    own = own_opening(drawn(), small_draw()[1]["p3"])
    content = decode(own.to_bytes())
    for path in paths(content["opening"]):
        changed = copy.deepcopy(content)
        holder = changed["opening"]
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = "ab" * 16 if path[-1] == "salt" else "ab" * 8
        with pytest.raises(DrawError):
            read_own_opening(encode(changed))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}', "repeated_field"),
        (b'{"a": 1}', "not_canonical"),
        (b'{"a":1.5}', "not_a_whole_number"),
        (b'{"a":NaN}', "not_a_whole_number"),
        (b'{"a":' + b"9" * 5000 + b"}", "not_a_whole_number"),
        (b"[" * 100_000, "nested_too_deeply"),
        (b"\xff", "not_utf8"),
        (b'"\\ud800"', "not_utf8"),
        (b"", "not_json"),
        (b"[]", "not_an_object"),
        (b'{"format":"assembly-draw/1"}', "missing_field"),
    ],
)
def test_hostile_files_are_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(DrawError) as caught:
        read_public_bundle(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("pool", "hidden"),
    [
        ({"a": 50, "b": 50}, set()),
        ({"a": 3, "b": 50, "c": 40}, {"a", "c"}),
        ({"a": 3, "b": 4, "c": 40, "d": 50}, {"a", "b", "c"}),
        ({"a": 8, "b": 9, "c": 40}, {"a", "b"}),
        ({"a": 3, "b": 50}, {"a", "b"}),
    ],
)
def test_small_counts_cannot_be_found_by_difference(pool: dict[str, int], hidden: set[str]) -> None:
    assert hidden_values(pool, 10) == hidden


def test_counts_are_those_of_the_panels() -> None:
    frozen, openings = small_draw()
    women = {opening.pseudonym for opening in openings.values() if opening.values["Gender"] == "Woman"}
    spread = Counter(len(women.intersection(panel)) for panel in frozen.panels)
    told = {count.value: count for count in frozen.counts}["Woman"]
    assert (told.people, told.seats) == (3, tuple(sorted(spread.items())))
    for person in frozen.people:
        assert person.panels == sum(person.pseudonym in panel for panel in frozen.panels)


def test_chances_are_rounded_to_sum_to_the_seats() -> None:
    assert whole_chances([1 / 3, 1 / 3, 1 / 3], 1) == (333_333_334, 333_333_333, 333_333_333)
    assert sum(whole_chances([0.1] * 30, 3)) == 3 * 10**9
    with pytest.raises(DrawError, match="chances_do_not_sum"):
        whole_chances([0.5], 1)
