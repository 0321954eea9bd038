"""Run the lottery from the command line: `python -m sortition select|check`; no web, no database."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from sortition.lottery import (
    BadInput,
    Feasibility,
    Instance,
    InvalidInstance,
    NothingFound,
    Objective,
    Progress,
    QuotaChange,
    QuotasInfeasible,
    Repair,
    Selection,
    SelectionCancelled,
    check_feasibility,
    read_pool,
    read_quotas,
    select,
)
from sortition.lottery.messages import explain_cause, explain_error, explain_repair

DONE, BAD_INPUT, IMPOSSIBLE, OUT_OF_TIME, INTERRUPTED = 0, 2, 3, 4, 130

DESCRIPTION = """\
Draw a citizens' assembly fairly: compute the lottery over panels that gives the person worst off the best
possible chance, then the next worst off, and so on; prove it; and draw one panel from it."""

EXAMPLES = """\
examples:
  python -m sortition check  --quotas categories.csv --pool respondents.csv --seats 75
  python -m sortition select --quotas categories.csv --pool respondents.csv --seats 75 \\
      --household-columns address,postcode --panels 1000 --seed 7 --out result.json

exit codes:
  0    done
  2    bad input: the message names file, row and column
  3    the quotas cannot be met: the smallest repair is on standard error and in the JSON
  4    stopped by the time limit: the best lottery so far is written, marked "unproven"
  130  interrupted; nothing is written

