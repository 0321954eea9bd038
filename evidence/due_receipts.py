"""The due-check of receipts, registered with the clock."""

from assembly.clock import register_due_check
from evidence.services.receipts import ask_for_receipts_again

register_due_check("evidence.receipts", ask_for_receipts_again)
