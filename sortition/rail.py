"""Sortition's lines of the rail: each module registers its stage when it is imported."""

from sortition import (
    audiences_respondents,
    audiences_seats,
    draws_record,
    members_record,
    message_dates,
    needs_of_members,
    offers_record,
    respondent_words,
    runs_record,
    seats_record,
    stage_calls,
    stage_lottery,
    stage_pool,
    stage_targets,
    targets_record,
    waves_record,
)

__all__ = [
    "audiences_respondents",
    "audiences_seats",
    "draws_record",
    "members_record",
    "message_dates",
    "needs_of_members",
    "offers_record",
    "respondent_words",
    "runs_record",
    "seats_record",
    "stage_calls",
    "stage_lottery",
    "stage_pool",
    "stage_targets",
    "targets_record",
    "waves_record",
]
