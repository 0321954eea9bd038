"""How the pages of packs and of what members read are reached."""

from typing import Any

from assembly.models import Assembly, Person
from tests.factories_evidence import make_item, make_pack, make_stored_file
from tests.factories_packs import (
    issue_again,
    make_delivery,
    make_issued,
    make_private_note,
    make_waiting,
    make_wish,
)
from tests.factories_people import make_members


def _pack(assembly: Assembly) -> dict[str, Any]:
    """Two papers in a pack, of which one is not released; a version before it."""
    pack = make_pack(assembly, items=2)
    item = make_item(assembly, state="approved", session=pack.session)
    pack.entries.create(item=item, place=3)
    return {"number": pack.session.number}


def _version(assembly: Assembly) -> dict[str, Any]:
    version = make_issued(assembly, items=2)
    entries = version.content["entries"][:1]
    again = issue_again(version.pack, entries=entries)
    make_waiting(again, problem="⟪It cannot be read⟫")
    return {"number": version.pack.session.number, "version": 2}


def _issue(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_issued(assembly).pack.session.number}


def _progress(assembly: Assembly) -> dict[str, Any]:
    version = make_pack(assembly).versions.get()
    make_waiting(version, heartbeat_at=version.issued_at, pages=12, pages_done=3)
    return {"number": version.pack.session.number}


def _deliveries(assembly: Assembly) -> dict[str, Any]:
    version = make_issued(assembly)
    people = make_members(assembly, 3)
    make_wish(people[0])
    make_delivery(version, people[0])
    make_delivery(version, people[1], returned_at=version.issued_at)
    return {"number": version.pack.session.number}


def _file(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_issued(assembly).pack.session.number, "version": 1, "size": "normal"}


def _own_pack(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_issued(assembly, items=3).pack.session.number}


def _paper(assembly: Assembly) -> dict[str, Any]:
    item = make_item(assembly, file=make_stored_file(assembly))
    return {"number": item.number}


def _paper_file(assembly: Assembly) -> dict[str, Any]:
    item = make_item(assembly, file=make_stored_file(assembly))
    return {"number": item.number, "pk": item.versions.get().file_id}


def _notes(assembly: Assembly) -> dict[str, Any]:
    for person in Person.objects.members().filter(assembly=assembly):
        make_private_note(person)
    return {}


PACKS_EXAMPLES = {
    "packs": lambda assembly: _pack(assembly) and {},
    "pack": _pack,
    "pack_words": _pack,
    "pack_entries": _pack,
    "pack_issue": _issue,
    "pack_progress": _progress,
    "pack_version": _version,
    "pack_build": _version,
    "pack_file": _file,
    "pack_deliveries": _deliveries,
    "pack_delivery_list": _deliveries,
    "pack_addresses": _deliveries,
    "pack_notices": _deliveries,
    "reading_wish": lambda assembly: {"pk": make_members(assembly, 1)[0].pk},
    "own_reading": lambda assembly: _own_pack(assembly) and {},
    "own_packs_file": lambda assembly: _own_pack(assembly) and {},
    "own_pack": _own_pack,
    "own_pack_file": lambda assembly: {**_own_pack(assembly), "size": "large"},
    "own_evidence": _paper,
    "own_evidence_file": _paper_file,
    "own_notes": _notes,
    "own_notes_file": _notes,
}
READERS_OWN = {
    "own_reading",
    "own_packs_file",
    "own_pack",
    "own_pack_file",
    "own_evidence",
    "own_evidence_file",
    "own_notes",
    "own_notes_file",
    "own_reading_wish",
}
"""Pages of those who read; nobody of the team opens them."""
