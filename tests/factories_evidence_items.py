"""Makers of what belongs to evidence items: reviews, other forms, corrections, items that are ready for a move."""

from typing import Any

from assembly.models import Assembly
from evidence.enums import READABLE, ItemState
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, Release, Review, Witness
from tests.factories import NOON, UserFactory
from tests.factories_evidence import make_item, make_stored_file


def make_review(item: EvidenceItem, verdict: str = "fit", **fields: Any) -> Review:
    """Add a finding about the last version, as it now stands."""
    version = item.versions.first()
    reviewer = fields.pop("reviewer", None) or UserFactory()
    stands = {
        "revision": version.revision,
        "comment": "" if verdict == "fit" else "⟪The costs are missing⟫",
        "way": "online",
        "made_at": NOON,
        "entered_by": reviewer,
    }
    return Review.objects.create(version=version, reviewer=reviewer, verdict=verdict, **{**stands, **fields})


def make_format(item: EvidenceItem, kind: str = "easy_read", **fields: Any) -> EvidenceFormat:
    """Add another form of the last version."""
    stands = {"text": "⟪The air is bad.⟫", "added_at": NOON, "added_by": UserFactory(), **fields}
    return EvidenceFormat.objects.create(version=item.versions.first(), kind=kind, **stands)


def make_correction(item: EvidenceItem, **fields: Any) -> EvidenceVersion:
    """Add the draft of a correction to what members read."""
    last = item.versions.first()
    stands = {
        "title": last.title,
        "summary": last.summary,
        "text": "⟪Measured at ten places.⟫",
        "note": "⟪Ten places, not nine⟫",
        "made_at": NOON,
        "made_by": UserFactory(),
    }
    return EvidenceVersion.objects.create(item=item, number=last.number + 1, **{**stands, **fields})


def make_ready_item(assembly: Assembly, state: str, **fields: Any) -> EvidenceItem:
    """Make an item in a state, with all that any move from there waits for."""
    item = make_item(assembly, state=state, **fields)
    if state in READABLE:
        make_correction(item)
    make_review(item)
    return EvidenceItem.objects.get(pk=item.pk)


def agree(witness: Witness, scope: str = "material") -> Release:
    """Note that a witness agrees to have something made public."""
    return Release.objects.create(
        witness=witness, scope=scope, agreed_at=NOON, way="paper", entered_by=UserFactory()
    )


def fill_evidence(assembly: Assembly, mark: str) -> EvidenceItem:
    """Name somebody in everything that is written about an item that nobody has read yet."""
    item = make_item(assembly, state=ItemState.BALANCE_REVIEW, text=f"{mark} was there", staff_notes=mark)
    settled = {"settled_at": NOON, "settled_how": f"Asked {mark}"}
    make_review(item, "change", comment=f"Is it true of {mark}?", reviewer_name=mark, **settled)
    make_format(item, text=f"{mark} was there")
    make_stored_file(assembly, name=f"{mark}.pdf")
    return item
