"""Measure the lottery: `python -m tests.benchmarks.bench_lottery [--data DIR]` prints a table and asserts nothing.

Each pool is computed by the command line in a process of its own, so that memory and wall clock are those of a
user. Without --data the pools are generated: skewed by self-selection, correlated, with quotas as organisers set
them and a few shared addresses.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

GENERATED = ((70, 24, 5), (250, 20, 6), (400, 40, 6), (825, 75, 4), (1727, 110, 7))
LARGE = ((10_000, 100, 7), (30_000, 150, 8))
"""(people, seats, categories); the large ones, of 1,659 and 2,763 types, only with --large."""


@dataclass(frozen=True)
class Case:
    """Name one pool with its files and the options it is run with."""

    name: str
    folder: Path
    seats: int
    id_column: str | None = None
    household_columns: Sequence[str] = ()


@dataclass(frozen=True)
class Figures:
    """Hold what one run of the command took: seconds of the whole command by the clock and of its threads, MB."""

    answer: dict[str, Any] | None
    wall: float
    cpu: float
    memory: float
    message: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every case and print the table."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks.bench_lottery", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="folder of pools: categories.csv, respondents.csv, meta.json each"
    )
    parser.add_argument("--only", default="", help="run pools whose name contains this")
    parser.add_argument("--households", choices=["no", "yes", "both"], default="both")
    parser.add_argument("--objective", default="leximin")
    parser.add_argument("--panels", help="also round to so many panels")
    parser.add_argument("--time-limit", default="600")
    parser.add_argument("--large", action="store_true", help="with the generated pools of 10,000 and 30,000")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        cases = _stored(options.data) if options.data else _generated(Path(scratch), large=options.large)
        chosen = [case for case in cases if options.only in case.name]
        _print_table(chosen, options, Path(scratch) / "result.json")


def _print_table(cases: list[Case], options: argparse.Namespace, out: Path) -> None:
    header = (
        "pool",
        "n/k",
        "types",
        "solving",
        "wall",
        "cpu",
        "panels",
        "lowest",
        "gap",
        "status",
        "MB",
        "JSON MB",
    )
    widths = (26, 11, 6, 8, 8, 8, 7, 10, 9, 9, 6, 8)
    print(f"objective {options.objective}, panels {options.panels or 'none'}; {_machine()}")
    print(f"start-up of the command {_start_up():.2f} s")
    print("  ".join(text.ljust(width) for text, width in zip(header, widths, strict=True)))
    versions: dict[str, str] = {}
    total = 0.0
    for case in cases:
        for with_households in {"no": (False,), "yes": (True,), "both": (False, True)}[options.households]:
            if with_households and not case.household_columns:
                continue
            figures = _run(case, options, out, with_households=with_households)
            name = case.name + (" +households" if with_households else "")
            cells = _cells(name, case, figures, out)
            print(
                "  ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=False)),
                flush=True,
            )
            if figures.answer:
                total += figures.answer["timings"]["total"]
                versions = figures.answer["settings"]["versions"]
    print(f"solving together {total:.2f} s; {', '.join(f'{name} {v}' for name, v in versions.items())}")
    print(
        "solving: seconds in the engine; wall: of the whole command, its result file written; cpu: of both; MB: peak "
        "memory"
    )


def _cells(name: str, case: Case, figures: Figures, out: Path) -> list[str]:
    if figures.answer is None:
        return [name, f"?/{case.seats}", "", "", f"{figures.wall:.2f}", figures.message.splitlines()[-1][:60]]
    answer = figures.answer
    checks = {check["code"]: check["params"] for check in answer["certificate"]["checks"]}
    return [
        name,
        f"{answer['settings']['people']}/{case.seats}",
        str(checks["levels_are_complete"]["types"]),
        f"{answer['timings']['total']:.2f}",
        f"{figures.wall:.2f}",
        f"{figures.cpu:.2f}",
        str(len(answer["lottery"])),
        f"{min(answer['probabilities'].values()):.6f}",
        f"{answer['certificate']['gap']:.1e}",
        answer["certificate"]["status"],
        f"{figures.memory:.0f}",
        f"{out.stat().st_size / 1e6:.1f}",
    ]


def _run(case: Case, options: argparse.Namespace, out: Path, *, with_households: bool) -> Figures:
    command = [sys.executable, "-m", "sortition", "select", "--objective", options.objective, "--seed", "0"]
    command += [
        "--quotas",
        str(case.folder / "categories.csv"),
        "--pool",
        str(case.folder / "respondents.csv"),
    ]
    command += ["--seats", str(case.seats), "--time-limit", options.time_limit, "--out", str(out), "--quiet"]
    if case.id_column:
        command += ["--id-column", case.id_column]
    if with_households:
        command += ["--household-columns", ",".join(case.household_columns)]
    if options.panels:
        command += ["--panels", options.panels]
    started = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    is_answered = process.returncode in {0, 4} and out.exists()
    answer = json.loads(out.read_text("utf-8")) if is_answered else None
    cpu = usage.ru_utime + usage.ru_stime
    return Figures(answer, wall, cpu, usage.ru_maxrss / 1024, message or f"exit code {process.returncode}")


def _start_up() -> float:
    """Time the shortest command there is: what every other one takes before it does anything."""
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "sortition", "--help"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True
    )
    return time.monotonic() - started


def _stored(folder: Path) -> Iterator[Case]:
    for meta in sorted(folder.glob("*/meta.json")):
        known = json.loads(meta.read_text("utf-8"))
        yield Case(
            meta.parent.name, meta.parent, known["seats"], known.get("id_column"), known.get("address", ())
        )


def _generated(folder: Path, *, large: bool) -> Iterator[Case]:
    for people, seats, categories in GENERATED + (LARGE if large else ()):
        name = f"made_{people}_{seats}"
        (folder / name).mkdir()
        write_pool(folder / name, people, seats, categories, random.Random(people))
        yield Case(name, folder / name, seats, "id", ("address",))


def write_pool(folder: Path, people: int, seats: int, categories: int, chance: random.Random) -> None:
    """Write a pool that volunteered unevenly, and quotas near the shares of the population it came from.

    Every value has a share of the population and a readiness to volunteer; a hidden leaning ties the categories
    together. Quotas are the shares of `seats`, widened by one where a random panel of the pool needs it, so that
    they can be met.
    """
    names = [f"category_{number}" for number in range(categories)]
    sizes = [chance.choice((2, 3, 4, 5, 7)) for _ in names]
    shares = [[chance.uniform(0.5, 1.5) for _ in range(size)] for size in sizes]
    ready = [[chance.uniform(0.3, 2.5) for _ in range(size)] for size in sizes]
    pool = [_volunteer(shares, ready, chance) for _ in range(people)]
    panel = _balanced_panel(pool, shares, seats, chance)
    with (folder / "categories.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["category", "feature", "min", "max"])
        for place, name in enumerate(names):
            for value, share in enumerate(shares[place]):
                wanted = seats * share / sum(shares[place])
                has = sum(person[place] == value for person in panel)
                writer.writerow([name, f"value_{value}", min(int(wanted), has), max(int(wanted) + 1, has)])
    with (folder / "respondents.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *names, "address"])
        for number, person in enumerate(pool):
            writer.writerow(
                [f"p{number:05d}", *(f"value_{v}" for v in person), f"{chance.randrange(people * 8)} Road"]
            )


def _volunteer(shares: list[list[float]], ready: list[list[float]], chance: random.Random) -> tuple[int, ...]:
    leaning = chance.random()
    values = []
    for share, readiness in zip(shares, ready, strict=True):
        weights = [s * r for s, r in zip(share, readiness, strict=True)]
        if chance.random() < 0.3:
            values.append(int(leaning * len(share)))
        else:
            values.append(chance.choices(range(len(share)), weights)[0])
    return tuple(values)


def _balanced_panel(
    pool: list[tuple[int, ...]], shares: list[list[float]], seats: int, chance: random.Random
) -> list[tuple[int, ...]]:
    """Take people one by one, each the one of a sample who is most wanted by the shares still open."""
    open_seats = [[seats * s / sum(share) for s in share] for share in shares]
    left = list(range(len(pool)))
    panel = []
    for _ in range(seats):
        sample = chance.sample(left, min(len(left), 200))
        best = max(sample, key=lambda n: sum(open_seats[place][v] for place, v in enumerate(pool[n])))
        left.remove(best)
        panel.append(pool[best])
        for place, value in enumerate(pool[best]):
            open_seats[place][value] -= 1
    return panel


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = (line for line in cpuinfo.read_text("utf-8").splitlines() if line.startswith("model name"))
        model = next(lines, model).partition(":")[2].strip() or model
    return f"{model}, {cores} cores, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    main()
