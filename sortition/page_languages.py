"""The pages of sortition that are shown in the reader's language."""

from assembly.page_languages import register_pages_in_languages

register_pages_in_languages(
    "answer",
    "own_opening",
    "register",
    "register_letter",
    "register_short",
    "register_thanks",
    "public_draw",
    "public_draws",
    "verify_draw",
)
