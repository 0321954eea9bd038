"""What topics, witnesses and balance register at start-up."""

from evidence import (
    acts_witnesses,  # noqa: F401
    agreed_names,  # noqa: F401
    attention_witnesses,  # noqa: F401
    copying_witnesses,  # noqa: F401
    declarations_witnesses,  # noqa: F401
    offline_witnesses,  # noqa: F401
    own_cards_witnesses,  # noqa: F401
    record_witnesses,  # noqa: F401
    stage_witnesses,  # noqa: F401
)
