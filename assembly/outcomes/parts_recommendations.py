"""What recommendations, amendments and minority statements register at start-up."""

from assembly.outcomes import (
    acts_recommendations,  # noqa: F401
    attention_recommendations,  # noqa: F401
    copying_themes,  # noqa: F401
    declarations_recommendations,  # noqa: F401
    offline_recommendations,  # noqa: F401
    own_cards_recommendations,  # noqa: F401
    record_recommendations,  # noqa: F401
    stage_recommendations,  # noqa: F401
)
