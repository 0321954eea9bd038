"""What evidence items, their versions, reviews and files hold about people.

What was released stays as it was released: members decided on it, and the database refuses to change it. Whoever is
named in it is told so; drafts, notes and reviews let go of an erased person.
"""

from django.utils.translation import gettext_lazy as _

from assembly.incidents_record import rows_naming, taking_out
from assembly.personal_data import Declaration, EveryKind, declare
from evidence.models import EvidenceFormat, EvidenceItem, EvidenceVersion, Review, StoredFile

_INFORMING = _("To inform members, and to show where what they read comes from")
_ITEM = ("staff_notes", "withdrawn_reason")
_VERSION = ("title", "summary", "text", "link", "source", "licence", "note")
_FORMAT = ("text", "link")
_REVIEW = ("reviewer_name", "comment", "settled_how")

declare(
    Declaration(
        EvidenceItem,
        name=_("Notes about evidence"),
        sensitive=_ITEM,
        purpose=_INFORMING,
        rows=EveryKind(rows_naming(EvidenceItem, _ITEM)),
        erased=taking_out(_ITEM),
        is_confidential=True,
    ),
    Declaration(
        EvidenceVersion,
        name=_("Drafts of evidence"),
        sensitive=_VERSION,
        impersonal=("language",),
        purpose=_INFORMING,
        rows=EveryKind(rows_naming(EvidenceVersion, _VERSION, released_at=None)),
        erased=taking_out(_VERSION),
        is_confidential=True,
    ),
    Declaration(
        EvidenceFormat,
        name=_("Drafts of evidence in other forms"),
        sensitive=_FORMAT,
        impersonal=("language",),
        purpose=_INFORMING,
        rows=EveryKind(rows_naming(EvidenceFormat, _FORMAT, version__released_at=None)),
        erased=taking_out(_FORMAT),
        is_confidential=True,
    ),
    Declaration(
        Review,
        name=_("Reviews of evidence"),
        personal=("reviewer_name",),
        sensitive=("comment", "settled_how"),
        purpose=_INFORMING,
        rows=EveryKind(rows_naming(Review, _REVIEW)),
        erased=taking_out(_REVIEW),
        is_confidential=True,
    ),
    Declaration(
        StoredFile,
        name=_("Names of files"),
        sensitive=("name",),
        impersonal=("file", "content_type", "sha256", "remarks"),
        purpose=_INFORMING,
        rows=EveryKind(rows_naming(StoredFile, ("name",))),
        erased=taking_out(("name",)),
        is_confidential=True,
    ),
)
