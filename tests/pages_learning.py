"""How the pages of the learning record are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_learning import make_edition, make_entry, make_next, make_summary


def _entry(assembly: Assembly) -> dict[str, Any]:
    """One that was published and then corrected."""
    entry = make_entry(assembly)
    make_edition(assembly)
    make_next(entry, text="⟪Three breaks were better than one.⟫")
    return {"number": entry.number}


def _record(assembly: Assembly) -> dict[str, Any]:
    make_summary(assembly)
    _entry(assembly)
    make_entry(assembly, is_public=False, kind="cost", stage="pool")
    return {}


EXAMPLES_LEARNING = {
    "evaluation_learning": _record,
    "learning_entry": _entry,
    "learning_change": _entry,
    "learning_summary": _record,
    "learning_publish": _record,
    "learning_paper": _record,
    "learning_case": _record,
    "learning_case_file": lambda assembly: {**_record(assembly), "form": "case.json"},
}
