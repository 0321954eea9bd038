"""How the pages of evidence items are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_evidence import make_item, make_stored_file, make_topic, make_witness
from tests.factories_evidence_items import make_correction, make_format, make_ready_item, make_review
from tests.factories_sessions import make_session


def _item(assembly: Assembly) -> dict[str, Any]:
    """An item with everything that its page can show: a correction, findings, other forms, a session, a topic."""
    item = make_item(
        assembly,
        state="published",
        session=make_session(assembly),
        file=make_stored_file(assembly),
        link="https://air.example/paper",
        witness=make_witness(assembly),
        staff_notes="⟪Call first⟫",
    )
    item.topics.add(make_topic(assembly))
    make_format(item)
    make_correction(item, text="⟪The officials of the municipality recapitulated what they said. ⟫" * 3)
    make_review(item, "change")
    make_review(item, "unfit", settled_at=item.made_at, settled_how="⟪Added the costs⟫")
    return {"number": item.number}


def _in_review(assembly: Assembly) -> dict[str, Any]:
    item = make_item(assembly, state="balance_review")
    make_format(item, link="https://air.example/easy")
    return {"number": item.number}


def _settle(assembly: Assembly) -> dict[str, Any]:
    item = make_item(assembly, state="balance_review")
    return {"number": item.number, "pk": make_review(item, "change").pk}


def _format(assembly: Assembly) -> dict[str, Any]:
    item = make_item(assembly, state="submitted")
    return {"number": item.number, "pk": make_format(item).pk}


def _file(assembly: Assembly) -> dict[str, Any]:
    file = make_stored_file(assembly)
    make_item(assembly, file=file)
    return {"pk": file.pk}


EXAMPLES_EVIDENCE_ITEMS = {
    "evidence": lambda assembly: _item(assembly) and {},
    "evidence_export": lambda assembly: _item(assembly) and {},
    "evidence_item": _item,
    "evidence_facts": _item,
    "evidence_edit": _item,
    "evidence_moments": _item,
    "evidence_move": _in_review,
    "evidence_release": lambda assembly: {"number": make_ready_item(assembly, "approved").number},
    "evidence_version": lambda assembly: {**_item(assembly), "version": 2},
    "evidence_format_new": _item,
    "evidence_format_remove": _format,
    "evidence_reviews": lambda assembly: _in_review(assembly) and {},
    "evidence_review": _in_review,
    "evidence_review_enter": _in_review,
    "evidence_review_settle": _settle,
    "evidence_file": _file,
}
