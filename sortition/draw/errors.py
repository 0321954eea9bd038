"""Say what is wrong with a draw or one of its files."""

from __future__ import annotations

from collections.abc import Mapping

Param = str | int | None


class DrawError(Exception):
    """Refuse a draw or a file: a machine-readable `code` with what its message needs.

    Of a file, params["field"] names the field as a path, `frozen.people[3].commitment`.
    """

    def __init__(self, code: str, params: Mapping[str, Param] | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        super().__init__(code, self.params)

    def __str__(self) -> str:
        details = ", ".join(f"{name} {value}" for name, value in self.params.items())
        return f"{self.code}: {details}" if details else self.code
