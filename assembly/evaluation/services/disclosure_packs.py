"""Ask for the pack of a request, and build it in a worker.

The row is the truth: claimed once, beating while it works, ended once.
"""

import hashlib
import tempfile
import uuid
from datetime import datetime, timedelta

import structlog
from django.core.files import File
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assembly.background import queue_task
from assembly.evaluation.documents.disclosure_pack import write_disclosure
from assembly.evaluation.enums_closing import UNDER_WAY, PackState
from assembly.evaluation.errors_closing import DisclosureRefused
from assembly.evaluation.models import DisclosurePack, DisclosureRequest
from assembly.heartbeat import Clock, Heart
from assembly.models import Assembly, User
from assembly.services.record import record_event

TASK = "assembly.evaluation.tasks_closing.build_disclosure"
SILENT_FOR = timedelta(minutes=2)
"""A pack whose row has not been touched for so long has lost its worker."""
WAITING_FOR = timedelta(minutes=30)
"""So long a pack may wait for a worker."""
LANGUAGE = "en"
_log = structlog.get_logger(__name__)


class _Stopped(Exception):  # noqa: N818 (named for what happened)
    """The pack was taken for dead, or ended by another worker."""


@transaction.atomic
def ask_for_pack(*, request: DisclosureRequest, site: str, actor: User, now: datetime) -> DisclosurePack:
    """Queue a pack of what stands in the records now.

    site: the address of the site, with a slash at the end.

    Raises:
        DisclosureRefused: one is being built.
    """
    assembly = Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.assembly_id)
    packs = DisclosurePack.objects.filter(request=request)
    if packs.filter(state__in=UNDER_WAY).exists():
        raise DisclosureRefused(_("A pack is being built. Wait until it is ready."), code="under_way")
    pack = DisclosurePack.objects.create(
        request=request,
        number=(packs.aggregate(last=Max("number"))["last"] or 0) + 1,
        site=site,
        asked_at=now,
        asked_by=actor,
    )
    queue_task(TASK, pack.pk)
    _record("disclosure.pack_asked", pack, assembly, actor, now)
    return pack


def build_pack(pack_id: int, *, clock: Clock) -> bool:
    """Build a waiting pack to its end; answer False where there was nothing to claim."""
    pack = _claim(pack_id, clock())
    if pack is None:
        return False
    try:
        _build(pack, clock)
    except _Stopped:
        _log.warning("disclosure_ended_meanwhile", pack=pack.pk)
    except Exception:
        _log.exception("disclosure_failed", pack=pack.pk)
        _fail(pack, _("Something went wrong that should not. Have it built again."), clock())
    except BaseException:
        _fail(pack, _stopped_words(), clock())
        raise
    return True


def _claim(pack_id: int, now: datetime) -> DisclosurePack | None:
    """Take a waiting pack for this worker; the conditional update decides between two."""
    waiting = DisclosurePack.objects.filter(pk=pack_id, state=PackState.PENDING)
    if not waiting.update(state=PackState.BUILDING, heartbeat_at=now):
        return None
    return DisclosurePack.objects.select_related("request__assembly").get(pk=pack_id)


def _working(pack: DisclosurePack) -> QuerySet[DisclosurePack]:
    """Return the pack's row as long as it is this worker's."""
    return DisclosurePack.objects.filter(pk=pack.pk, state=PackState.BUILDING)


def _build(pack: DisclosurePack, clock: Clock) -> None:
    heart = Heart(_working(pack), pack.pk, clock)

    def on_file(_done: int) -> None:
        if heart.is_stop_wanted():
            raise _Stopped

    with tempfile.TemporaryFile() as out, override(LANGUAGE):
        contents = write_disclosure(out, pack, on_file=on_file)
        size = out.tell()
        out.seek(0)
        sha256 = hashlib.file_digest(out, "sha256").hexdigest()
        out.seek(0)
        name = pack.file.storage.save(f"disclosures/{uuid.uuid4().hex}.zip", File(out))
    ready = {"file": name, "size": size, "sha256": sha256, "contents": contents}
    now = clock()
    with transaction.atomic():
        kept = _working(pack).update(**ready, state=PackState.READY, made_at=now, heartbeat_at=now)
        if kept:
            _record("disclosure.pack_built", pack, pack.request.assembly, None, now, sha256=sha256)
    if not kept:
        pack.file.storage.delete(name)
        raise _Stopped


def _fail(pack: DisclosurePack, problem: str, now: datetime) -> bool:
    with transaction.atomic():
        own = DisclosurePack.objects.filter(pk=pack.pk, state__in=UNDER_WAY)
        failed = bool(own.update(state=PackState.FAILED, problem=problem, heartbeat_at=now))
        if failed:
            _record("disclosure.pack_failed", pack, pack.request.assembly, None, now)
    return failed


def fail_silent_packs(now: datetime) -> int:
    """Mark packs whose worker died, and those that no worker fetched, as failed; answer how many."""
    lost = DisclosurePack.objects.filter(
        Q(state=PackState.BUILDING, heartbeat_at__lt=now - SILENT_FOR)
        | Q(state=PackState.PENDING, asked_at__lt=now - WAITING_FOR)
    )
    return sum(_fail(pack, _stopped_words(), now) for pack in lost.select_related("request__assembly"))


def _stopped_words() -> str:
    return _("The machine stopped while it was built. Have it built again.")


def _record(
    type_: str, pack: DisclosurePack, assembly: Assembly, actor: User | None, now: datetime, **more: str
) -> None:
    record_event(
        type_,
        obj=pack,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": pack.request.number, "pack": pack.number, **more},
    )


@transaction.atomic
def note_taken(*, pack: DisclosurePack, actor: User, now: datetime) -> None:
    """Record that somebody took a pack away as a file."""
    _record("disclosure.pack_taken", pack, pack.request.assembly, actor, now)