The files are described in docs/command-line.md."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = _parser().parse_args(arguments)
    screen = _Screen(is_quiet=options.quiet)
    try:
        if options.out is not None:
            _check_writable(options.out)
        code, answer = _run(options, screen)
        _write(answer, options.out)
    except (BadInput, InvalidInstance) as error:
        screen.say(f"error: {explain_error(error)}")
        return BAD_INPUT
    except (KeyboardInterrupt, SelectionCancelled):
        screen.say("interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; close the descriptor quietly so that Python's shutdown does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m sortition", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=raw
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    chosen = commands.add_parser(
        "select",
        help="compute the lottery and draw a panel",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=raw,
    )
    checked = commands.add_parser(
        "check",
        help="say whether the quotas can be met, and if not, what to change",
        description="Say whether any panel meets all quotas; if none does, why, and the smallest changes that help.",
        epilog=EXAMPLES,
        formatter_class=raw,
    )
    for command in (chosen, checked):
        _add_shared(command)
    lottery = chosen.add_argument_group("lottery")
    lottery.add_argument(
        "--objective",
        choices=[str(o) for o in Objective],
        default=str(Objective.LEXIMIN),
        help="what is made as fair as possible: leximin (everyone, from the worst off up; the default) or maximin "
        "(only the worst off)",
    )
    lottery.add_argument(
        "--seed",
        type=int,
        metavar="NUMBER",
        help="decides which panel is drawn; the same seed draws the same panel. Without it a random seed is taken "
        "and recorded",
    )
    lottery.add_argument(
        "--panels",
        type=_positive,
        metavar="NUMBER",
        help="also make this many equally likely panels, for a draw in public with numbered balls",
    )
    return parser


def _add_shared(command: argparse.ArgumentParser) -> None:
    files = command.add_argument_group("what to draw from")
    files.add_argument(
        "--quotas", type=Path, required=True, metavar="FILE", help="CSV: category,feature,min,max"
    )
    files.add_argument(
        "--pool", type=Path, required=True, metavar="FILE", help="CSV: one row each, one column per category"
    )
    files.add_argument(
        "--seats", type=_positive, required=True, metavar="NUMBER", help="how many people sit on the panel"
    )
    files.add_argument(
        "--id-column",
        metavar="NAME",
        help="column of ids; without it the column “id” if there is one, otherwise rows are numbered from 1",
    )
    files.add_argument(
        "--household-columns",
        type=_names,
        default=(),
        metavar="NAMES",
        help="columns, separated by commas, that together name a household: at most one person of each may sit",
    )
    run = command.add_argument_group("run")
    run.add_argument("--time-limit", type=_seconds, metavar="SECONDS", help="stop then, with the best so far")
    run.add_argument(
        "--out", type=Path, metavar="FILE", help="write the JSON here instead of to standard output"
    )
    run.add_argument("--quiet", action="store_true", help="no progress and no summary on standard error")


def _run(options: argparse.Namespace, screen: _Screen) -> tuple[int, dict[str, Any]]:
    started = time.monotonic()
    instance, inputs = _read(options)
    reading = time.monotonic() - started
    command = _check if options.command == "check" else _select
    code, answer = command(options, instance, screen)
    answer["settings"] = answer.get("settings", {}) | inputs
    timings = {"files": round(reading, 4), **answer.get("timings", {})}
    answer["timings"] = timings | {"command": round(time.monotonic() - started, 4)}
    return code, answer


def _read(options: argparse.Namespace) -> tuple[Instance, dict[str, Any]]:
    quotas_data, pool_data = _bytes(options.quotas), _bytes(options.pool)
    quotas = read_quotas(quotas_data, options.quotas.name)
    people = read_pool(
        pool_data,
        options.pool.name,
        quotas=quotas,
        id_column=options.id_column,
        household_columns=options.household_columns,
    )
    hashes = {
        "quotas": hashlib.sha256(quotas_data).hexdigest(),
        "pool": hashlib.sha256(pool_data).hexdigest(),
    }
    inputs = {
        "sha256": hashes,
        "id_column": options.id_column,
        "household_columns": list(options.household_columns),
        "seats": options.seats,
        "people": len(people),
        "time_limit": options.time_limit,
    }
    return Instance(options.seats, quotas, people), inputs


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(
            "file_not_readable", {"file": str(path), "row": None, "column": None, "reason": reason}
        ) from None


def _check(options: argparse.Namespace, instance: Instance, screen: _Screen) -> tuple[int, dict[str, Any]]:
    try:
        feasibility = check_feasibility(instance, time_limit=options.time_limit)
    except NothingFound as error:
        screen.say(explain_error(error))
        return OUT_OF_TIME, {"error": error.code}
    if feasibility.is_feasible:
        screen.summarise("the quotas can be met")
        return DONE, {"feasible": True, "panel": list(feasibility.panel or ()), "causes": [], "repairs": []}
    return IMPOSSIBLE, _impossible(feasibility, screen)


def _select(options: argparse.Namespace, instance: Instance, screen: _Screen) -> tuple[int, dict[str, Any]]:
    seed = options.seed if options.seed is not None else secrets.randbits(64)
    try:
        with _interruptible() as is_cancelled:
            selection = select(
                instance,
                objective=Objective(options.objective),
                seed=seed,
                panels=options.panels,
                time_limit=options.time_limit,
                report=screen.show,
                is_cancelled=is_cancelled,
            )
    except QuotasInfeasible as error:
        return IMPOSSIBLE, {
            "error": error.code,
            **_impossible(error.feasibility, screen),
            "settings": {"seed": seed},
        }
    except NothingFound as error:
        screen.say(explain_error(error))
        return OUT_OF_TIME, {"error": error.code, "settings": {"seed": seed}}
    finally:
        screen.clear()
    _summarise(selection, screen)
    answer = selection.to_dict()
    stopped = selection.settings.get("is_stopped")
    return (OUT_OF_TIME if stopped else DONE), answer


def _impossible(feasibility: Feasibility, screen: _Screen) -> dict[str, Any]:
    screen.say("the quotas cannot be met")
    for cause in feasibility.causes:
        screen.say(f"  because {explain_cause(cause)}")
    for number, repair in enumerate(feasibility.repairs):
        screen.say(f"  {'smallest repair' if number == 0 else 'or'}: {explain_repair(repair)}")
    return {
        "feasible": False,
        "panel": None,
        "causes": [
            {"code": c.code, "params": dict(c.params), "bounds": [list(bound) for bound in c.bounds]}
            for c in feasibility.causes
        ],
        "repairs": [_repair_as_json(repair) for repair in feasibility.repairs],
    }


def _repair_as_json(repair: Repair) -> dict[str, Any]:
    changes: list[dict[str, Any]] = []
    for change in repair.changes:
        numbers = {"before": change.before, "after": change.after}
        if isinstance(change, QuotaChange):
            named = {"category": change.category, "value": change.value, "bound": change.bound}
            changes.append({"kind": "quota", **named, **numbers})
        else:
            changes.append({"kind": "seats", **numbers})
    return {"cost": repair.cost, "changes": changes}


def _summarise(selection: Selection, screen: _Screen) -> None:
    lowest = min(selection.probabilities.values())
    certificate = selection.certificate
    screen.summarise(
        f"{certificate.objective}: lowest chance {lowest:.4%}, bound {certificate.bound:.4%}, {certificate.status}; "
        f"{len(selection.lottery)} panels in {selection.timings['total']:.1f} s"
    )


def _write(answer: dict[str, Any], out: Path | None) -> None:
    """Write strict JSON: to standard output, or whole or not at all to a file."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if out is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _check_writable(out: Path) -> None:
    """Refuse before hours of work what could not be written after them."""
    if not out.parent.is_dir() or out.is_dir() or not os.access(out.parent, os.W_OK):
        where = {"file": str(out), "row": None, "column": None}
        raise BadInput("file_not_writable", where)


@contextlib.contextmanager
def _interruptible() -> Iterator[Any]:
    """Turn Ctrl-C into a wish that the computation asks for; a second Ctrl-C ends it where it stands.

    Raising from the signal would unwind through the solver's C++ frames.
    """
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


class _Screen:
    """Write to standard error: a bar on a terminal, one line per phase elsewhere."""

    WIDTH = 28

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._is_terminal = sys.stderr.isatty()
        self._phase: str | None = None

    def say(self, text: str) -> None:
        """Write a line that is always due."""
        self.clear()
        print(text, file=sys.stderr, flush=True)

    def summarise(self, text: str) -> None:
        """Write a line that --quiet spares."""
        if not self._is_quiet:
            self.say(text)

    def show(self, progress: Progress) -> None:
        """Show a report of the computation."""
        if self._is_quiet:
            return
        is_new, self._phase = progress.phase != self._phase, progress.phase
        if not self._is_terminal:
            if is_new:
                print(f"{progress.phase} …", file=sys.stderr, flush=True)
            return
        share = progress.done / progress.total if progress.total else 0.0
        filled = math.floor(self.WIDTH * min(1.0, share))
        bar = "█" * filled + "░" * (self.WIDTH - filled)
        lowest = f"  lowest chance {progress.lowest:.3%}" if progress.lowest is not None else ""
        print(f"\r\x1b[K{progress.phase:<12} {bar}{lowest}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._is_terminal and self._phase is not None:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._phase = None


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not (number > 0 and math.isfinite(number)):
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


if __name__ == "__main__":
    sys.exit(main())
