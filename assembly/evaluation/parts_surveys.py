"""What surveys and welfare calls register at start-up."""

from assembly.evaluation import (
    acts_surveys,  # noqa: F401
    attention_surveys,  # noqa: F401
    audiences_surveys,  # noqa: F401
    backup_surveys,  # noqa: F401
    contacts_surveys,  # noqa: F401
    copying_surveys,  # noqa: F401
    declarations_surveys,  # noqa: F401
    due_welfare,  # noqa: F401
    former_surveys,  # noqa: F401
    joined_surveys,  # noqa: F401
    offline_surveys,  # noqa: F401
    own_cards_surveys,  # noqa: F401
    page_languages_surveys,  # noqa: F401
    public_surveys,  # noqa: F401
    record_survey_pages,  # noqa: F401
    record_surveys,  # noqa: F401
    tabs_surveys,  # noqa: F401
)
