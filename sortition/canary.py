"""A canary: a small draw with invented people from beginning to end, on the machine that will do the real ones.

It computes a lottery, has its proof checked, freezes numbered panels, draws one, and has the independent verifier look
at the file; then it changes one word of the file, which the verifier must notice. Needs no database.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sortition.draw import (
    BallEntry,
    Balls,
    BallsRead,
    Entrant,
    Outcome,
    PublicBundle,
    Quota,
    Terms,
    auditor_bundle,
    freeze,
    resolve,
)
from sortition.lottery import Instance, Objective, Person, Selection, check_certificate, select
from sortition.lottery import Quota as LotteryQuota

SEED, PEOPLE, SEATS, PANELS, SECONDS = 7, 60, 12, 100, 60.0
VERIFIER = Path(__file__).with_name("verify.py")
QUOTAS = {
    "Gender": {"Woman": (6, 6), "Man": (6, 6)},
    "Age": {"16–29": (2, 4), "30–59": (4, 7), "60+": (2, 5)},
}
_WEIGHTS = {"Gender": (2, 1), "Age": (1, 4, 3)}


@dataclass(frozen=True, slots=True)
class Canary:
    """What one draw showed: `faults` names everything that is not as it must be; `panel` is the number drawn."""

    faults: tuple[str, ...]
    panel: int | None


def try_a_draw() -> Canary:
    """Do the whole draw; whatever fails on the way is a fault, and not raised."""
    try:
        faults, panel = _draw()
    except Exception as fault:
        return Canary((f"the draw broke off: {type(fault).__name__}: {fault}",), None)
    return Canary(tuple(faults), panel)


def _draw() -> tuple[list[str], int | None]:
    instance = _instance()
    selection = select(instance, objective=Objective.LEXIMIN, seed=SEED, panels=PANELS, time_limit=SECONDS)
    faults = list(_faults_of_lottery(instance, selection))
    public, auditor = _files(instance, selection)
    published = (public.frozen.hash, public.hash)
    if (said := _verified(auditor, published)) != "holds":
        faults.append(f"the verifier says of the file that it {said}")
    if _verified(auditor.replace(b"A canary", b"A parrot"), published) == "holds":
        faults.append("the verifier does not notice that a word of the file was changed")
    return faults, public.outcome.number if isinstance(public.outcome, Outcome) else None


def _instance() -> Instance:
    source = random.Random(SEED)  # noqa: S311 (the same invented people each time)
    people = [
        Person(
            f"c{number}",
            {
                category: source.choices(list(values), _WEIGHTS[category])[0]
                for category, values in QUOTAS.items()
            },
        )
        for number in range(PEOPLE)
    ]
    quotas = [
        LotteryQuota(category, value, *bounds)
        for category, values in QUOTAS.items()
        for value, bounds in values.items()
    ]
    return Instance(SEATS, tuple(quotas), tuple(people))


def _faults_of_lottery(instance: Instance, selection: Selection) -> Iterator[str]:
    if selection.certificate.status != "proven":
        yield f"the lottery is {selection.certificate.status}"
    again = check_certificate(instance, selection)
    yield from (f"the check of {check.code} failed" for check in again.checks if not check.passed)


def _files(instance: Instance, selection: Selection) -> tuple[PublicBundle, bytes]:
    terms = Terms(
        assembly="A canary, no assembly",
        frozen_at="2026-01-01T09:00:00Z",
        deadline="2026-01-02T09:00:00Z",
        void_rule="Void if no number was drawn by the deadline.",
        source=Balls(sides=10, count=2, lowest=0),
        seats=SEATS,
        quotas=tuple(
            Quota(category, value, *bounds)
            for category, values in QUOTAS.items()
            for value, bounds in values.items()
        ),
        suppress_below=2,
    )
    entrants = [
        Entrant(person.id, f"R-{person.id}", person.values, selection.probabilities[person.id])
        for person in instance.people
    ]
    source = random.Random(SEED)  # noqa: S311 (as above)
    frozen, openings = freeze(terms, entrants, selection.uniform_lottery or (), token_bytes=source.randbytes)
    read = BallsRead((BallEntry("One", ((4, 2),)), BallEntry("Two", ((4, 2),))))
    public = resolve(PublicBundle(frozen), read, drawn_at="2026-01-01T20:00:00Z")
    return public, auditor_bundle(public, openings.values()).to_bytes()


def _verified(file: bytes, published: tuple[str, ...]) -> str:
    """Ask the verifier as an outsider would: its result, or why there is none."""
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        path = Path(folder) / "draw.json"
        path.write_bytes(file)
        done = subprocess.run(  # noqa: S603 (our own file and a hash)
            [
                sys.executable,
                str(VERIFIER),
                str(path),
                *(f"--published={each}" for each in published),
                "--json",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return f"cannot be read ({done.stderr.strip()[-200:]})"
    return str(report["result"])
