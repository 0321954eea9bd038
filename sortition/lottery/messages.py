"""Put codes into plain English sentences, for the command line; the web translates the codes itself."""

from __future__ import annotations

from collections.abc import Mapping

from sortition.lottery.errors import BadInput, LotteryError
from sortition.lottery.results import (
    Bond,
    BondRelease,
    CapChange,
    Cause,
    Change,
    NeverChosen,
    Repair,
    SeatsChange,
)

_FAULTS = {
    "file_not_readable": "the file cannot be read ({reason})",
    "file_not_writable": "no file can be written here",
    "empty_file": "the file is empty",
    "no_rows": "there is a header, but no row below it",
    "binary_file": "this is not a text file",
    "spreadsheet_not_csv": "this is a spreadsheet or ZIP archive; save it as CSV (UTF-8)",
    "wrong_encoding": "the text is not UTF-8; save the file as CSV (UTF-8)",
    "unreadable_row": "the row is not readable as CSV; is a quotation mark left open?",
    "duplicate_column": "the header names this column twice",
    "blank_header": "this column holds data but has no name; are header cells merged?",
    "too_many_cells": "the row has more cells than the header",
    "unknown_quota_header": "the header has none of the known forms: {expected}, each with min and max",
    "missing_column": "there is no such column",
    "missing_value": "the cell is empty",
    "not_a_whole_number": "“{value}” is not a whole number",
    "duplicate_quota": "“{value}” of “{category}” has a row already",
    "duplicate_id": "the id “{id}” stands in row {first_row} already",
    "unknown_value": "“{value}” is not among the values that the quotas name",
    "negative_minimum": "the minimum {minimum} is below zero",
    "minimum_above_maximum": "the minimum {minimum} is above the maximum {maximum}",
    "contradictory_flexible_bounds": "the flexible bounds do not enclose minimum and maximum",
    "crossed_value_parts": "“{value}” must name one value for each part of “{category}”, joined by ×",
    "not_a_number": "“{value}” is not a number",
    "weight_not_positive": "the weight {weight} is not above 0",
    "unknown_person": "there is nobody with the id “{id}” in the pool",
    "bond_of_one": "a group needs two people or more, not only “{id}”",
    "cap_below_one": "the cap on “{column}” must allow at least one person, not {maximum}",
    "duplicate_cap": "there are two caps on “{column}”",
    "seated_and_gone": "“{id}” cannot be both seated and gone",
    "gamma_not_positive": "gamma must be above 0, not {gamma}",
    "panels_need_a_lottery": "a plain random panel comes from no lottery: there are no numbered panels to make",
    "share_out_of_range": "a share of people who stay is between 0 and 1, not {share}",
    "panel_has_other_seats": "the panel has {panel} people, but there are {seats} seats",
    "count_below_one": "there must be at least one alternate, not {count}",
    "too_few_for_alternates": "only {available} people can stand by, fewer than the {count} asked for",
    "seats_below_one": "there must be at least one seat, not {seats}",
    "no_quotas": "there are no quotas",
    "no_people": "there is nobody in the pool",
    "quotas_infeasible": "no panel meets all quotas",
    "nothing_found_in_time": "the time limit passed before a single panel was found",
    "no_answer_in_time": "the time limit passed before it was known whether a panel exists",
}

_CAUSES = {
    "more_seats_than_people": "{seats} seats, but only {people} people",
    "more_seats_than_households": "{seats} seats, but only {households} households, which give one person each",
    "too_few_people_for_minimum": "{category}: {value} asks for {minimum} seats, but only {available} can be had",
    "minima_exceed_seats": "{category}: the minima add up to {total}, above the {seats} seats",
    "maxima_below_seats": "{category}: the maxima add up to {total}, below the {seats} seats",
    "reachable_below_seats": "{category}: with the people there are, only {total} of {seats} seats can be filled",
    "more_fixed_than_seats": "{fixed} people are fixed, but there are only {seats} seats",
    "fixed_exceed_maximum": "{category}: {value} has a maximum of {maximum}, but {fixed} of the fixed people count",
    "fixed_crowd_out_minima": "{category}: beside the fixed people the minima need {total} of {seats} seats",
    "fixed_share_household": "fixed people share a household, which gives one person: {ids}",
    "fixed_apart": "fixed people are to sit apart: {ids}",
    "fixed_exceed_cap": "{column}: at most {maximum} of “{group}” may sit, but {fixed} of them are fixed",
    "conflicting_quotas": "these quotas cannot hold together: {names}",
}

_NEVER = {
    "more_fixed_than_seats_with_them": "fixed people take all {seats} seats",
    "fixed_exceed_maximum_with_them": "the {maximum} seats of {category}: {value} are taken, or there are none",
    "fixed_crowd_out_minima_with_them": "the minima of {category} need every seat that is left",
    "fixed_share_household_with_them": "a fixed person lives with them",
    "fixed_apart_with_them": "they are to sit apart from a fixed person",
    "fixed_exceed_cap_with_them": "fixed people take all {maximum} seats of {column}: “{group}”",
    "no_room_beside_quotas": "these leave no room: {names}",
    "not_examined": "the reason was not found in time",
}


def explain_never_chosen(never: NeverChosen) -> str:
    """Say in a sentence who can be on no panel, and why."""
    reason = _fill(_NEVER.get(never.cause.code, never.cause.code), never.cause.params)
    return f"{', '.join(never.ids)}: {reason}"


def explain_error(error: LotteryError) -> str:
    """Say in a sentence what happened and where: file, row and column if known."""
    text = _fill(_FAULTS.get(error.code, error.code), error.params)
    if not isinstance(error, BadInput):
        return text
    place = [str(error.params["file"])] if error.params.get("file") else []
    place += [
        f"{part} {error.params[part]}" for part in ("row", "column") if error.params.get(part) is not None
    ]
    return f"{', '.join(place)}: {text}" if place else text


def explain_cause(cause: Cause) -> str:
    """Say in a sentence why there is no panel."""
    return _fill(_CAUSES.get(cause.code, cause.code), cause.params)


def explain_repair(repair: Repair) -> str:
    """Say in a line what a repair changes."""
    return "; ".join(_explain_change(change) for change in repair.changes)


_RELEASES = {
    Bond.FIXED: "do not fix {ids}",
    Bond.TOGETHER: "do not hold {ids} together",
    Bond.APART: "do not keep {ids} apart",
}


def _explain_change(change: Change) -> str:
    if isinstance(change, BondRelease):
        return _RELEASES[change.bond].format(ids=", ".join(change.ids))
    if isinstance(change, CapChange):
        return f"allow {change.after} people with the same {change.column} instead of {change.before}"
    if isinstance(change, SeatsChange):
        return f"take {change.after} seats instead of {change.before}"
    verb = "raise" if change.after > change.before else "lower"
    return f"{verb} the {change.bound} of {change.category}: {change.value} from {change.before} to {change.after}"


def _fill(text: str, params: Mapping[str, object]) -> str:
    try:
        return text.format(**params)
    except KeyError:
        return text
