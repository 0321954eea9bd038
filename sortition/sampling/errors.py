"""What a sample cannot be drawn for."""

from collections.abc import Mapping
from typing import Any


class SampleImpossible(ValueError):  # noqa: N818 (errors are named for what happened)
    """No sample of these sizes exists. `code`: not_enough, no_such_stratum, double_address or bad_weight."""

    def __init__(self, code: str, params: Mapping[str, Any]) -> None:
        super().__init__(f"{code}: {dict(params)}")
        self.code = code
        self.params = dict(params)
