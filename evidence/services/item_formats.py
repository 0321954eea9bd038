"""Put other forms of the same content beside a version: large print, easy read, a translation, sound, signs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from evidence.enums import ItemState
from evidence.errors import EvidenceRefused
from evidence.models import EvidenceFormat, EvidenceVersion, StoredFile
from evidence.services.items import lock_item, record_item


@transaction.atomic
def add_format(
    *,
    version: EvidenceVersion,
    kind: str,
    language: str,
    text: str,
    link: str,
    file: StoredFile | None,
    actor: User,
    now: datetime,
) -> EvidenceFormat:
    """Put a form beside a version; who reads the version finds it at once, also where that was released before.

    The same form sent twice is one: its file came twice, with the same content.

    Raises:
        EvidenceRefused: there is nothing in it, that form is there already, or the item is withdrawn.
    """
    item = lock_item(version.item)
    if item.state == ItemState.WITHDRAWN:
        raise EvidenceRefused(_("It was withdrawn, and stays as it was."), code="withdrawn")
    if not (text.strip() or link or file):
        raise EvidenceRefused(_("Enter a text, an address or a file."), code="empty")
    if standing := EvidenceFormat.objects.filter(version=version, kind=kind, language=language).first():
        if (standing.text, standing.link, _digest(standing.file)) == (text, link, _digest(file)):
            return standing
        raise EvidenceRefused(_("This version has that form in that language already."), code="there_already")
    made = EvidenceFormat.objects.create(
        version=version,
        kind=kind,
        language=language,
        text=text,
        link=link,
        file=file,
        added_at=now,
        added_by=actor,
    )
    record_item("format", item, actor, now, version=version.number, kind=str(kind))
    return made


def _digest(file: StoredFile | None) -> str:
    return file.sha256 if file else ""


@transaction.atomic
def remove_format(*, form: EvidenceFormat, actor: User, now: datetime) -> None:
    """Take a form away from a draft.

    Raises:
        EvidenceRefused: members can read it already.
    """
    version = form.version
    item = lock_item(version.item)
    if EvidenceVersion.objects.filter(pk=version.pk, released_at__isnull=False).exists():
        raise EvidenceRefused(_("Members can read it already, so it stays."), code="released_already")
    EvidenceFormat.objects.filter(pk=form.pk).delete()
    record_item("format_removed", item, actor, now, version=version.number, kind=str(form.kind))
