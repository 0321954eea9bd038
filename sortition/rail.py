"""Sortition's lines of the rail: each module registers its stage when it is imported."""

from sortition import (
    audiences_respondents,
    message_dates,
    respondent_words,
    runs_record,
    stage_lottery,
    stage_pool,
    stage_targets,
    targets_record,
    waves_record,
)

__all__ = [
    "audiences_respondents",
    "message_dates",
    "respondent_words",
    "runs_record",
    "stage_lottery",
    "stage_pool",
    "stage_targets",
    "targets_record",
    "waves_record",
]
