"""Background entry points of seating plans."""

from django.utils import timezone
from django_tasks import task

from scheduling.services.seating_jobs import do_seating


@task(queue_name="default")
def seat_session(job_id: int) -> None:
    """Compute the tables that somebody asked for, if that still waits."""
    do_seating(job_id, clock=timezone.now)
