"""Background entry points of the ground floor."""

from django.utils import timezone
from django_tasks import task

from assembly.services import mailings_send


@task(queue_name="default")
def send_mailing(mailing_id: int) -> None:
    """Send what is due of one mailing."""
    mailings_send.send_mailing(mailing_id, clock=timezone.now)
