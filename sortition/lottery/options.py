"""Describe the options of the command line."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from sortition.lottery.instance import Cap
from sortition.lottery.results import Objective

DESCRIPTION = """\
Draw a citizens' assembly fairly: compute the lottery over panels that gives the person worst off the best
possible chance, then the next worst off, and so on; prove it; and draw one panel from it."""

EXAMPLES = """\
examples:
  python -m sortition check  --quotas categories.csv --pool respondents.csv --seats 75
  python -m sortition select --quotas categories.csv --pool respondents.csv --seats 75 \\
      --household-columns address,postcode --panels 1000 --seed 7 --out result.json
  python -m sortition alternates --quotas categories.csv --pool respondents.csv --seats 75 \\
      --panel panel.csv --count 15 --stay 0.9
  python -m sortition verify bundle.json --published HASH

exit codes:
  0    done
  2    bad input: the message names file, row and column
  3    the quotas cannot be met: the smallest repair is on standard error and in the JSON
  4    stopped by the time limit: the best lottery so far is written, marked "unproven"
  130  interrupted; nothing is written

The files are described in docs/command-line.md."""


def option_parser() -> argparse.ArgumentParser:
    """Give the parser of `python -m sortition`."""
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
    stand_by = commands.add_parser(
        "alternates",
        help="choose who stands by for people of a drawn panel who may leave",
        description="Choose people who stand by, so that the panel keeps to its quotas when some have left.",
        epilog=EXAMPLES,
        formatter_class=raw,
    )
    # Only listed here: the verifier runs alone and reads its own options.
    commands.add_parser(
        "verify", help="check a file of a draw against a hash that was published", add_help=False
    )
    for command in (chosen, checked, stand_by):
        _add_shared(command)
    _add_alternates(stand_by)
    lottery = chosen.add_argument_group("lottery")
    lottery.add_argument(
        "--objective",
        choices=[str(o) for o in Objective],
        default=str(Objective.LEXIMIN),
        help="what is made as fair as possible: leximin (everyone, from the worst off up; the default), maximin "
        "(only the worst off), nash (the product of all chances), goldilocks (neither very low nor very high "
        "chances); or random: some panel, with no claim about chances",
    )
    lottery.add_argument(
        "--gamma",
        type=_above_zero,
        default=1.0,
        metavar="NUMBER",
        help="with goldilocks: how much the lowest chance counts beside the highest (1 without it)",
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


def _add_alternates(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("who stands by")
    group.add_argument(
        "--panel", type=Path, required=True, metavar="FILE", help="ids of the drawn panel, one in each row"
    )
    group.add_argument(
        "--count", type=_positive, required=True, metavar="NUMBER", help="how many people stand by"
    )
    stays = group.add_mutually_exclusive_group()
    stays.add_argument(
        "--stay",
        type=_share,
        default=0.9,
        metavar="SHARE",
        help="how likely each person of the panel is to stay, between 0 and 1 (0.9 without it)",
    )
    stays.add_argument(
        "--dropouts", type=Path, metavar="FILE", help="CSV: category,value,stay; blank names are everybody"
    )
    group.add_argument(
        "--scenarios",
        type=_positive,
        default=300,
        metavar="NUMBER",
        help="how many times dropouts are made up (300 without it)",
    )
    group.add_argument(
        "--seed", type=int, metavar="NUMBER", help="decides the scenarios, and who of equals stands by"
    )


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("must be between 0 and 1")
    return number


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
    files.add_argument(
        "--weight-column",
        metavar="NAME",
        help="column of numbers above 0: chances are compared per unit of weight (everybody weighs 1 without it)",
    )
    bonds = command.add_argument_group("who sits with whom")
    bonds.add_argument(
        "--fixed", type=Path, metavar="FILE", help="ids of people who sit on every panel, one in each row"
    )
    bonds.add_argument(
        "--without",
        type=Path,
        metavar="FILE",
        help="ids of people who are left out of the pool; with --fixed it fills the seats that became free",
    )
    bonds.add_argument(
        "--together", type=Path, metavar="FILE", help="a group of ids in each row: all of them sit, or nobody"
    )
    bonds.add_argument(
        "--apart", type=Path, metavar="FILE", help="a group of ids in each row: at most one of them sits"
    )
    bonds.add_argument(
        "--cap",
        type=_cap,
        action="append",
        default=[],
        metavar="COLUMN:NUMBER",
        help="at most so many people with the same value of the column sit; may be given several times",
    )
    run = command.add_argument_group("run")
    run.add_argument(
        "--time-limit", type=_above_zero, metavar="SECONDS", help="stop then, with the best so far"
    )
    run.add_argument(
        "--out", type=Path, metavar="FILE", help="write the JSON here instead of to standard output"
    )
    run.add_argument("--quiet", action="store_true", help="no progress and no summary on standard error")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _cap(text: str) -> Cap:
    column, _, number = text.rpartition(":")
    if not column.strip():
        raise argparse.ArgumentTypeError("must be a column, a colon and a number, such as organisation:2")
    return Cap(column.strip(), _positive(number))


def _above_zero(text: str) -> float:
    number = float(text)
    if not (number > 0 and math.isfinite(number)):
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
