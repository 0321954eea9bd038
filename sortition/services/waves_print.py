"""Print the letters of a wave in the background: asked for here, done by a worker, visible in the wave's row."""

import tempfile
from datetime import date, datetime, timedelta
from functools import partial
from typing import BinaryIO, cast

import structlog
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.documents.letters import LetterRefused, write_letters
from assembly.errors import HouseError
from assembly.heartbeat import Clock, Heart
from assembly.lifecycle import move
from assembly.models import User
from assembly.services.record import record_event
from sortition.documents.invitation_letters import letters_of, sender_of
from sortition.errors import WaveRefused
from sortition.models import InvitationWave, WaveLetters
from sortition.wave_codes import code_digest, code_of
from sortition.wave_lifecycle import WAVE

TASK = "sortition.tasks.print_wave"
SILENT_FOR, WAITING_FOR = timedelta(minutes=2), timedelta(minutes=30)
"""After so long a worker that was printing, or for which letters wait, is taken for dead."""
_log = structlog.get_logger(__name__)


class PrintStopped(HouseError):  # noqa: N818
    """Nobody wants these letters any more: the wave was cancelled, or its worker taken for dead."""

    code = "print_stopped"


@transaction.atomic
def want_letters(
    *,
    wave: InvitationWave,
    subject: str,
    body: str,
    sender_name: str,
    sender_lines: str,
    language: str,
    answer_by: date | None,
    link_base: str,
    actor: User,
    now: datetime,
) -> InvitationWave:
    """Keep what the letters say and queue their printing.

    Raises:
        IllegalMove: the wave was posted or cancelled.
        WaveRefused: it is being printed, or its codes cannot be made again.
    """
    locked = InvitationWave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    WAVE.target(locked.state, "print")
    if locked.print_wanted_at is not None:
        raise WaveRefused(_("These letters are being printed."), code="is_printing")
    first = locked.invited.order_by("number").first()
    if first is None or first.code_digest != code_digest(code_of(locked.token, first.number)):
        raise WaveRefused(
            _("The installation’s secret has changed since this wave was drawn. Cancel it and draw another."),
            code="secret_changed",
        )
    locked.subject, locked.body, locked.language = subject, body, language
    locked.sender_name, locked.sender_lines = sender_name, sender_lines
    locked.answer_by, locked.link_base = answer_by, link_base
    locked.print_wanted_at, locked.print_beat_at = now, None
    locked.print_done, locked.print_error = 0, ""
    locked.save()
    record_event(
        "wave.print_wanted",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "letters": locked.letters},
    )
    queue_task(TASK, locked.pk)
    return locked


def print_wave(wave_id: int, *, clock: Clock) -> bool:
    """Write the letters of a wave that waits for it; answer False where there was nothing to do.

    No transaction is open while letters are written. Of two workers the conditional update lets one begin.
    """
    waiting = InvitationWave.objects.filter(pk=wave_id, print_wanted_at__isnull=False, print_beat_at=None)
    if not waiting.update(print_beat_at=clock()):
        return False
    wave = InvitationWave.objects.select_related("assembly").get(pk=wave_id)
    try:
        with tempfile.TemporaryFile() as file:
            target = cast("BinaryIO", file)
            pages = _write(wave, target, clock)
            _finish(wave, target, pages, clock())
    except PrintStopped:
        _log.warning("wave_printing_stopped", wave=wave_id)
    except LetterRefused as refused:
        number = refused.params.get("number", 0)
        said = _("Letter %(number)s: %(reason)s") % {"number": number, "reason": refused}
        _fail(wave, said if number else str(refused))
    except Exception:
        _log.exception("wave_printing_failed", wave=wave_id)
        _fail(
            wave,
            _("Something went wrong. Print the letters again; if it fails again, ask who runs this site."),
        )
    return True


def fail_silent_printing(now: datetime) -> int:
    """Say of letters whose worker is dead, or that no worker has fetched, that they failed; answer how many."""
    silent = InvitationWave.objects.filter(print_wanted_at__isnull=False).filter(
        Q(print_beat_at__lt=now - SILENT_FOR) | Q(print_beat_at=None, print_wanted_at__lt=now - WAITING_FOR)
    )
    return silent.update(
        print_wanted_at=None,
        print_error=_("The printing stopped before it was done. Print the letters again."),
    )


def _write(wave: InvitationWave, target: BinaryIO, clock: Clock) -> int:
    invited = wave.invited.exclude(lines="").order_by("number").iterator(chunk_size=2_000)
    wanted = InvitationWave.objects.filter(print_wanted_at=wave.print_wanted_at)
    heart = Heart(wanted, wave.pk, clock, beats_in="print_beat_at")

    def beat(done: int) -> None:
        heart.report(print_done=done)
        if heart.is_stop_wanted():
            raise PrintStopped(_("These letters are no longer wanted."))

    letters = letters_of(wave, invited, timezone.localdate(clock()))
    return write_letters(target, letters, sender=sender_of(wave), on_letter=beat)


def _finish(wave: InvitationWave, target: BinaryIO, pages: int, now: datetime) -> None:
    """Store the file, then move the wave; a wave that nobody wants printed any more stays as it is."""
    target.seek(0)
    made = WaveLetters(wave=wave, pages=pages)
    made.pdf.save(f"wave-{wave.pk}.pdf", File(target), save=False)
    try:
        with transaction.atomic():
            locked = InvitationWave.objects.select_for_update(no_key=True).get(pk=wave.pk)
            if locked.print_wanted_at != wave.print_wanted_at:
                raise PrintStopped(_("These letters are no longer wanted."))
            before = WaveLetters.objects.filter(wave=locked).first()
            made.save()
            move(
                WAVE,
                locked,
                "print",
                assembly=wave.assembly,
                actor=None,
                now=now,
                details={"number": wave.number, "pages": pages},
                changes={"printed_at": now, "print_wanted_at": None, "print_done": wave.letters},
            )
            if before is not None:
                transaction.on_commit(partial(before.pdf.storage.delete, str(before.pdf.name)))
    except BaseException:
        made.pdf.storage.delete(str(made.pdf.name))
        raise


def _fail(wave: InvitationWave, said: str) -> None:
    row = InvitationWave.objects.filter(pk=wave.pk, print_wanted_at=wave.print_wanted_at)
    row.update(print_wanted_at=None, print_error=said[:300])
