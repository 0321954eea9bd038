"""What the public register registers at start-up."""

from assembly.outcomes import (
    offline_register,  # noqa: F401
    own_cards_register,  # noqa: F401
    tabs_register,  # noqa: F401
)
