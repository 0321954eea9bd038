"""Run the lottery from the command line: `python -m sortition select|check|alternates|verify`; no web, no database."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

# One thread for linear algebra: the last bits of a weight must not depend on how many cores a machine has.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

from sortition import verify
from sortition.lottery import (
    BadInput,
    BondRelease,
    CapChange,
    Feasibility,
    Instance,
    InvalidInstance,
    NothingFound,
    Objective,
    QuotaChange,
    QuotasInfeasible,
    Repair,
    Selection,
    SelectionCancelled,
    check_feasibility,
    choose_alternates,
    select,
)
from sortition.lottery.command_inputs import read_inputs, read_standing
from sortition.lottery.messages import explain_cause, explain_error, explain_never_chosen, explain_repair
from sortition.lottery.options import option_parser
from sortition.lottery.screen import Screen

DONE, BAD_INPUT, IMPOSSIBLE, OUT_OF_TIME, INTERRUPTED = 0, 2, 3, 4, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["verify"]:
        return verify.main(arguments[1:], "python -m sortition verify")
    options = option_parser().parse_args(arguments)
    screen = Screen(is_quiet=options.quiet)
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


def _run(options: argparse.Namespace, screen: Screen) -> tuple[int, dict[str, Any]]:
    started = time.monotonic()
    instance, inputs = read_inputs(options)
    reading = time.monotonic() - started
    command = {"check": _check, "select": _select, "alternates": _alternates}[options.command]
    code, answer = command(options, instance, screen)
    answer["settings"] = answer.get("settings", {}) | inputs
    timings = {"files": round(reading, 4), **answer.get("timings", {})}
    answer["timings"] = timings | {"command": round(time.monotonic() - started, 4)}
    return code, answer


def _check(options: argparse.Namespace, instance: Instance, screen: Screen) -> tuple[int, dict[str, Any]]:
    try:
        with _interruptible() as is_cancelled:
            feasibility = check_feasibility(instance, time_limit=options.time_limit, should_stop=is_cancelled)
    except NothingFound as error:
        screen.say(explain_error(error))
        return OUT_OF_TIME, {"error": error.code}
    if feasibility.is_feasible:
        screen.summarise("the quotas can be met")
        return DONE, {"feasible": True, "panel": list(feasibility.panel or ()), "causes": [], "repairs": []}
    return IMPOSSIBLE, _impossible(feasibility, screen)


def _select(options: argparse.Namespace, instance: Instance, screen: Screen) -> tuple[int, dict[str, Any]]:
    seed = options.seed if options.seed is not None else secrets.randbits(64)
    try:
        with _interruptible() as is_cancelled:
            selection = select(
                instance,
                objective=Objective(options.objective),
                gamma=options.gamma,
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
    for never in selection.never_chosen:
        screen.summarise(f"  never chosen: {explain_never_chosen(never)}")
    answer = selection.to_dict()
    stopped = selection.settings.get("is_stopped")
    return (OUT_OF_TIME if stopped else DONE), answer


def _alternates(
    options: argparse.Namespace, instance: Instance, screen: Screen
) -> tuple[int, dict[str, Any]]:
    seed = options.seed if options.seed is not None else secrets.randbits(64)
    panel, model = read_standing(options, instance)
    found = choose_alternates(instance, panel, options.count, model, scenarios=options.scenarios, seed=seed)
    screen.summarise(
        f"{len(found.ids)} alternates: {found.fresh:.2f} seats away from the quotas on average after dropouts, "
        f"{found.without:.2f} without them"
    )
    return DONE, {
        "alternates": list(found.ids),
        "expected": found.expected,
        "fresh": found.fresh,
        "without": found.without,
        "is_proven": found.is_proven,
        "settings": {
            "seed": seed,
            "panel": list(panel),
            "count": options.count,
            "scenarios": options.scenarios,
            "stay": model.base,
            "factors": [[*pair, factor] for pair, factor in model.factors.items()],
        },
    }


def _impossible(feasibility: Feasibility, screen: Screen) -> dict[str, Any]:
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
        if isinstance(change, BondRelease):
            changes.append({"kind": str(change.bond), "ids": list(change.ids)})
            continue
        numbers = {"before": change.before, "after": change.after}
        if isinstance(change, QuotaChange):
            named = {"category": change.category, "value": change.value, "bound": change.bound}
            changes.append({"kind": "quota", **named, **numbers})
        elif isinstance(change, CapChange):
            changes.append({"kind": "cap", "column": change.column, **numbers})
        else:
            changes.append({"kind": "seats", **numbers})
    return {"cost": repair.cost, "changes": changes}


def _summarise(selection: Selection, screen: Screen) -> None:
    certificate, seconds = selection.certificate, selection.timings["total"]
    if not selection.lottery:
        screen.summarise(f"a plain random panel in {seconds:.1f} s; nothing is claimed about chances")
        return
    reached = {check.code: check.params for check in certificate.checks}.get("objective_reaches_its_bound")
    figures = f"bound {certificate.bound:.4%}" if reached is None else _against_bound(reached)
    lowest = min(selection.probabilities.values())
    screen.summarise(
        f"{certificate.objective}: lowest chance {lowest:.4%}, {figures}, {certificate.status}; "
        f"{len(selection.lottery)} panels in {seconds:.1f} s"
    )


def _against_bound(reached: Mapping[str, Any]) -> str:
    value = "none" if reached["value"] is None else f"{reached['value']:.6f}"
    return f"objective {value}, bound {reached['bound']:.6f}"


def _write(answer: dict[str, Any], out: Path | None) -> None:
    """Write strict JSON: to standard output, or whole or not at all to a file."""
    text = _as_text(answer)
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
    except BaseException:  # Ctrl-C as well: no half-written file stays behind
        Path(name).unlink(missing_ok=True)
        raise


def _as_text(answer: dict[str, Any]) -> str:
    """Lay JSON out with a line per key and per panel: a large lottery stays readable and short."""
    lines = []
    for key, value in answer.items():
        if key in {"lottery", "uniform_lottery"}:
            written = "[\n  " + ",\n  ".join(_dumps(item) for item in value) + "\n ]"
        else:
            written = _dumps(value)
        lines.append(f" {_dumps(key)}: {written}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


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


if __name__ == "__main__":
    sys.exit(main())
