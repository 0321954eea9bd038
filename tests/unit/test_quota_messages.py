"""Every code that the checks or the lottery can give has a sentence."""

import re
from pathlib import Path

from sortition import quota_checks
from sortition.lottery import Cause, QuotaChange, Repair, SeatsChange, bond_causes, causes
from sortition.quota_checks import Finding, Tone
from sortition.quota_messages import (
    CAUSES,
    FINDINGS,
    cause_sentence,
    change_sentence,
    finding_sentence,
    repair_size,
)

EVERY_PARAM = dict.fromkeys(
    [
        *("seats", "people", "households", "category", "value", "minimum", "maximum"),
        *("available", "total", "flex", "ceiling", "floor", "missing", "fixed", "column"),
    ],
    "7",
)


def test_every_cause_that_the_lottery_gives_has_a_sentence() -> None:
    source = Path(causes.__file__).read_text() + Path(bond_causes.__file__).read_text()
    codes = set(re.findall(r'(?:Cause|_sum_cause)\(\s*"(\w+)"', source))
    assert codes - {"conflicting_quotas"} == set(CAUSES)
    for code in CAUSES:
        sentence = cause_sentence(Cause(code, EVERY_PARAM))
        assert sentence.endswith(".")
        assert "%(" not in sentence


def test_every_finding_has_a_sentence() -> None:
    source = Path(quota_checks.__file__).read_text()
    assert set(re.findall(r'Finding\("(\w+)"', source)) == set(FINDINGS)
    for code in FINDINGS:
        sentence = finding_sentence(Finding(code, Tone.BAD, EVERY_PARAM))
        assert sentence.endswith(".")
        assert "%(" not in sentence


def test_a_conflict_names_the_bounds() -> None:
    bounds = (("Area", "North", "minimum"), ("Age", "16–29", "maximum"))
    cause = Cause("conflicting_quotas", {"is_minimal": 1}, bounds)
    assert cause_sentence(cause) == (
        "2 quotas can each be met alone but not all together: "
        "the minimum of North (Area), the maximum of 16–29 (Age)."
    )
    unsure = Cause("conflicting_quotas", {"is_minimal": 0}, bounds)
    assert cause_sentence(unsure).startswith("The fault lies somewhere among these 2 quotas:")


def test_a_cause_of_a_later_engine_still_gives_a_true_sentence() -> None:
    assert cause_sentence(Cause("something_new", {})) == "The quotas contradict each other."


def test_a_repair_is_told_as_instructions() -> None:
    lower = QuotaChange("Area", "North", "minimum", 9, 8)
    upper = QuotaChange("Age", "16–29", "maximum", 5, 7)
    seats = SeatsChange(50, 40)
    assert change_sentence(lower) == "Lower the minimum of North (Area) from 9 to 8."
    assert change_sentence(upper) == "Raise the maximum of 16–29 (Age) from 5 to 7."
    assert change_sentence(seats) == "Change the number of seats from 50 to 40."
    assert repair_size(Repair((lower,), 1)) == "Changes one quota by one seat."
    assert repair_size(Repair((lower, upper), 1)) == "Changes 2 quotas by 3 seats in all."
    assert repair_size(Repair((seats,), 1)) == "No quota changes."
