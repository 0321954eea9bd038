"""Examples of the pages about what the public is told."""

from typing import Any

from assembly.models import Assembly
from tests.factories_site import make_statement


def _published_and_draft(assembly: Assembly) -> dict[str, Any]:
    make_statement(assembly)
    make_statement(assembly, is_published=False, why="⟪The air has become worse.⟫")
    return {}


EXAMPLES_SITE = {
    "public_statement": _published_and_draft,
    "public_statement_edit": _published_and_draft,
    "public_statement_publish": _published_and_draft,
}
