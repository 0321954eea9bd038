"""What packs and private notes hold about people."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, OfPeople, declare
from evidence.models import (
    Pack,
    PackDelivery,
    PackEntry,
    PackFile,
    PackNotice,
    PackVersion,
    PrivateNote,
    ReadingWish,
)

_PURPOSE = _("To get evidence to members in the way they can read it")

declare(
    # A witness is named in a PDF as on the page; their file in the directory says for how long.
    Declaration(Pack, impersonal=("title", "intro", "language")),
    Declaration(PackEntry),
    Declaration(PackVersion, impersonal=("content", "note")),
    Declaration(PackFile, impersonal=("file", "sha256", "problem")),
    Declaration(
        ReadingWish,
        name=_("How somebody wishes to read"),
        purpose=_PURPOSE,
        rows=OfPeople(ReadingWish, "person"),
        is_deleted=True,
    ),
    Declaration(
        PackDelivery,
        name=_("Packs that were sent to somebody, or that they opened"),
        purpose=_PURPOSE,
        rows=OfPeople(PackDelivery, "person"),
        labels={"version": _("version of a pack")},
    ),
    Declaration(
        PackNotice,
        name=_("Messages that a pack is out"),
        impersonal=("page_url",),
        purpose=_PURPOSE,
        rows=OfPeople(PackNotice, "person"),
        labels={"version": _("version of a pack"), "mailing": _("mailing")},
    ),
    Declaration(
        PrivateNote,
        name=_("Private notes on evidence"),
        personal=("text",),
        purpose=_("To let members keep notes of their own"),
        rows=OfPeople(PrivateNote, "person"),
        # Nobody of the team reads them, not even to copy them: members take them away themselves.
        is_confidential=True,
        is_deleted=True,
    ),
)
