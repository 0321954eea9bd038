"""What a close-out certificate says: put together, told in the reader's language, and checked against its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.evaluation.closing_sources import Told, closing_sources, source_of
from assembly.evaluation.closing_words import day_words
from assembly.evaluation.models import CloseOutCertificate, FollowUp
from assembly.models import Assembly, AuditEvent
from assembly.record_check import Fault

FORMAT = "assembly-close-out/1"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its lines."""

    key: str
    label: Any
    lines: list[Told]


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """What stays open, and who follows it up."""

    matter: str
    who: str
    contact: str
    by_when: str
    note: str


@dataclass(frozen=True, slots=True)
class ToldCertificate:
    """A content in the reader's language."""

    sections: list[Section]
    matters: list[OpenMatter]

    @property
    def not_delivered(self) -> list[Told]:
        """Return everything that was not done as it should have been."""
        return [line for section in self.sections for line in section.lines if line.tone == "bad"]


def certificates_of(assembly: Assembly) -> QuerySet[CloseOutCertificate]:
    """Return the certificates, the newest first."""
    return CloseOutCertificate.objects.filter(assembly=assembly).select_related("replaces", "issued_by")


def latest_certificate(assembly: Assembly) -> CloseOutCertificate | None:
    """Return the certificate that stands."""
    return certificates_of(assembly).first()


def issued_on(assembly: Assembly) -> date | None:
    """Return when the close-out was first published; None before."""
    first = certificates_of(assembly).order_by("number").first()
    return timezone.localdate(first.issued_at) if first else None


def follow_ups_of(assembly: Assembly) -> QuerySet[FollowUp]:
    """Return the open matters, the most urgent first."""
    return FollowUp.objects.filter(assembly=assembly).order_by("by_when", "pk")


def content_of(
    assembly: Assembly, now: datetime, *, number: int, replaces: int | None = None, reason: str = ""
) -> dict[str, Any]:
    """Return what a certificate issued now would say: keys, days and numbers, and what was published."""
    return {
        "format": FORMAT,
        "number": number,
        "issued_on": timezone.localdate(now).isoformat(),
        "replaces": {"number": replaces, "reason": reason} if replaces else None,
        "assembly": {
            "name": assembly.name,
            "slug": assembly.slug,
            "commissioning_authority": assembly.commissioning_authority,
            "is_rehearsal": assembly.is_rehearsal,
            "state": str(assembly.state),
        },
        "sections": [
            {"key": source.key, "facts": source.facts_of(assembly, now)} for source in closing_sources()
        ],
        "open_matters": [
            {
                "matter": each.matter,
                "who": each.who,
                "contact": each.contact,
                "by_when": each.by_when.isoformat() if each.by_when else "",
                "note": each.note,
            }
            for each in follow_ups_of(assembly)
        ],
    }


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the bytes that are hashed, and offered as `close_out.json`."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(content)).hexdigest()


def told(content: Mapping[str, Any]) -> ToldCertificate:
    """Tell a content in the language of the reader; a section that the house does not know any more is left out."""
    sections = []
    for row in content["sections"]:
        source = source_of(row["key"])
        if source is not None and (lines := list(source.words(row["facts"]))):
            sections.append(Section(source.key, source.label, lines))
    matters = [
        OpenMatter(**{**each, "by_when": day_words(each["by_when"]) or _("No day is set")})
        for each in content["open_matters"]
    ]
    return ToldCertificate(sections, matters)


def is_as_issued(certificate: CloseOutCertificate) -> bool:
    """Whether the content still has the digest under which it was issued."""
    return digest_of(certificate.content) == certificate.sha256


def changed_certificates(assembly: Assembly) -> list[Fault]:
    """Return a fault for each certificate that is not as it was issued.

    "changed": its content has another digest than the one beside it, or than the one in the record. "gone": the record
    says that it was issued, and there is none.
    """
    rows = {each.number: each for each in certificates_of(assembly)}
    noted = _noted_digests(assembly)
    changed = [
        number
        for number, each in rows.items()
        if not is_as_issued(each) or noted.get(number, each.sha256) != each.sha256
    ]
    faults = [Fault(number, "changed") for number in changed]
    faults += [Fault(number, "gone") for number in noted.keys() - rows.keys()]
    return sorted(faults, key=lambda fault: fault.number)


def _noted_digests(assembly: Assembly) -> dict[int, str]:
    """Return what the record says of each certificate, save where its details were erased."""
    events = AuditEvent.objects.filter(assembly=assembly, type="close_out.issue").select_related("kept")
    return {said["number"]: said["sha256"] for event in events if (said := event.details)}
