"""Of a pack: how the panel was drawn. Targets and quotas, all runs, all draws, and the public file of each."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from assembly.evaluation.pack_files import MOST_BYTES, Part, Scope, Table, Whole, applied
from assembly.evaluation.redaction_rules import KEYS, LARGE, NO_NAMES, PERIOD, UNPUBLISHED, WORDS
from sortition.models import Draw, DrawEntrant, SelectionRun, Value
from sortition.selectors.draws import bundle_of, public_draws

_FIGURES = ("lowest", "median", "highest", "certificate")
VERIFY = """HOW TO CHECK A DRAW

1. Take the file draw-N.json of this folder, and the program verify.py, which is on the page of the draws.
2. Run: python verify.py draw-N.json
   It needs Python 3.11 and nothing else. It reckons every hash again and says what it finds.
3. Compare the hash that was frozen with the one that stood on the page before the draw, and in the record.
Who took part stands in the file under random names only. Whoever volunteered got a letter with their own part of it.
"""


def draw_files(scope: Scope) -> Iterator[Part]:
    """Yield everything that was drawn or reckoned, test runs and void draws too."""
    yield _targets(scope)
    yield _runs(scope)
    yield from _draws(scope)
    yield Whole("draw/how-to-check.txt", "How anybody can check a draw", VERIFY.encode())


def _targets(scope: Scope) -> Table:
    values = Value.objects.filter(category__assembly=scope.assembly).select_related("category")
    return Table(
        "draw/targets",
        "Target shares with their sources, and the quotas as they stand",
        ["category", "value", "share_of_population_percent", "at_least", "at_most", "source"],
        [
            [
                each.category.name,
                each.name,
                "" if each.share is None else f"{each.share.normalize():f}",
                "" if each.minimum is None else each.minimum,
                "" if each.maximum is None else each.maximum,
                each.category.source,
            ]
            for each in values
        ],
    )


def _runs(scope: Scope) -> Table:
    runs = list(SelectionRun.objects.filter(assembly=scope.assembly).order_by("number"))
    inside = [each for each in runs if scope.covers(timezone.localdate(each.created_at))]
    return Table(
        "draw/runs",
        "Every run of the lottery, test runs too",
        [
            "number",
            "made_on",
            "state",
            "objective",
            "seats",
            "pool",
            "panels",
            "seed",
            "is_test",
            "is_replacement",
            "is_binding",
            *_FIGURES,
        ],
        [_run(each) for each in inside],
        applied(
            **{
                WORDS: sum(bool(each.comment) for each in inside),
                PERIOD: len(runs) - len(inside),
            }
        ),
    )


def _run(run: SelectionRun) -> list[str | int]:
    return [
        run.number,
        timezone.localdate(run.created_at).isoformat(),
        str(run.state),
        str(run.objective),
        run.seats,
        run.pool_size,
        run.panels or "",
        run.seed,
        _yes(run.is_test),
        _yes(run.is_replacement),
        _yes(run.is_binding),
        *(str(run.summary.get(name, "")) for name in _FIGURES),
    ]


def _draws(scope: Scope) -> Iterator[Part]:
    known = list(public_draws(scope.assembly).select_related("run", "file").order_by("number"))
    inside = [each for each in known if scope.covers(timezone.localdate(each.prepared_at))]
    every = Draw.objects.filter(assembly=scope.assembly).count()
    names = sum(len(each.witnesses) + len(each.void_witnesses) for each in inside)
    yield Table(
        "draw/draws",
        "Every draw that was committed, void ones too, with its terms and hashes",
        [
            "number",
            "run",
            "state",
            "source_of_randomness",
            "held_at",
            "void_rule",
            "witnesses",
            "approved_by_a_second_person",
            "frozen_sha256",
            "panel_number",
            "published_on",
            "bundle_sha256",
        ],
        [_draw(each) for each in inside],
        applied(
            **{
                NO_NAMES: names,
                WORDS: sum(bool(each.void_reason) for each in inside),
                PERIOD: len(known) - len(inside),
                UNPUBLISHED: every - len(known),
            }
        ),
    )
    for draw in inside:
        yield _bundle(scope, draw)


def _bundle(scope: Scope, draw: Draw) -> Whole:
    """Return the public file of a draw, or where it is if it is too large."""
    data = bundle_of(draw).to_bytes()
    name, title = f"draw/draw-{draw.number}.json", f"Draw {draw.number}: the public file"
    if len(data) > MOST_BYTES:
        address = scope.address("public_draw_file", draw.number)
        said = f"{address}\nsha256 {hashlib.sha256(data).hexdigest()}\n{len(data)} bytes\n"
        return Whole(f"draw/draw-{draw.number}.txt", title, said.encode(), None, {LARGE: 1})
    openings = DrawEntrant.objects.filter(draw=draw).count()
    return Whole(name, title, data, None, applied(**{KEYS: openings}))


def _draw(draw: Draw) -> list[str | int]:
    return [
        draw.number,
        draw.run.number,
        str(draw.state),
        str(draw.source_kind),
        draw.held_at.isoformat(),
        draw.void_rule,
        len(draw.witnesses),
        _yes(draw.approved_by_id is not None and draw.approved_by_id != draw.prepared_by_id),
        draw.frozen_hash,
        "" if draw.panel_number is None else draw.panel_number,
        timezone.localdate(draw.published_at).isoformat() if draw.published_at else "",
        draw.bundle_hash,
    ]


def _yes(said: Any) -> str:
    return "yes" if said else "no"
