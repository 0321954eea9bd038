"""The pages of scheduling that are shown in the reader's language."""

from assembly.page_languages import register_pages_in_languages

register_pages_in_languages(
    "programme",
    "programme_calendar",
    "programme_pdf",
    "my_tables",
    "session_here",
    "session_absence",
    "own_payments",
    "own_claim_new",
    "own_claim",
    "own_pay_details",
    "public_programme",
    "public_programme_version",
    "public_programme_ics",
)
