"""How the pages of what was promised to the public are reached."""

from datetime import date
from typing import Any

from assembly.models import Assembly
from tests.factories_publication import DUE, make_promise


def _promises(assembly: Assembly) -> dict[str, Any]:
    """One in each state; one was moved and one was put right."""
    make_promise(assembly, days=[DUE, date(2100, 6, 1)], corrected="⟪It was a draft⟫")
    make_promise(assembly, days=[date(2100, 6, 1)])
    make_promise(assembly, "delivered")
    make_promise(assembly, "withdrawn")
    return {}


EXAMPLES_PUBLICATION = {
    "publication": _promises,
    "publication_export": _promises,
    "publication_paper": _promises,
    "publication_usual": _promises,
    "publication_item": lambda assembly: {
        "number": make_promise(assembly, days=[DUE, date(2100, 6, 1)]).number
    },
}
