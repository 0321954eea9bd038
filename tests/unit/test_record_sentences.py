"""Every event that some service writes can be told in a sentence."""

import ast
from pathlib import Path

import pytest

import assembly
from assembly.lifecycle import Lifecycle
from assembly.lifecycles import ASSEMBLY
from assembly.record import _sentences as sentences
from sortition.alternates_lifecycle import ALTERNATES
from sortition.draw_lifecycle import DRAW
from sortition.respondent_lifecycle import RESPONDENT
from sortition.run_lifecycle import RUN
from sortition.seat_lifecycle import SEAT
from sortition.support_lifecycle import SUPPORT_NEED

HOUSE = Path(assembly.__file__).parent.parent
# Events of no assembly have no record page; the administration lists them by type.
PLATFORM = {"user.administrator_created"}


def _written_types():
    for folder in ("assembly", "sortition"):
        for path in (HOUSE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") == "record_event"
                    and node.args
                ):
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        yield first.value


@pytest.mark.parametrize("type_", sorted(set(_written_types()) - PLATFORM))
def test_every_event_has_a_sentence(type_):
    """Otherwise people would read a code."""
    assert type_ in sentences


@pytest.mark.parametrize(
    "lifecycle",
    [ASSEMBLY, RUN, DRAW, SEAT, ALTERNATES, RESPONDENT, SUPPORT_NEED],
    ids=lambda lifecycle: lifecycle.name,
)
def test_every_move_has_a_sentence(lifecycle: Lifecycle):
    """The engine records a move under the lifecycle's name and the verb."""
    verbs = {verb for _state, verb in lifecycle.moves}
    assert {f"{lifecycle.name}.{verb}" for verb in verbs} <= set(sentences)
