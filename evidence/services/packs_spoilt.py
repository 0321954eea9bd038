"""Take PDFs of packs away that name somebody who was erased: they are built again without the name."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.services.record import record_event
from evidence.models import EvidenceVersion, PackFile, PackVersion


def spoil_files_of_witnesses(
    *, witnesses: Collection[int], assembly: Assembly, actor: User | None, now: datetime
) -> int:
    """Delete the PDFs in which papers of some witnesses stand, and say why; answer how many.

    Call it inside the transaction that erases the names. What a worker is building is stopped by it; what waits for
    one is built without the names. Paper copies and downloads are out of the house's reach.
    """
    papers = set(EvidenceVersion.objects.filter(item__witness__in=witnesses).values_list("pk", flat=True))
    versions = PackVersion.objects.filter(pack__assembly=assembly).select_related("pack__session")
    spoilt = 0
    for version in versions.order_by("pk"):
        if papers.isdisjoint(entry["version"] for entry in version.content.get("entries", ())):
            continue
        if many := _spoil(version):
            spoilt += many
            record_event(
                "pack.spoilt",
                obj=version,
                assembly=assembly,
                actor=actor,
                now=now,
                details={"session": version.pack.session.number, "number": version.number, "files": many},
            )
    return spoilt


def _spoil(version: PackVersion) -> int:
    begun = PackFile.objects.select_for_update(no_key=True, of=("self",)).filter(
        version=version, problem="", heartbeat_at__isnull=False
    )
    files = list(begun)
    for file in files:
        if file.file:
            # It goes after the commit, when nothing can bring the row back.
            transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
        file.file, file.sha256, file.built_at = "", "", None
        file.pages = file.pages_done = None
        file.problem = _("It named somebody whose data were erased. Have it built again.")
        file.save()
    return len(files)
