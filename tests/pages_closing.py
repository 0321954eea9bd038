"""How the pages of requests for information and of the close-out are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_closing import make_certificate, make_follow_up, make_ready_pack, make_request


def _request(assembly: Assembly) -> dict[str, Any]:
    """A request with a pack that is ready."""
    request = make_request(assembly)
    pack = make_ready_pack(request)
    return {"number": request.number, "pack": pack.number}


def _requests(assembly: Assembly) -> dict[str, Any]:
    """Requests in each state."""
    for state in ("received", "answered", "withdrawn", "refused"):
        make_request(assembly, state)
    return {}


def _close_out(assembly: Assembly) -> dict[str, Any]:
    """Two certificates, the second of which replaces the first."""
    make_certificate(assembly)
    make_certificate(assembly)
    return {}


EXAMPLES_CLOSING = {
    "evaluation_disclosure": _requests,
    "evaluation_disclosure_request": lambda assembly: {"number": _request(assembly)["number"]},
    "evaluation_disclosure_progress": lambda assembly: {"number": _request(assembly)["number"]},
    "evaluation_disclosure_summary": lambda assembly: {"number": _request(assembly)["number"]},
    "evaluation_disclosure_file": _request,
    "evaluation_close_out": _close_out,
    "evaluation_close_out_issue": _close_out,
    "evaluation_follow_up": lambda assembly: {"pk": make_follow_up(assembly).pk},
    "evaluation_close_out_file": lambda assembly: {
        "number": make_certificate(assembly).number,
        "form": "close_out.json",
    },
}
