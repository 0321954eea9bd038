"""Keep files that passed the gate, and remove those that came to belong to nothing."""

import uuid
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from assembly.models import Assembly, User
from assembly.services.record import record_event
from evidence.enums import ScanState
from evidence.models import StoredFile
from evidence.uploads.checked import CheckedFile

KEPT_FOR = timedelta(days=1)
"""So long a file waits for the form with which it came to be sent again."""


def keep_file(*, assembly: Assembly, checked: CheckedFile, actor: User | None, now: datetime) -> StoredFile:
    """Keep a checked file under a random name and return it; inside the transaction of whatever it belongs to."""
    stored = StoredFile(
        assembly=assembly,
        name=checked.shown_name,
        content_type=checked.content_type,
        size=checked.size,
        pages=checked.pages,
        sha256=checked.sha256,
        scan=ScanState.CLEAN if checked.is_scanned else ScanState.NOT_LOOKED,
        remarks=list(checked.remarks),
        added_at=now,
        added_by=actor,
    )
    stored.file.save(f"{uuid.uuid4().hex}.{checked.ending}", checked.content)
    record_event(
        "file.keep",
        obj=stored,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"type": stored.content_type, "bytes": stored.size, "sha256": stored.sha256},
    )
    return stored


def kept_file(*, assembly: Assembly, pk: int, actor: User, now: datetime) -> StoredFile | None:
    """Return a file that came with an earlier sending of the actor's form; None where it was removed since.

    Until something points to it, it is kept for another day from now on. Whoever removes files reads that moment
    under a lock, so that what is returned here stays for the form that is being sent.
    """
    own = StoredFile.objects.filter(assembly=assembly, added_by=actor, pk=pk)
    own.filter(pk__in=_stray_files()).update(added_at=now)
    # Asked after the update, which waits for whoever is removing the file.
    return own.first()


def remove_stray_files(now: datetime) -> int:
    """Remove files that nothing has pointed to for a day, and answer how many. Idempotent."""
    stray = _stray_files().filter(added_at__lte=now - KEPT_FOR)
    return sum(_remove_stray(pk, now) for pk in list(stray.order_by("pk").values_list("pk", flat=True)))


def _stray_files() -> QuerySet[StoredFile]:
    """Return files to which no row points, whichever app's it is."""
    found = StoredFile.objects.all()
    for relation in StoredFile._meta.related_objects:
        pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.exclude(Exists(pointing))
    return found


@transaction.atomic
def _remove_stray(pk: int, now: datetime) -> bool:
    """Remove one file, unless a form has taken it since it was found."""
    # A form takes a file by giving it another day first, in a transaction of its own: of that and this lock one waits
    # for the other, and what was decided meanwhile is seen by a question that is asked after the lock.
    StoredFile.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    stored = _stray_files().filter(pk=pk, added_at__lte=now - KEPT_FOR).select_related("assembly").first()
    if stored is None:
        return False
    record_event(
        "file.remove",
        obj=stored,
        assembly=stored.assembly,
        actor=None,
        now=now,
        details={"type": stored.content_type, "bytes": stored.size},
    )
    # Its content goes after the commit, when nothing can bring the row back.
    transaction.on_commit(partial(stored.file.storage.delete, str(stored.file.name)))
    stored.delete()
    return True
