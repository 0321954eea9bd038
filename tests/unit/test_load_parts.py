"""The pure parts of load and chaos: figures, forms, the journal, the app's code."""

import pytest

from tests.load.figures import Figures, percentile
from tests.load.findings import chained, counted
from tests.load.journal import ACKNOWLEDGED, MAYBE, REFUSED, Entry, Journal, allowed_last, read_journal
from tests.load.pages import form_with, forms_of
from tests.load.processors import lines
from tests.load.sign_in import app_code

PAGE = """
<form method="get" action="/search/"><input name="q" value="air"></form>
<form method="post" action="?half=1">
<input type="hidden" name="token" value="t&amp;1">
<textarea name="text">
Two
lines</textarea>
<select name="kind"><option value="">Choose</option><option value="paper" selected>Paper</option></select>
<select name="first"><option value="one">One</option><option value="two">Two</option></select>
<input type="radio" name="answer" value="yes"><input type="radio" name="answer" value="no" checked>
<input type="checkbox" name="call"><input type="file" name="file">
<button name="act" value="approve">Approve</button>
</form>
"""


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, 0.0), ([7.0], 0.95, 7.0), ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0), (list(range(1, 101)), 0.95, 95)],
)
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(values, share, expected):
    """By the nearest rank, so that it is one that was measured."""
    assert percentile(values, share) == expected


def test_figures_count_requests_and_faults_by_kind():
    """Below them stands what was wrong, and how it went over time."""
    figures = Figures()
    figures.note("home", 0.1)
    figures.note("home", 0.3, "answered 500")
    assert figures.errors == 1
    assert figures.all_took() == [100.0, 300.0]
    lines = figures.lines(2.0)
    assert [line.split()[0] for line in lines[1:3]] == ["home", "ALL"]
    assert lines[-2] == "  1 × home: answered 500"
    assert lines[-1].split() == ["from", "second", "0", "2", "0.1", "100", "300"]


def test_a_form_sends_what_a_browser_would_send():
    """What is hidden, typed, chosen and ticked; no button, no file."""
    form = forms_of(PAGE)[1]
    assert (form.action, form.method) == ("?half=1", "post")
    assert form.fields == [
        ("token", "t&1"),
        ("text", "Two\nlines"),
        ("kind", "paper"),
        ("first", "one"),
        ("answer", "no"),
    ]
    assert form.buttons == [("act", "approve")]


def test_a_form_is_found_by_a_field_and_filled():
    """Values replace what stands in it, whatever stood there."""
    sent = form_with(PAGE, "act").filled(text="One line", act="approve")
    assert sent == [
        ("token", "t&1"),
        ("kind", "paper"),
        ("first", "one"),
        ("answer", "no"),
        ("text", "One line"),
        ("act", "approve"),
    ]
    with pytest.raises(LookupError):
        form_with(PAGE, "nowhere")


def test_a_journal_remembers_the_last_that_was_heard(tmp_path):
    """Whoever never got an answer may have written or not."""
    journal = Journal(tmp_path / "journal")
    first, second = journal.begin("question", "a"), journal.begin("note", "b", chain="7")
    journal.end(second, REFUSED)
    journal.close()
    entries = read_journal((tmp_path / "journal").read_text().splitlines())
    assert [(entry.number, entry.kind, entry.key, entry.chain, entry.outcome) for entry in entries] == [
        (first, "question", "a", "", MAYBE),
        (second, "note", "b", "7", REFUSED),
    ]


@pytest.mark.parametrize(
    ("outcomes", "allowed"),
    [
        ([], {""}),
        ([("a", MAYBE)], {"", "a"}),
        ([("a", ACKNOWLEDGED), ("b", REFUSED)], {"a"}),
        ([("a", MAYBE), ("b", ACKNOWLEDGED), ("c", MAYBE)], {"b", "c"}),
    ],
)
def test_of_writes_that_replace_each_other_the_last_sure_one_or_a_later_one_stands(outcomes, allowed):
    """What was acknowledged and replaced may be gone; what was acknowledged last may not."""
    assert allowed_last(Entry(1, "note", key, outcome=outcome) for key, outcome in outcomes) == allowed


@pytest.mark.parametrize(
    ("outcome", "there", "is_fault"),
    [
        (ACKNOWLEDGED, 1, False),
        (ACKNOWLEDGED, 0, True),
        (ACKNOWLEDGED, 2, True),
        (MAYBE, 0, False),
        (MAYBE, 1, False),
        (MAYBE, 2, True),
        (REFUSED, 0, False),
        (REFUSED, 1, True),
    ],
)
def test_lost_and_doubled_writes_are_faults(outcome, there, is_fault):
    """Chaos finds what is lost, what is there twice, and what was refused and done."""
    found = counted("question", [Entry(1, "question", "a", outcome=outcome)], lambda _key: there)
    assert bool(found.faults) is is_fault


def test_half_an_import_is_a_fault():
    """All of its people, or nobody."""
    entries = [Entry(1, "import", "a", outcome=MAYBE)]
    assert counted("import", entries, lambda _key: 0, whole=300).faults == []
    assert counted("import", entries, lambda _key: 300, whole=300).faults == []
    assert counted("import", entries, lambda _key: 299, whole=300).faults != []


def test_an_older_text_that_stands_again_is_a_fault():
    """What was acknowledged last was lost."""
    writes = [Entry(1, "note", "a", "7", ACKNOWLEDGED), Entry(2, "note", "b", "7", ACKNOWLEDGED)]
    assert chained("note", writes, lambda _chain: "b").faults == []
    assert chained("note", writes, lambda _chain: "a").faults != []


def test_the_code_of_the_app_is_that_of_the_standard():
    """The examples of RFC 6238, shortened to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [app_code(secret, moment) for moment in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


def test_processor_time_is_told_for_each_part_and_request():
    """Of web and database, which a request needs."""
    before = {"web": 1.0, "workers and clock": 2.0, "database": 3.0, "clients": 4.0}
    after = {"web": 3.0, "workers and clock": 2.5, "database": 4.0, "clients": 4.5}
    [told] = lines(before, after, 100)
    assert told.endswith(
        "web 2.0 s, workers and clock 0.5 s, database 1.0 s, clients 0.5 s; web and database 30 ms a request"
    )
