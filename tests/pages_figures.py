"""How the pages of figures are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_figures import make_figures


def _counted(assembly: Assembly) -> dict[str, Any]:
    make_figures(assembly)
    return {}


def _to_publish(assembly: Assembly) -> dict[str, Any]:
    make_figures(assembly)
    return {"key": "pool"}


EXAMPLES_FIGURES = {
    "evaluation_figures": _counted,
    "evaluation_figures_csv": _counted,
    "evaluation_figures_json": _counted,
    "evaluation_figures_publish": _to_publish,
}
