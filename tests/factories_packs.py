"""Makers of what members have of packs: accounts, wishes, deliveries, notes, PDFs that are built."""

import uuid
from typing import Any

from django.core.files.base import ContentFile

from assembly.enums import Role
from assembly.models import Assembly, Person, User
from evidence.enums import PackPrint
from evidence.models import (
    EvidenceItem,
    Pack,
    PackDelivery,
    PackFile,
    PackNotice,
    PackVersion,
    PrivateNote,
    ReadingWish,
)
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_evidence import make_item, make_pack
from tests.factories_people import make_members
from tests.hostile_files import pdf


def make_reader(assembly: Assembly, **fields: Any) -> tuple[User, Person]:
    """Make a member with an account."""
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    return user, make_members(assembly, 1, user=user, **fields)[0]


def make_issued(assembly: Assembly, *, items: int = 1, **fields: Any) -> PackVersion:
    """Issue a pack whose PDFs are built."""
    version = make_pack(assembly, items=items, **fields).versions.get()
    for size in PackPrint:
        make_built(version, size)
    return version


def make_built(version: PackVersion, size: str = PackPrint.NORMAL, data: bytes = b"") -> PackFile:
    """Keep a PDF as the worker would."""
    file = PackFile(
        version=version, size_of_print=size, queued_at=NOON, heartbeat_at=NOON, built_at=NOON, pages=2
    )
    file.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(data or pdf(2)), save=False)
    file.save()
    return file


def make_waiting(version: PackVersion, size: str = PackPrint.NORMAL, **fields: Any) -> PackFile:
    """Ask for a PDF that nobody has built yet."""
    return PackFile.objects.create(version=version, size_of_print=size, **{"queued_at": NOON} | fields)


def make_delivery(version: PackVersion, person: Person, **fields: Any) -> PackDelivery:
    """Post a version to somebody."""
    stands = {"posted_at": NOON, "sent_by": UserFactory()} | fields
    return PackDelivery.objects.create(version=version, person=person, **stands)


def make_pack_notice(delivery: PackDelivery) -> PackNotice:
    """Write to whoever gets a version that it is out."""
    page = "https://assembly.example/pack/"
    return PackNotice.objects.create(version=delivery.version, person=delivery.person, page_url=page)


def make_wish(person: Person, way: str = "paper", size_of_print: str = "large") -> ReadingWish:
    """Say how somebody reads."""
    return ReadingWish.objects.create(
        person=person, way=way, size_of_print=size_of_print, changed_at=NOON, changed_by=UserFactory()
    )


def make_private_note(person: Person, item: EvidenceItem | None = None) -> PrivateNote:
    """Write something down for oneself."""
    item = item or make_item(person.assembly)
    return PrivateNote.objects.create(
        person=person, item=item, text="⟪Ask about the harbour⟫", changed_at=NOON
    )


def issue_again(pack: Pack, note: str = "⟪One paper was corrected⟫", **content: Any) -> PackVersion:
    """Issue the next version of a pack, with the content of the one before but for `content`."""
    last = pack.versions.order_by("-number").first()
    assert last is not None
    return PackVersion.objects.create(
        pack=pack,
        number=last.number + 1,
        content={**last.content, **content},
        note=note,
        issued_at=NOON,
        issued_by=UserFactory(),
    )
