"""The evaluation's pages that are shown in the reader's language."""

from assembly.page_languages import register_pages_in_languages

register_pages_in_languages(
    "public_behaviours",
    "public_behaviours_csv",
    "public_behaviours_json",
)
