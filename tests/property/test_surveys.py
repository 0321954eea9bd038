"""Question files of any bytes are read without an error; results of any answers add up and hide small groups."""

import json
import string
from fractions import Fraction
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from assembly.evaluation.enums_surveys import LIMIT
from assembly.evaluation.question_files import ReadSet, example_files, read_question_file
from assembly.evaluation.survey_results import Response, counted, late_are_counted
from assembly.evaluation.survey_texts import HIDDEN, masked, name_pattern

KEYS = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=12)
WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60
).filter(str.strip)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@st.composite
def question(draw, key):
    kind = draw(st.sampled_from(["scale", "yes_no", "choice", "text"]))
    made = {"key": key, "kind": kind, "text": {"en": draw(WORDS)}}
    if kind == "scale":
        lowest = draw(st.integers(-5, 5))
        highest = lowest + draw(st.integers(1, 10))
        made["scale"] = {
            "lowest": lowest,
            "highest": highest,
            "labels": {str(end): {"en": draw(WORDS)} for end in (lowest, highest)},
        }
    if kind == "choice":
        made["options"] = [{"key": each, "text": {"en": draw(WORDS)}} for each in ("a", "b")]
    return made


@st.composite
def question_sets(draw):
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    return {
        "key": draw(KEYS),
        "version": draw(WORDS)[:40].strip() or "1",
        "title": {"en": draw(WORDS)},
        "source": draw(WORDS),
        "languages": ["en"],
        "questions": [draw(question(key)) for key in keys],
    }


@given(st.binary(max_size=300), st.sampled_from(["a.json", "a.csv", "a"]))
@example(b'{"questions": [{"key": "\\ud800"}], "languages": ["en"]}', "a.json")
@example(b"key,kind,text_en\n\x00,scale,a", "a.csv")
@example(b"[" * 5000, "a.json")
@example(b'{"a": 1' + b"0" * 5000 + b"}", "a.json")
@example(b'\xef\xbb\xbf{"a": NaN}', "a.json")
def test_any_bytes_are_a_set_or_faults_that_can_be_written_down(content, name):
    read = read_question_file(content, name)
    assert read.faults
    "".join(str(fault) for fault in read.faults).encode()


@given(
    st.dictionaries(st.sampled_from(sorted({*ReadSet.__slots__, "title", "scale"})), JSON, max_size=6), JSON
)
def test_any_json_is_a_set_or_faults(said, asked):
    content = json.dumps({**said, "questions": [asked, {"kind": "scale", "scale": asked}]}).encode()
    read = read_question_file(content, "a.json")
    assert read.faults
    "".join(str(fault) for fault in read.faults).encode()


@given(question_sets(), st.booleans(), st.sampled_from([None, 2]))
def test_every_good_file_is_read_and_its_wording_is_as_it_was(said, is_ascii, indent):
    content = json.dumps(said, ensure_ascii=is_ascii, indent=indent).encode()
    read = read_question_file(content, "a.json")
    assert read.faults == ()
    assert [dict(each.texts) for each in read.questions] == [each["text"] for each in said["questions"]]
    assert (dict(read.titles), read.source) == (said["title"], said["source"])


@given(question_sets(), st.data())
def test_a_fault_is_told_at_the_line_where_its_question_begins(said, data):
    place = data.draw(st.integers(0, len(said["questions"]) - 1))
    said["questions"][place]["kind"] = "other"
    lines = [json.dumps(each) for each in said["questions"]]
    head = json.dumps({**said, "questions": 0}).replace('"questions": 0}', '"questions": [')
    content = f"{head}\n" + ",\n".join(lines) + "\n]}"
    read = read_question_file(content.encode(), "a.json")
    assert {fault.line for fault in read.faults} == {place + 2}


