"""Background entry points of sortition."""

from django.utils import timezone
from django_tasks import task

from sortition.services.runs_worker import do_run


@task(queue_name="lottery")
def run_lottery(run_id: int) -> None:
    """Do one selection run, if it still waits for somebody."""
    do_run(run_id, clock=timezone.now)
