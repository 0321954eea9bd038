"""Find entries that may be one person, and addresses that may be one household. Pure: no database, no web.

What is found is a question to a person, never an answer.
"""

from sortition.matching.addresses import Place, address_score, place_of, possible_households
from sortition.matching.blocks import LARGEST_BLOCK, Match
from sortition.matching.normal import email_key, phone_key, plain
from sortition.matching.people import (
    Entry,
    compare,
    entry_of,
    name_score,
    possible_persons,
    shared_contact,
)

__all__ = [
    "LARGEST_BLOCK",
    "Entry",
    "Match",
    "Place",
    "address_score",
    "compare",
    "email_key",
    "entry_of",
    "name_score",
    "phone_key",
    "place_of",
    "plain",
    "possible_households",
    "possible_persons",
    "shared_contact",
]