def test_the_same_set_as_csv_and_as_json_is_the_same():
    said = {
        "key": "both",
        "version": "2",
        "title": {"en": "Title, with comma", "fr": "Titre"},
        "source": 'Our "own"',
        "licence": "CC0",
        "languages": ["en", "fr"],
        "questions": [
            {
                "key": "one",
                "kind": "scale",
                "measures": "satisfaction",
                "reversed": True,
                "text": {"en": "Line one\nline two ", "fr": "Un"},
                "scale": {
                    "lowest": 0,
                    "highest": 2,
                    "labels": {"0": {"en": "None"}, "2": {"en": "All", "fr": "Tout"}},
                },
            },
            {
                "key": "two",
                "kind": "choice",
                "text": {"en": "Which?"},
                "options": [{"key": "a", "text": {"en": "A"}}, {"key": "b", "text": {"en": "B"}}],
            },
        ],
    }
    sheet = (
        "key;kind;measures;reversed;lowest;highest;text_en;text_fr;labels_en;labels_fr;options_en\r\n"
        "key;set;;;;;both\r\nversion;set;;;;;2\r\ntitle;set;;;;;Title, with comma;Titre\r\n"
        'source;set;;;;;"Our ""own"""\r\nlicence;set;;;;;CC0\r\n\r\n'
        'one;scale;satisfaction;yes;0;2;"Line one\nline two ";Un;"0=None;2=All";2=Tout\r\n'
        'two;choice;;;;;Which?;;;;"a=A;b=B"\r\n'
    )
    one = read_question_file(json.dumps(said).encode(), "a.json")
    other = read_question_file(sheet.encode(), "a.CSV")
    assert (one.faults, other.faults) == ((), ())
    names = ("key", "version", "titles", "source", "licence", "languages", "questions")
    assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


def test_a_fault_of_a_csv_is_told_at_its_own_line():
    sheet = (
        "key,kind,text_en\nkey,set,a\nversion,set,1\ntitle,set,T\nsource,set,S\n"
        '"one",text,"two\nlines"\n\ntwo,other,Words\n'
    )
    assert [fault.line for fault in read_question_file(sheet.encode(), "a.csv").faults] == [9]


def test_the_sets_that_come_with_the_product_are_good():
    assert [read_question_file(content, name).faults for name, content in example_files().items()] == [(), ()]


@given(st.lists(st.integers(-3, 6).map(str), max_size=40), st.booleans())
def test_counts_of_a_scale_add_up_and_fewer_than_the_limit_are_hidden(answers, is_reversed):
    possible = [str(point) for point in range(-3, 7)]
    found = counted("scale", answers, possible=possible, is_reversed=is_reversed)
    assert found.n == len(answers)
    assert found.is_hidden == (len(answers) < LIMIT)
    if found.is_hidden:
        assert (found.counts, found.mean, found.good, found.texts) == ((), None, None, ())
        return
    assert dict(found.counts) == {point: answers.count(point) for point in possible}
    assert found.mean == Fraction(sum(map(int, answers)), len(answers))
    below = sum(1 for answer in answers if int(answer) < 1.5)
    assert found.good == (below if is_reversed else len(answers) - below)


@given(st.integers(0, 40), st.lists(st.integers(0, 12), max_size=8))
def test_no_two_results_that_are_shown_differ_by_fewer_answers_than_the_limit(first, later):
    shown, counted_ones, waiting = set(), first, 0
    if counted_ones >= LIMIT:
        shown.add(counted_ones)
    for late in later:
        waiting += late
        if late_are_counted(counted_ones, waiting):
            counted_ones, waiting = counted_ones + waiting, 0
        if counted_ones >= LIMIT:
            shown.add(counted_ones)
    steps = sorted(shown)
    assert all(after - before >= LIMIT for before, after in pairwise(steps))
    assert counted_ones + waiting == first + sum(later)


@given(
    st.integers(0, 50),
    st.dictionaries(st.sampled_from(["link", "paper"]), st.integers(0, 20)),
    st.integers(0, 9),
)
def test_response_adds_up(silent, by_channel, declined):
    answered = sum(by_channel.values())
    found = Response(silent + answered + declined, by_channel, declined)
    assert (found.answered, found.silent) == (answered, silent)
    assert found.share == (answered / found.asked if found.asked else None)


@given(
    st.lists(st.text(alphabet="abcdeéß", min_size=3, max_size=6).map(str.title), min_size=1, max_size=4),
    st.text(alphabet="abc .,'", max_size=20),
    st.text(alphabet="abc .,'", max_size=20),
)
def test_a_name_between_words_is_found(names, before, after):
    pattern = name_pattern([" ".join(names)])
    for name in names:
        assert masked(f"{before} {name} {after}", pattern) == f"{masked(before, pattern)} {HIDDEN} {after}"


@given(st.text(max_size=60))
def test_masking_any_text_raises_nothing_and_is_done_at_once(text):
    pattern = name_pattern(["Ada Lovelace"])
    once = masked(text, pattern)
    assert "Lovelace" not in once.split()
