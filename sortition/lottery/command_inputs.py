"""Read what the command line is given to draw from."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

from sortition.lottery.bond_files import read_groups, read_ids
from sortition.lottery.dropout import DropoutModel, read_dropouts
from sortition.lottery.errors import BadInput
from sortition.lottery.files import read_pool, read_quotas
from sortition.lottery.instance import Instance
from sortition.lottery.residual import residual_instance

FILES = ("quotas", "pool", "fixed", "without", "together", "apart")


def read_inputs(options: argparse.Namespace) -> tuple[Instance, dict[str, Any]]:
    """Read the problem that the options name, and what the result's settings say about it.

    Raises:
        BadInput: where a file cannot be read; names it and, where known, row and column.
        InvalidInstance: where files that are fine by themselves do not fit each other.
    """
    data = {name: _bytes(getattr(options, name)) for name in FILES if getattr(options, name) is not None}
    quotas = read_quotas(data["quotas"], options.quotas.name)
    people = read_pool(
        data["pool"],
        options.pool.name,
        quotas=quotas,
        id_column=options.id_column,
        household_columns=options.household_columns,
        group_columns=[cap.column for cap in options.cap],
        weight_column=options.weight_column,
    )
    ids = {person.id for person in people}
    instance = Instance(
        options.seats,
        quotas,
        people,
        fixed=read_ids(data["fixed"], options.fixed.name, ids=ids) if options.fixed else (),
        together=read_groups(data["together"], options.together.name, ids=ids) if options.together else (),
        apart=read_groups(data["apart"], options.apart.name, ids=ids) if options.apart else (),
        caps=tuple(options.cap),
    )
    gone = read_ids(data["without"], options.without.name, ids=ids) if options.without else ()
    if gone:
        instance = residual_instance(instance, gone=gone)
    inputs = {
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in data.items()},
        "id_column": options.id_column,
        "household_columns": list(options.household_columns),
        "weight_column": options.weight_column,
        "fixed": list(instance.fixed),
        "without": list(gone),
        "together": [list(group) for group in instance.together],
        "apart": [list(group) for group in instance.apart],
        "caps": [{"column": cap.column, "maximum": cap.maximum} for cap in instance.caps],
        "seats": options.seats,
        "people": len(instance.people),
        "time_limit": options.time_limit,
    }
    return instance, inputs


def read_standing(options: argparse.Namespace, instance: Instance) -> tuple[tuple[str, ...], DropoutModel]:
    """Read the panel for which alternates are sought, and who of it is likely to stay.

    Raises:
        BadInput: where a file cannot be read.
    """
    ids = {person.id for person in instance.people}
    panel = read_ids(_bytes(options.panel), options.panel.name, ids=ids)
    if options.dropouts is None:
        return panel, DropoutModel(options.stay)
    data = _bytes(options.dropouts)
    return panel, read_dropouts(data, options.dropouts.name, quotas=instance.quotas)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(
            "file_not_readable", {"file": str(path), "row": None, "column": None, "reason": reason}
        ) from None
