"""Background entry points of receipts."""

from django.utils import timezone
from django_tasks import task

from evidence.services import receipts


@task(queue_name="default")
def send_receipt(receipt_id: int) -> None:
    """Send a receipt by e-mail, if it still waits."""
    receipts.send_receipt(receipt_id, clock=timezone.now)
