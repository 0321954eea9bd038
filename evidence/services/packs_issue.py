"""Issue a pack: freeze what members get, and have it printed in both sizes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.errors import GateClosed
from assembly.models import User
from assembly.services.record import record_event
from evidence.enums import PackPrint
from evidence.errors import EvidenceRefused
from evidence.models import Pack, PackFile, PackVersion
from evidence.selectors.packs import checked_entries

TASK = "evidence.tasks_packs.build_file"


@transaction.atomic
def issue_pack(
    *,
    pack: Pack,
    note: str,
    revision: int,
    page_url: str,
    actor: User,
    now: datetime,
    after: int | None = None,
) -> PackVersion:
    """Issue what is put together as the next version; PDFs are built in the background.

    A version says which version of each paper it holds, so that it can be shown for good as it was.
    page_url: the address of the page with the same content, which stands on the cover. after: the number of the last
    version that the actor knew of, 0 for none: the same form sent twice is one version.

    Raises:
        GateClosed: it is empty, or something in it may not be read by members.
        EvidenceRefused: somebody changed it meanwhile, or nobody says what changed since the version before.
    """
    locked = (
        Pack.objects.select_for_update(no_key=True, of=("self",))
        .select_related("session", "assembly")
        .get(pk=pack.pk)
    )
    if locked.revision != revision:
        raise EvidenceRefused(
            _("Somebody changed this pack meanwhile. Look at it as it is now, and do it again."), code="stale"
        )
    newest = PackVersion.objects.filter(pack=locked).order_by("-number").first()
    last = newest.number if newest else 0
    if newest is not None and after is not None and last != after:
        if last == after + 1 and (newest.issued_by_id, newest.note) == (actor.pk, note.strip()):
            return newest
        raise EvidenceRefused(
            _("Somebody issued this pack meanwhile. Look at it as it is now, and do it again."), code="stale"
        )
    checked = checked_entries(locked, now)
    blockers = [f"{each.title}: {fault}" for each in checked for fault in each.faults]
    if not checked:
        blockers.append(_("The pack is empty."))
    if blockers:
        raise GateClosed(blockers)
    if last and not note.strip():
        raise EvidenceRefused(_("Say in a sentence what changed. Members read it."), code="no_note")
    version = PackVersion.objects.create(
        pack=locked,
        number=last + 1,
        note=note.strip(),
        issued_at=now,
        issued_by=actor,
        content={
            "title": locked.title,
            "intro": locked.intro,
            "language": locked.language,
            "entries": [
                {
                    "version": each.version.pk,
                    "title": each.version.title,
                    "summary": each.version.summary,
                    "summary_only": each.entry.is_summary_only,
                }
                for each in checked
                if each.version is not None
            ],
        },
    )
    for size in PackPrint:
        file = PackFile.objects.create(version=version, size_of_print=size, queued_at=now)
        queue_task(TASK, file.pk, page_url)
    record_event(
        "pack.issue",
        obj=version,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"session": locked.session.number, "number": version.number, "papers": len(checked)},
    )
    return version
