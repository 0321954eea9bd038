"""Gaps follow their written rules, whatever witnesses say of themselves; names are near whatever their order."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.balance import DIMENSIONS, Gap, Voice, gaps, tally
from evidence.balance_words import VALUE_NAMES, gap_words
from evidence.near_names import near_names

VOICES = st.lists(
    st.builds(Voice, **{name: st.sampled_from(sorted(VALUE_NAMES[name])) for name in DIMENSIONS}), max_size=12
)


def rules(voices):
    return {gap.rule for gap in gaps(tally(voices))}


@given(VOICES)
def test_every_voice_is_counted_once_in_every_dimension(voices):
    found = tally(voices)
    assert found.total == len(voices)
    assert {name: sum(found.counts[name].values()) for name in DIMENSIONS} == dict.fromkeys(
        DIMENSIONS, len(voices)
    )


@given(VOICES, st.randoms())
def test_the_order_of_voices_is_no_matter(voices, source):
    mixed = list(voices)
    source.shuffle(mixed)
    same = lambda found: [(gap.rule, gap.many, gap.of) for gap in gaps(tally(found))]  # noqa: E731
    assert same(mixed) == same(voices)


@given(VOICES)
def test_a_gap_is_found_exactly_where_its_rule_says(voices):
    """Written out again from the voices, not from the counts."""
    sides = [sum(voice.position == side for voice in voices) for side in ("for", "against")]
    few, many = sorted(sides)
    genders = [voice.gender for voice in voices if voice.gender]
    bodies = [voice.organisation_kind for voice in voices if voice.organisation_kind not in ("", "none")]
    expected = {
        "nobody": not voices,
        "unheard": many > 0 and few == 0,
        "outweighed": few > 0 and many >= 2 * few and many - few >= 2,
        "no_lived": len(voices) >= 2 and all(voice.kind != "lived" for voice in voices),
        "alike": len(genders) >= 3 and max(genders.count(each) for each in genders) * 4 >= len(genders) * 3,
        "one_source": len(bodies) >= 3 and len(set(bodies)) == 1,
        "unsaid": any(voice.position == "" for voice in voices),
    }
    assert rules(voices) == {rule for rule, is_found in expected.items() if is_found}


@given(VOICES)
def test_both_sides_changed_about_change_the_side_that_lacks(voices):
    other = {"for": "against", "against": "for"}
    turned = [
        Voice(other.get(each.position, each.position), each.kind, each.organisation_kind, each.gender)
        for each in voices
    ]
    lacks = {gap.rule: gap for gap in gaps(tally(voices))}
    for gap in gaps(tally(turned)):
        if gap.rule in ("unheard", "outweighed"):
            assert (other[gap.value], gap.many, gap.of) == (
                lacks[gap.rule].value,
                lacks[gap.rule].many,
                lacks[gap.rule].of,
            )


@given(VOICES)
def test_every_gap_has_a_sentence_that_names_its_place(voices):
    for gap in gaps(tally(voices)):
        assert gap_words(gap, "Traffic").startswith("Traffic: ")


def test_gaps_read_as_people_say_them():
    assert gap_words(Gap("unheard", "against", 2), "Traffic") == "Traffic: nobody speaks against."
    assert gap_words(Gap("alike", "man", 3, 4), "Day 2") == "Day 2: 3 of 4 who said it are men."
    assert gap_words(Gap("outweighed", "for", 1, 3), "Air") == "Air: 3 speak against, only 1 in favour."
    assert gap_words(Gap("unsaid", "", 1, 4), "Air") == "Air: one of 4 has not said where they stand."


@given(st.lists(st.sampled_from(["Hana", "Osei", "María", "Lind", "de", "Vries"]), min_size=2, unique=True))
def test_a_name_is_near_itself_in_any_order_with_and_without_titles_and_accents(words):
    name = " ".join(words)
    known = {1: "Prof. " + " ".join(reversed(words)).upper().replace("Í", "I"), 2: "Someone Wholly Else"}
    assert near_names(name, known) == [1]


def test_nobody_is_near_an_empty_name():
    assert near_names(" – ", {1: "", 2: "Hana"}) == []
