"""Which questions perhaps ask the same: a hint for people, who decide. Needs no database."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process, utils

LIKELY = 65
"""Out of 100, by words whatever their order: from here on two short questions mostly ask the same."""
MOST = 3


def near_to(words: str, others: Mapping[int, str]) -> list[int]:
    """Return the keys of those that are most like `words`, the most alike first."""
    found = process.extract(
        words,
        others,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=LIKELY,
        limit=MOST,
    )
    return [key for _other, _score, key in found]
