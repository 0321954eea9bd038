"""Shorter sentences never read harder, and no text breaks the measure."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.plain_language import LONG_SENTENCE, MOST_NAMED, measure, words_of

WORDS = st.lists(st.text("abcdeiorst", min_size=2, max_size=9), min_size=2, max_size=60)


@given(WORDS, st.data())
def test_a_sentence_that_is_made_two_never_reads_harder(words, data):
    cut = data.draw(st.integers(1, len(words) - 1))
    # “St.” and the like end no sentence: they are no words of this test.
    words = [word + "a" for word in words]
    one = measure(" ".join(words) + ".")
    two = measure(" ".join(words[:cut]) + ". " + " ".join(words[cut:]) + ".")
    assert (two.words, two.sentences, two.hard_words) == (one.words, one.sentences + 1, one.hard_words)
    assert two.grade < one.grade
    assert two.age <= one.age


@given(st.text(max_size=400), st.sampled_from(["en", "en-gb", "cy", "", "zh-hant", "xx"]))
def test_any_text_can_be_measured(text, language):
    found = measure(text, language)
    assert found.words == sum(len(words_of(line)) for line in text.split("\n"))
    assert 0 <= found.sentences <= max(found.words, 0)
    assert len(found.long_sentences) <= MOST_NAMED
    assert all(len(words_of(each)) > LONG_SENTENCE for each in found.long_sentences)
    assert (found.age is None) == (not found.words or not found.is_english)
    assert found == measure(text, language)
