"""Read lists of ids that belong together in some way: people who are fixed, together, or apart."""

from __future__ import annotations

from collections.abc import Collection

from sortition.lottery.errors import BadInput, Param
from sortition.lottery.files import Record, read_records

ID_HEADERS = ("id", "ids")
GROUP_HEADER = ("group", "id")


def read_ids(data: bytes, name: str, *, ids: Collection[str]) -> tuple[str, ...]:
    """Read ids, one in each row; a first row `id` is a header unless somebody has that id.

    Raises:
        BadInput: see the codes in docs/command-line.md.
    """
    fixed: dict[str, None] = {}
    for row, cells in _without_header(read_records(data, name), ids):
        named = _known([cell for cell in cells if cell], row, name, ids)
        if len(named) > 1:
            raise BadInput("too_many_cells", {"file": name, "row": row, "column": "2"})
        fixed[named[0]] = None
    return tuple(fixed)


def read_groups(data: bytes, name: str, *, ids: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Read groups of ids: one group in each row, or with a header `group,id` one person in each row.

    Raises:
        BadInput: see the codes in docs/command-line.md.
    """
    records = read_records(data, name)
    first = tuple(cell.casefold() for cell in records[0][1] if cell)
    is_long = first == GROUP_HEADER and not set(records[0][1]) & set(ids)
    if is_long:
        return _long_groups(records[1:], name, ids)
    groups = []
    for row, cells in _without_header(records, ids):
        group = tuple(dict.fromkeys(_known([cell for cell in cells if cell], row, name, ids)))
        if len(group) < 2:
            raise BadInput("bond_of_one", {"file": name, "row": row, "column": None, "id": group[0]})
        groups.append(group)
    return tuple(groups)


def _long_groups(records: list[Record], name: str, ids: Collection[str]) -> tuple[tuple[str, ...], ...]:
    members: dict[str, dict[str, None]] = {}
    row_of: dict[str, int] = {}
    for row, cells in records:
        filled = [*cells, "", ""]
        for at, column in enumerate(GROUP_HEADER):
            if not filled[at]:
                raise BadInput("missing_value", {"file": name, "row": row, "column": column})
        _known([filled[1]], row, name, ids)
        members.setdefault(filled[0], {})[filled[1]] = None
        row_of[filled[0]] = row
    for group, named in members.items():
        if len(named) < 2:
            where: dict[str, Param] = {
                "file": name,
                "row": row_of[group],
                "column": None,
                "id": next(iter(named)),
            }
            raise BadInput("bond_of_one", where)
    return tuple(tuple(named) for named in members.values())


def _without_header(records: list[Record], ids: Collection[str]) -> list[Record]:
    cells = [cell for cell in records[0][1] if cell]
    is_header = all(cell.casefold() in ID_HEADERS and cell not in ids for cell in cells)
    return records[1:] if is_header else records


def _known(named: list[str], row: int, name: str, ids: Collection[str]) -> list[str]:
    for identifier in named:
        if identifier not in ids:
            raise BadInput("unknown_person", {"file": name, "row": row, "column": None, "id": identifier})
    return named
