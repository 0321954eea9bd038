"""The evaluation's pages that are shown in the reader's language."""

from assembly.page_languages import register_pages_in_languages

register_pages_in_languages(
    "public_close_out",
    "public_close_out_file",
)
