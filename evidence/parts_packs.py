"""What packs and the members’ own pages register at start-up."""

from evidence import (
    attention_packs,
    audiences_packs,
    declarations_packs,
    due_packs,
    offline_packs,
    own_cards_packs,
    record_packs,
    stage_packs,
)

__all__ = [
    "attention_packs",
    "audiences_packs",
    "declarations_packs",
    "due_packs",
    "offline_packs",
    "own_cards_packs",
    "record_packs",
    "stage_packs",
]
