"""Build the PDFs of a version in a worker. The row is the truth: claimed once, beating while it works, ended once."""

import hashlib
import tempfile
import uuid
from contextlib import ExitStack
from datetime import datetime, timedelta

import structlog
from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.background import queue_task
from assembly.heartbeat import Clock, Heart
from assembly.models import User
from assembly.services.record import record_event
from evidence.documents.pack_papers import cover_of, papers_of
from evidence.documents.pack_pdf import write_pack
from evidence.enums import PackPrint
from evidence.errors import EvidenceRefused
from evidence.models import PackFile, PackVersion
from evidence.selectors.packs import issued
from evidence.services.packs_issue import TASK

SILENT_FOR = timedelta(minutes=2)
"""A file whose row has not been touched for so long has lost its worker."""
WAITING_FOR = timedelta(minutes=30)
"""So long a file may wait for a worker."""
_log = structlog.get_logger(__name__)


class _Stopped(Exception):  # noqa: N818 (named for what happened)
    """The file was taken for dead, or ended by another worker."""


def build_file(file_id: int, *, page_url: str, clock: Clock) -> bool:
    """Build a waiting file to its end; answer False where there was nothing to claim.

    page_url: the address of the page with the same content, which stands on the cover.
    """
    file = _claim(file_id, clock())
    if file is None:
        return False
    try:
        _build(file, page_url, clock)
    except EvidenceRefused as refused:
        _fail(file, str(refused), clock())
    except _Stopped:
        _log.warning("pack_ended_meanwhile", file=file.pk)
    except Exception:
        _log.exception("pack_failed", file=file.pk)
        _fail(file, _("Something went wrong that should not. Have it built again."), clock())
    except BaseException:
        _fail(file, _stopped_words(), clock())
        raise
    return True


def _claim(file_id: int, now: datetime) -> PackFile | None:
    """Take a waiting file for this worker; the conditional update decides between two."""
    waiting = PackFile.objects.filter(pk=file_id, built_at=None, problem="", heartbeat_at=None)
    if not waiting.update(heartbeat_at=now):
        return None
    related = "version__pack__assembly", "version__pack__session__venue"
    return PackFile.objects.select_related(*related).get(pk=file_id)


def _working(file: PackFile) -> QuerySet[PackFile]:
    """Return the file's row as long as it is this worker's; what another asked for later has another moment."""
    return PackFile.objects.filter(pk=file.pk, built_at=None, problem="", queued_at=file.queued_at)


def _build(file: PackFile, page_url: str, clock: Clock) -> None:
    heart = Heart(_working(file), file.pk, clock)
    version, is_large = file.version, file.size_of_print == PackPrint.LARGE
    content = issued(version, clock())
    if not content.is_whole:
        raise EvidenceRefused(
            _("Something in this version was taken back. Issue a new version without it."), code="not_whole"
        )

    def on_progress(done: int, pages: int) -> None:
        heart.report(pages=pages, pages_done=min(done, pages))
        if heart.is_stop_wanted():
            raise _Stopped

    with tempfile.TemporaryFile() as out, ExitStack() as opened, override(content.language):
        pages = write_pack(
            out,
            cover_of(content, page_url=page_url),
            papers_of(content, is_large=is_large, opened=opened),
            language=content.language,
            is_large=is_large,
            on_progress=on_progress,
        )
        out.seek(0)
        sha256 = hashlib.file_digest(out, "sha256").hexdigest()
        out.seek(0)
        name = file.file.storage.save(f"packs/{uuid.uuid4().hex}.pdf", File(out))
    _keep(file, name, pages, sha256, clock())


def _keep(file: PackFile, name: str, pages: int, sha256: str, now: datetime) -> None:
    storage = file.file.storage
    with transaction.atomic():
        kept = _working(file).update(
            file=name, pages=pages, pages_done=pages, sha256=sha256, built_at=now, heartbeat_at=now
        )
        if kept:
            _record("pack.built", file, None, now, pages=pages)
    if not kept:
        storage.delete(name)
        raise _Stopped


def _fail(file: PackFile, problem: str, now: datetime) -> bool:
    with transaction.atomic():
        failed = bool(_working(file).update(problem=problem, heartbeat_at=now))
        if failed:
            _record("pack.build_failed", file, None, now)
    return failed


@transaction.atomic
def build_again(*, version: PackVersion, page_url: str, actor: User, now: datetime) -> int:
    """Have the files of a version that failed built once more; answer how many."""
    failed = (
        PackFile.objects.select_for_update(no_key=True, of=("self",))
        .filter(version=version)
        .exclude(problem="")
    )
    files = list(failed)
    for file in files:
        file.problem, file.queued_at, file.heartbeat_at = "", now, None
        file.pages = file.pages_done = None
        file.save()
        queue_task(TASK, file.pk, page_url)
    if files:
        record_event(
            "pack.build_again",
            obj=version,
            assembly=version.pack.assembly,
            actor=actor,
            now=now,
            details={"session": version.pack.session.number, "number": version.number},
        )
    return len(files)


def fail_silent_files(now: datetime) -> int:
    """Mark files whose worker died, and those that no worker fetched, as failed; answer how many."""
    lost = PackFile.objects.filter(built_at=None, problem="").filter(
        Q(heartbeat_at__lt=now - SILENT_FOR) | Q(heartbeat_at=None, queued_at__lt=now - WAITING_FOR)
    )
    related = "version__pack__assembly", "version__pack__session"
    return sum(_fail(file, _stopped_words(), now) for file in lost.select_related(*related))


def _stopped_words() -> str:
    return _("The machine stopped while it was built. Have it built again.")


def _record(verb: str, file: PackFile, actor: User | None, now: datetime, **more: int) -> None:
    version = file.version
    record_event(
        verb,
        obj=version,
        assembly=version.pack.assembly,
        actor=actor,
        now=now,
        details={
            "session": version.pack.session.number,
            "number": version.number,
            "print": file.size_of_print,
            **more,
        },
    )
