"""Background entry points of packs."""

from django.utils import timezone
from django_tasks import task

from evidence.services import packs_build


@task(queue_name="default")
def build_file(file_id: int, page_url: str) -> None:
    """Build the PDF of a pack that was issued, if it still waits."""
    packs_build.build_file(file_id, page_url=page_url, clock=timezone.now)
