"""Background entry points of scheduling."""

from django.utils import timezone
from django_tasks import task

from scheduling.services.plan_worker import do_placement


@task(queue_name="default")
def place_items(job_id: int) -> None:
    """Search places for items, if somebody still waits for them."""
    do_placement(job_id, clock=timezone.now)
