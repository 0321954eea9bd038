"""How the pages of indicators are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_indicators import make_remark


def _remark(assembly: Assembly) -> dict[str, Any]:
    make_remark(assembly)
    return {"indicator": "wording_kept"}


EXAMPLES_INDICATORS = {"indicator_remark": _remark}
