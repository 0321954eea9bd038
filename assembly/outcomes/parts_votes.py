"""What decision rules and ballots register at start-up."""

from assembly.outcomes import (
    acts_votes,  # noqa: F401
    attention_votes,  # noqa: F401
    backup_gates,  # noqa: F401
    declarations_votes,  # noqa: F401
    former_votes,  # noqa: F401
    offline_votes,  # noqa: F401
    own_cards_votes,  # noqa: F401
    record_votes,  # noqa: F401
    stage_votes,  # noqa: F401
)
