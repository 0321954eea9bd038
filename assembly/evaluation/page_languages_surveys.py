"""The pages of surveys that are shown in the reader's language."""

from assembly.page_languages import register_pages_in_languages

register_pages_in_languages(
    "own_surveys", "own_survey", "survey_code", "survey_room", "survey_link", "public_survey"
)
