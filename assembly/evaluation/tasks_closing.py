"""Background entry points of the closing."""

from django.utils import timezone
from django_tasks import task

from assembly.evaluation.services import disclosure_packs


@task(queue_name="default")
def build_disclosure(pack_id: int) -> None:
    """Build the pack of a request, if it still waits."""
    disclosure_packs.build_pack(pack_id, clock=timezone.now)
