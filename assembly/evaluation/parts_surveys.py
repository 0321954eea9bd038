"""What surveys and welfare calls register at start-up."""

from assembly.evaluation import (
    acts_surveys,  # noqa: F401
    attention_surveys,  # noqa: F401
    audiences_surveys,  # noqa: F401
    contacts_surveys,  # noqa: F401
    declarations_surveys,  # noqa: F401
    due_welfare,  # noqa: F401
    record_surveys,  # noqa: F401
)
