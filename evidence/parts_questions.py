"""What members’ questions register at start-up."""

from evidence import (
    acts_questions,  # noqa: F401
    attention_questions,  # noqa: F401
    declarations_questions,  # noqa: F401
    offline_questions,  # noqa: F401
    own_cards_questions,  # noqa: F401
    record_questions,  # noqa: F401
    stage_questions,  # noqa: F401
)
