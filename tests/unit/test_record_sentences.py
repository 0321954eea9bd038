"""Every event that some service writes can be told in a sentence, and its kind by a name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import assembly
from assembly.acts import Acts, all_acts
from assembly.permissions import TABLE
from assembly.record import _kinds as kinds
from assembly.record import _sentences as sentences
from assembly.record import sentence_of

HOUSE = Path(assembly.__file__).parent.parent
# Events of no assembly have no record page; the administration lists them by type.
PLATFORM = {"user.administrator_created"}
# Payments are paid as a whole: one event tells of everything in them.
TOLD_TOGETHER = {"honorarium.pay", "claim.pay"}
# Messages are moved by the hundred; the record tells of their mailing. Deliveries are about entries of the record.
NOT_RECORDED = {"message", "delivery"}
WRITTEN = re.compile(r"[a-z_]+\.[a-z_]+")

BY_VERB = {
    "plan.": {"place", "tray", "length", "shift", "copy", "automatic"},
    "venue.": {"retire", "bring_back"},
    "venue.room_": {"retire", "bring_back"},
    "seating_rule.": {"add", "change"},
    "seating_plan.": {"move", "swap", "repair", "undo"},
}
"""Beginning of a type in scheduling → the verbs with which services complete it."""


def _calls(*folders: str) -> Iterator[ast.Call]:
    for folder in folders:
        for path in (HOUSE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def _recorded_types() -> Iterator[str]:
    """Give what is passed to the record itself."""
    for call in _calls("assembly", "sortition", "scheduling"):
        if getattr(call.func, "id", "") == "record_event" and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant):
                yield first.value


def _passed_types() -> Iterator[str]:
    """Give what scheduling hands to functions that record for it: everything that looks like a type of its kinds."""
    for call in _calls("scheduling/services", "scheduling/views"):
        for value in (*call.args, *(each.value for each in call.keywords)):
            for node in ast.walk(value):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and WRITTEN.fullmatch(text) and text.partition(".")[0] in kinds:
                    yield text


def _begun_types() -> Iterator[str]:
    """Give the beginnings that scheduling completes with a verb."""
    for call in _calls("scheduling/services"):
        if getattr(call.func, "id", "") in ("record_event", "_record") and call.args:
            first = call.args[0]
            if isinstance(first, ast.JoinedStr):
                yield first.values[0].value


WRITTEN_TYPES = (
    {*_recorded_types(), *_passed_types()} - PLATFORM - BY_VERB.keys() - {each.name for each in TABLE}
)


@pytest.mark.parametrize("type_", sorted(WRITTEN_TYPES))
def test_every_event_has_a_sentence(type_):
    """Otherwise people would read a code."""
    assert type_ in sentences


RECORDED_ACTS = [acts for acts in all_acts() if acts.lifecycle.name not in NOT_RECORDED]


@pytest.mark.parametrize("acts", RECORDED_ACTS, ids=lambda acts: acts.lifecycle.name)
def test_every_move_has_a_sentence(acts: Acts):
    """The engine records a move under the lifecycle's name and the verb."""
    assert {f"{acts.lifecycle.name}.{verb}" for verb in acts.verbs} - TOLD_TOGETHER <= set(sentences)


def test_every_type_that_is_completed_with_a_verb_has_its_sentences():
    assert set(_begun_types()) == set(BY_VERB)
    completed = {f"{begins}{verb}" for begins, verbs in BY_VERB.items() for verb in verbs}
    assert completed <= set(sentences)


def test_every_kind_of_event_has_a_name():
    told = {type_.partition(".")[0] for type_ in (*sentences, *WRITTEN_TYPES)}
    assert told <= set(kinds)


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"number": 4, "messages": 1}, "The system wrote mailing 4 to 1 person"),
        ({"number": 4, "messages": 2}, "The system wrote mailing 4 to 2 people"),
        ({"number": 4}, "The system wrote mailing 4 to … people"),
    ],
)
def test_one_is_told_in_the_singular(details, told):
    assert sentence_of(SimpleNamespace(type="mailing.written", actor=None, details=details)) == told
