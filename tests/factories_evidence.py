"""Makers of topics, witnesses, evidence items, packs and questions, straight in the tables."""

import uuid
from typing import Any

from django.core.files.base import ContentFile

from assembly.enums import PersonKind
from assembly.models import Assembly, Person
from evidence.enums import READABLE, ItemState, WitnessState
from evidence.models import (
    EvidenceItem,
    EvidenceVersion,
    Pack,
    PackEntry,
    PackVersion,
    Question,
    StoredFile,
    Topic,
    Witness,
)
from scheduling.models import Session
from tests.factories import NOON, UserFactory
from tests.factories_sessions import make_session


def make_topic(assembly: Assembly, title: str = "⟪Traffic⟫") -> Topic:
    """Add a topic, or return the one that has the title."""
    number = Topic.objects.filter(assembly=assembly).count() + 1
    return Topic.objects.get_or_create(assembly=assembly, title=title, defaults={"number": number})[0]


def make_witness(assembly: Assembly, *, state: str = WitnessState.PROPOSED, **fields: Any) -> Witness:
    """Add a witness in a state; from the invitation on they are a person of the assembly."""
    number = Witness.objects.filter(assembly=assembly).count() + 1
    stands = {
        "name": f"⟪Dr Hana Osei {number}⟫",
        "email": f"hana{number}@university.example",
        "phone": "020 7946 0991",
        "organisation": "⟪Riverbend University⟫",
        "organisation_kind": "university",
        "kind": "expert",
        "expertise": "⟪Air and health⟫",
        "proposed_by": "organiser",
        "why": "⟪Measured the air here for ten years⟫",
        "decision_reason": "⟪Knows the town⟫",
        "token": uuid.uuid4(),
        "made_at": NOON,
    } | fields
    witness = Witness(assembly=assembly, number=number, **stands)
    if state not in (WitnessState.PROPOSED, WitnessState.SHORTLISTED, WitnessState.NOT_CHOSEN):
        # The key of the file is known only once it is kept, so it is kept as shortlisted first.
        witness.state = WitnessState.SHORTLISTED
        witness.save()
        witness.person = Person.objects.create(
            assembly=assembly,
            kind=PersonKind.WITNESS,
            name=witness.name,
            organisation=witness.organisation,
            email=witness.email,
            phone=witness.phone,
            origin_kind="witness",
            origin_key=witness.pk,
            joined_at=NOON,
        )
    witness.state = state
    witness.save()
    return witness


def make_stored_file(
    assembly: Assembly,
    data: bytes = b"%PDF-1.4 not a whole one",
    *,
    name: str = "⟪air.pdf⟫",
    content_type: str = "application/pdf",
    pages: int | None = 1,
) -> StoredFile:
    """Keep a file as the gate would have let it through."""
    stored = StoredFile(
        assembly=assembly,
        name=name,
        content_type=content_type,
        size=len(data),
        pages=pages,
        sha256="0" * 64,
        scan="clean",
        added_at=NOON,
        added_by=UserFactory(),
    )
    stored.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(data))
    return stored


def make_item(
    assembly: Assembly, *, state: str = ItemState.RELEASED, session: Session | None = None, **fields: Any
) -> EvidenceItem:
    """Add an item in a state with one version; `fields` of the version's names are the version's."""
    of_version = {"title", "summary", "text", "link", "file", "language", "source", "licence"}
    version = {
        "title": "⟪What the air does to us⟫",
        "summary": "⟪The air is better than ten years ago, and still makes people ill.⟫",
        "text": "⟪Measured at nine places.⟫",
    } | {name: value for name, value in fields.items() if name in of_version}
    item = EvidenceItem.objects.create(
        assembly=assembly,
        number=EvidenceItem.objects.filter(assembly=assembly).count() + 1,
        state=state,
        made_at=NOON,
        withdrawn_reason="⟪Taken back by its author⟫" if state == ItemState.WITHDRAWN else "",
        **{"kind": "text"} | {name: value for name, value in fields.items() if name not in of_version},
    )
    if session:
        item.sessions.add(session)
    is_public = state in (ItemState.PUBLISHED, ItemState.CORRECTED)
    EvidenceVersion.objects.create(
        item=item,
        number=1,
        made_at=NOON,
        made_by=UserFactory(),
        released_at=NOON if state in READABLE else None,
        published_at=NOON if is_public else None,
        **version,
    )
    return item


def make_pack(
    assembly: Assembly, *, items: int = 1, session: Session | None = None, is_issued: bool = True
) -> Pack:
    """Put a pack of released items together, and issue its first version."""
    session = session or make_session(assembly)
    pack = Pack.objects.create(
        assembly=assembly, session=session, title="⟪Pack of the first day⟫", intro="⟪Welcome⟫", made_at=NOON
    )
    entries = []
    for place in range(1, items + 1):
        item = make_item(assembly, session=session)
        PackEntry.objects.create(pack=pack, item=item, place=place)
        version = item.versions.get()
        entries.append(
            {"version": version.pk, "title": version.title, "summary": version.summary, "summary_only": False}
        )
    if is_issued:
        PackVersion.objects.create(
            pack=pack,
            number=1,
            content={"title": pack.title, "intro": pack.intro, "language": pack.language, "entries": entries},
            issued_at=NOON,
            issued_by=UserFactory(),
        )
    return pack


def make_question(assembly: Assembly, *, state: str = "asked", **fields: Any) -> Question:
    """Add a question in a state."""
    stands = {
        "text": "⟪Who paid for the measurements?⟫",
        "way": "online",
        "token": uuid.uuid4(),
        "asked_at": NOON,
        "entered_by": UserFactory(),
        "reason": "⟪Asked before⟫" if state == "set_aside" else "",
    } | fields
    if state in ("assigned", "answered", "accepted", "reopened"):
        stands.setdefault("witness", make_witness(assembly, state=WitnessState.ACCEPTED))
    number = Question.objects.filter(assembly=assembly).count() + 1
    return Question.objects.create(assembly=assembly, number=number, state=state, **stands)
