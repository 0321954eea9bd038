"""Rules of answers, vague words and rows of a sheet hold whatever somebody writes."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembly.outcomes.answer_columns import ANSWERED, LONGEST, PARTS_OF_A_PROMISE, PROMISES
from assembly.outcomes.answer_rows import day_of, read_rows
from assembly.outcomes.answer_rules import DECISIONS, Answer, Promise, lacking
from assembly.outcomes.vague_words import vague_words

TODAY = date(2026, 3, 1)
DAYS = st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))
WORDS = st.sampled_from(["", "  ", "⟪words⟫"])
PLEDGES = st.builds(Promise, WORDS, WORDS, DAYS)
ANSWERS = st.builds(
    Answer,
    decision=st.sampled_from(["", *DECISIONS]),
    text=WORDS,
    reasons=WORDS,
    accepted_part=WORDS,
    by_whom=WORDS,
    consider_until=DAYS,
    referred=WORDS,
    note=WORDS,
    is_interim=st.booleans(),
    is_revision=st.booleans(),
    promises=st.lists(PLEDGES, max_size=3).map(tuple),
)
COLUMNS = [
    "number",
    *ANSWERED,
    *(f"{column}_{n + 1}" for n in range(PROMISES) for column in PARTS_OF_A_PROMISE.values()),
]

CALM = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
"""A busy machine takes its time."""


@CALM
@given(ANSWERS)
def test_what_is_lacking_is_named_once_and_by_a_field_that_is_there(answer):
    """Promises are counted from 1, and what comes first in the form is told first."""
    lacks = lacking(answer, TODAY)
    assert len(set(lacks)) == len(lacks)
    for each in lacks:
        assert hasattr(answer.promises[each.promise - 1] if each.promise else answer, each.field)
    assert [each.promise for each in lacks] == sorted(each.promise for each in lacks)


@CALM
@given(ANSWERS)
def test_filling_in_what_is_lacking_leaves_nothing_lacking(answer):
    """Each lack can be made good in its own field; nothing else is asked for then."""
    given_ = {"decision": "accepted", "consider_until": TODAY + timedelta(days=1), "due_on": TODAY}
    named = lacking(answer, TODAY)
    own = {each.field: given_.get(each.field, "⟪given⟫") for each in named if not each.promise}
    promises = list(answer.promises)
    for each in named:
        if each.promise:
            row = promises[each.promise - 1]
            filled = {each.field: given_.get(each.field, "⟪given⟫")}
            promises[each.promise - 1] = Promise(
                **{"text": row.text, "owner": row.owner, "due_on": row.due_on} | filled
            )
    whole = {name: getattr(answer, name) for name in Answer.__slots__} | own | {"promises": tuple(promises)}
    assert lacking(Answer(**whole), TODAY) == []


@CALM
@given(
    st.text(alphabet="abcdeéghilnoprstuvwxyz’' ,.\n", max_size=200),
    st.sampled_from(["en", "fr", "en-gb", "xx"]),
)
def test_vague_words_stand_where_they_are_said_to(text, language):
    """Each once, in the order of the text; of a language that nobody listed, none."""
    found = vague_words(text, language)
    assert [text[each.at : each.at + len(each.words)] for each in found] == [each.words for each in found]
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert len({each.words.casefold() for each in found}) == len(found)
    assert language != "xx" or found == []


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("We will consider and Explore it.", "en", ["consider", "Explore"]),
        (
            "We will look into it where possible, and CONSIDER it. We consider it.",
            "en",
            ["look into", "where possible", "CONSIDER"],
        ),
        (
            "We seek to act as appropriate, in due course.",
            "en",
            ["seek to", "as appropriate", "in due course"],
        ),
        ("A considerable sum; the explorer reviews the roads.", "en", []),
        ("We close Bridge Street on 1 May 2027.", "en", []),
        (
            "Nous allons étudier la question, dans la mesure du possible.",
            "fr",
            ["étudier", "dans la mesure du possible"],
        ),
        ("Nous fermerons la rue le 1er mai 2027.", "fr", []),
    ],
)
def test_wordings_that_bind_nobody_are_found_and_plain_ones_left_alone(text, language, words):
    """Whole words alone, in capitals or not."""
    assert [each.words for each in vague_words(text, language)] == words


@CALM
@given(
    st.lists(st.sampled_from(COLUMNS), unique=True),
    st.lists(
        st.lists(st.text(max_size=12) | st.sampled_from(["0", "7.0"]), max_size=len(COLUMNS)), max_size=3
    ),
)
def test_any_cells_are_read_or_named(columns, cells):
    """Nothing raises; what is read fits its column, and a column that is not there stands in no row."""
    records = list(enumerate(cells, start=2))
    rows = read_rows(
        columns, records, known={name: name for name in COLUMNS}, decisions={"accepted": "accepted"}
    )
    assert len(rows) <= len(records)
    for row in rows:
        assert (row.number > 0) != any(fault.column == "number" for fault in row.faults)
        assert set(row.values) == set(columns) & set(ANSWERED)
        assert len(row.promises) == PROMISES
        for name, words in row.values.items():
            assert name not in LONGEST or len(words) <= LONGEST[name]
        assert {fault.column for fault in row.faults} <= {*columns, "number"}


@CALM
@given(
    st.dates(min_value=date(1900, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S"]),
)
def test_a_day_is_read_as_programs_write_it(day, form):
    """As it stands in the sheet, or as a program shows it."""
    assert day_of(day.strftime(form)) == day
