"""The evaluation's pages that are shown in the reader's language."""

from assembly.page_languages import register_pages_in_languages

register_pages_in_languages(
    "public_behaviours",
    "public_behaviours_csv",
    "public_behaviours_json",
    "public_learning",
    "public_learning_edition",
    "public_learning_file",
    "public_case",
    "public_case_csv",
    "public_comparison",
    "public_comparison_csv",
    "public_comparison_json",
    "public_close_out",
    "public_close_out_file",
)
