"""What the call for submissions registers at start-up."""

from evidence import (
    acts_calls,  # noqa: F401
    copying_calls,  # noqa: F401
    declarations_calls,  # noqa: F401
    declarations_receipts,  # noqa: F401
    due_calls,  # noqa: F401
    due_receipts,  # noqa: F401
    record_calls,  # noqa: F401
)
