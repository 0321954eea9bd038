"""How the pages of topics, witnesses and balance are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_evidence import make_topic, make_witness
from tests.factories_evidence_witnesses import make_full_file
from tests.factories_people import make_person

WITNESSES_OWN = {
    "own_appearances",
    "own_invitation_answer",
    "own_interests",
    "own_times",
    "own_release",
}
"""Pages that witnesses open of themselves, and nobody of the team."""


def _topic(assembly: Assembly) -> dict[str, Any]:
    make_topic(assembly, "⟪Stoves⟫")
    return {"pk": make_topic(assembly).pk}


def _witness(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_full_file(assembly).number}


def _proposals(assembly: Assembly) -> dict[str, Any]:
    witness = make_witness(assembly, proposer_name="⟪Joan⟫", proposer_contact="joan@example.org")
    make_witness(assembly, name=witness.name)
    return {"number": witness.number}


def _release(assembly: Assembly) -> dict[str, Any]:
    witness = make_full_file(assembly)
    return {"number": witness.number, "pk": witness.releases.get(ended_at=None).pk}


def _everything(assembly: Assembly) -> dict[str, Any]:
    make_full_file(assembly)
    return {}


EXAMPLES_WITNESSES = {
    "topics": lambda assembly: _topic(assembly) and {},
    "topic_edit": _topic,
    "topic_move": _topic,
    "topic_delete": _topic,
    "witnesses": _everything,
    "witness_proposals": lambda assembly: _proposals(assembly) and {},
    "witness_take_over": lambda assembly: make_person(assembly) and {},
    "witness": _witness,
    "witness_edit": _witness,
    "witness_forget_proposer": _proposals,
    "witness_account": _witness,
    "witness_interests": _witness,
    "witness_release": _witness,
    "witness_release_end": _release,
    "witness_move": lambda assembly: {**_proposals(assembly), "verb": "shortlist"},
    "balance": _everything,
    "balance_csv": _everything,
    "balance_pdf": _everything,
}
