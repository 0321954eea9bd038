"""The tags of the shared look: chances as people say them, slots, badges, problems of forms."""

from fractions import Fraction

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines

from assembly.templatetags.look import Problem, one_in, page_window, percent, problems
from assembly.wording import Change, word_changes


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "never"),
        (1e-12, "never"),
        (1.0, "certain"),
        (1 / 18, "1 in 18"),
        (0.5, "1 in 2"),
        (2 / 3, "2 in 3"),
        (0.9, "9 in 10"),
        (1 / 2500, "1 in 2,500"),
        (None, ""),
    ],
)
def test_chances_are_said_as_people_say_them(chance, said):
    """ "1 in 18", never 0.0556."""
    assert one_in(chance) == said


def test_shares_are_written_as_percentages():
    """Whole by default; with decimals where asked."""
    assert percent(Fraction(27, 100).__float__()) == "27 %"
    assert percent(0.2749, 1) == "27.5 %"
    assert percent(float("nan")) == ""


def test_slots_and_badges_escape_what_they_are_given():
    """A state's label is data."""
    template = engines["django"].from_string(
        '{% slot "done" words %}{% badge state "good" %}{% badge "plain" %}'
    )
    html = template.render({"words": "a<b", "state": "x<y"})
    assert html == (
        '<span class="slot" data-state="done"></span><span class="visually-hidden">a&lt;b</span>'
        '<span class="badge" data-tone="good">x&lt;y</span><span class="badge">plain</span>'
    )


def test_icons_are_hidden_from_screen_readers():
    """Words stand beside every icon."""
    assert 'aria-hidden="true"' in engines["django"].from_string('{% lucide "check" class="icon" %}').render()


class _Two(forms.Form):
    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)


def test_every_problem_of_a_form_links_to_its_field():
    """Also to a group of radio buttons, and to none where the whole form is at fault."""
    form = _Two({})
    form.add_error(None, "Both are missing.")
    assert [(p.target, p.label, p.message) for p in problems(form)] == [
        ("", "", "Both are missing."),
        ("id_name", "Name", "This field is required."),
        ("id_kind", "Kind", "This field is required."),
    ]


@pytest.mark.parametrize(("label", "mark"), [("Your name", ":"), ("Who?", ""), ("I agree.", "")])
def test_a_label_that_is_a_sentence_keeps_its_own_mark(label, mark):
    assert Problem("id_x", label, "Write it.").mark == mark


def test_problems_of_a_formset_are_those_of_its_forms():
    """With the prefixes of the forms in the links."""
    formset = forms.formset_factory(_Two, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-kind": "a"}
    )
    assert [p.target for p in problems(formset)] == ["id_form-0-name"]


def test_a_field_is_drawn_with_its_hint_and_error_linked():
    """The house renderer puts hint and error before the control and names both in aria-describedby."""

    class One(forms.Form):
        year = forms.IntegerField(label="Year", help_text="Four digits.")

    html = One({"year": "x"})["year"].as_field_group()
    assert '<div class="hint" id="id_year_helptext">Four digits.</div>' in html
    assert 'id="id_year_error"' in html
    assert 'aria-describedby="id_year_helptext id_year_error"' in html
    assert 'aria-invalid="true"' in html


def test_radio_buttons_are_drawn_as_a_group_with_a_legend():
    """A fieldset whose id is the target of the summary's link."""
    html = _Two()["kind"].as_field_group()
    assert '<fieldset class="field" id="id_kind"' in html
    assert "<legend>Kind</legend>" in html


def test_long_page_lists_have_gaps():
    """First, last, and those around the present page."""
    pages = Paginator(range(1000), 10)
    assert page_window(pages.page(50)) == [1, None, 49, 50, 51, None, 100]
    assert page_window(pages.page(1)) == [1, 2, None, 100]


def test_changes_of_a_wording_are_told_word_by_word():
    """What is gone stands before what is new."""
    assert word_changes("Who acts by when?", "Who acts until 2035?") == [
        Change("same", "Who acts "),
        Change("gone", "by"),
        Change("new", "until"),
        Change("same", " "),
        Change("gone", "when"),
        Change("new", "2035"),
        Change("same", "?"),
    ]
    assert word_changes("same", "same") == [Change("same", "same")]
    assert word_changes("", "new") == [Change("new", "new")]
