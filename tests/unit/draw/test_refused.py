"""What would let a draw be doubted is refused before it is frozen, drawn or voided."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from sortition.draw import (
    Balls,
    Beacon,
    Cap,
    DrawError,
    Entrant,
    Frozen,
    Outcome,
    Party,
    PublicBundle,
    Quota,
    Reveal,
    Terms,
    Void,
    declare_void,
    freeze,
    read_public_bundle,
    resolve,
    seed_commitment,
)
from sortition.draw.canonical import decode, encode
from tests.unit.draw.bundles import DRAWN_AT, QUICKNET, drawn_bundle, full_draw, typed

TERMS = Terms(
    assembly="Riverbend",
    frozen_at="2026-04-17T09:00:00Z",
    deadline="2026-04-21T22:00:00Z",
    void_rule="Void if no number was drawn by the deadline.",
    source=Balls(sides=10, count=1, lowest=0),
    seats=2,
    quotas=(Quota("Gender", "Man", 1, 1), Quota("Gender", "Woman", 1, 1)),
)


def frozen_with(
    panels: Sequence[Sequence[str]] = (("a", "b"), ("c", "d")),
    groups: Mapping[str, Mapping[str, str]] | None = None,
    references: Mapping[str, str] | None = None,
    **terms: Any,
) -> Frozen:
    entrants = [
        Entrant(
            name,
            (references or {}).get(name, f"R-{name}"),
            {"Gender": "Woman" if name in "ac" else "Man"},
            0.5,
            (groups or {}).get(name, {}),
        )
        for name in "abcd"
    ]
    return freeze(replace(TERMS, **terms), entrants, panels, token_bytes=random.Random(7).randbytes)[0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"panels": [("a", "c"), ("b", "d")]}, "panel_breaks_a_quota"),
        ({"panels": [("a", "b", "c"), ("d",)]}, "panel_has_other_seats"),
        ({"caps": (Cap("home", 1),), "groups": {name: {"home": "h"} for name in "ab"}}, "panel_breaks_a_cap"),
        ({"fixed": ("a",)}, "panel_breaks_a_bond"),
        ({"together": (("a", "d"),)}, "panel_breaks_a_bond"),
        ({"apart": (("c", "d"),)}, "panel_breaks_a_bond"),
        ({"apart": (("c",),)}, "group_of_one"),
        ({"references": {"a": "R-b"}}, "duplicate_reference"),
        ({"quotas": (Quota("Age", "30+", 0, 2),)}, "missing_value"),
        ({"earlier": ("ab" * 32, "ab" * 32)}, "repeated_hash"),
        ({"source": Beacon("drand quicknet", QUICKNET, 27_000_000)}, "round_out_of_time"),
        ({"source": Beacon("drand quicknet", QUICKNET, 29_000_000)}, "round_out_of_time"),
        ({"source": Reveal((Party("T", seed_commitment("T", "11" * 32)),), ())}, "too_few_or_same_parties"),
    ],
)
def test_a_draw_that_could_be_doubted_is_not_frozen(changes: dict[str, Any], code: str) -> None:
    assert frozen_with().seats == 2
    with pytest.raises(DrawError) as caught:
        frozen_with(**changes)
    assert caught.value.code == code


def test_values_and_quotas_are_the_same_in_either_form_of_unicode() -> None:
    entrants = [Entrant(name, name, {"Re\u0301gion": "E\u0301st"}, 0.5) for name in "ab"]
    quotas = (Quota("R\u00e9gion", "\u00c9st", 0, 1),)
    terms = replace(TERMS, seats=1, quotas=quotas, suppress_below=1)
    frozen = freeze(terms, entrants, [("a",), ("b",)], token_bytes=random.Random(7).randbytes)[0]
    assert [count.people for count in frozen.counts] == [2]


def test_a_void_draw_keeps_what_had_been_drawn() -> None:
    public = drawn_bundle()
    void = declare_void(
        public, reason="A drum was open.", witnesses=["Helen"], voided_at="2026-04-23T08:00:00Z"
    )
    assert isinstance(void.outcome, Void)
    assert void.outcome.drawn == public.outcome
    assert read_public_bundle(void.to_bytes()) == void


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"witnesses": []}, "no_witnesses"),
        ({"witnesses": ["Helen", "Helen"]}, "no_witnesses"),
        ({"voided_at": "2026-04-21T19:00:00Z"}, "voided_out_of_time"),
        ({"reason": ""}, "text_not_canonical"),
    ],
)
def test_a_draw_is_not_voided_without_reason_witnesses_and_time(changes: dict[str, Any], code: str) -> None:
    given = {"reason": "A drum was open.", "witnesses": ["Helen"], "voided_at": "2026-04-23T08:00:00Z"}
    with pytest.raises(DrawError) as caught:
        declare_void(drawn_bundle(), **given | changes)
    assert caught.value.code == code


def test_a_draw_is_voided_or_resolved_once() -> None:
    public = PublicBundle(full_draw()[0])
    void = declare_void(public, reason="A ball was lost.", witnesses=["Helen"], voided_at=DRAWN_AT)
    with pytest.raises(DrawError, match="already_void"):
        declare_void(void, reason="Again", witnesses=["Helen"], voided_at=DRAWN_AT)
    with pytest.raises(DrawError, match="already_resolved"):
        resolve(void, typed((4,)), drawn_at=DRAWN_AT)


def test_a_draw_by_a_beacon_waits_for_its_round() -> None:
    public = drawn_bundle("beacon")
    assert isinstance(public.outcome, Outcome)
    with pytest.raises(DrawError, match="drawn_out_of_time"):
        resolve(PublicBundle(public.frozen), public.outcome.value, drawn_at="2026-04-21T19:00:00Z")


@pytest.mark.parametrize(("field", "code"), [("panels", "panels_differ"), ("chance", "chances_do_not_sum")])
def test_a_file_whose_people_contradict_its_panels_is_not_read(field: str, code: str) -> None:
    content = decode(PublicBundle(full_draw()[0]).to_bytes())
    content["frozen"]["people"][2][field] -= 1
    with pytest.raises(DrawError) as caught:
        read_public_bundle(encode(content))
    assert caught.value.code == code
