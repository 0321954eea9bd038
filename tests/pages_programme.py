"""How the pages of the published programme are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_programme import make_version


def _published(assembly: Assembly) -> dict[str, Any]:
    make_version(assembly)
    return {}


def _version(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_version(assembly).number}


def _session(assembly: Assembly) -> dict[str, Any]:
    make_version(assembly)
    return {"number": assembly.sessions.first().number}


PROGRAMME_EXAMPLES = {
    **dict.fromkeys(
        (
            "programme",
            "programme_pdf",
            "programme_publish",
            "programme_versions",
            "programme_calendar",
            "programme_ics",
        ),
        _published,
    ),
    **dict.fromkeys(("programme_version", "programme_notices"), _version),
    **dict.fromkeys(
        (
            "session_papers",
            "session_run_sheet",
            "session_room_signs",
            "session_sign_in",
            "session_badges",
        ),
        _session,
    ),
}
