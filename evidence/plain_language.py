"""How hard a text is to read: a reading age, long sentences and hard words by name. Standard library only.

The grade is Flesch's and Kincaid's for English prose:

    grade = 0.39 · words / sentences + 11.8 · syllables / words − 15.59

and the reading age is the grade and five years. Syllables are counted by groups of vowels, which is right for about
nine words in ten; the measure is a hint to whoever writes, never a gate. In other languages the formula says nothing,
so that there only the length of sentences is told.

Source: Kincaid, Fishburne, Rogers, Chissom (1975), Derivation of New Readability Formulas, Naval Technical Training
Command, Research Branch Report 8-75.
"""

import re
from dataclasses import dataclass

TARGET_AGE = 12
"""What the house writes for."""
LONG_SENTENCE = 20
"""Sentences of more words than this are named."""
HARD_SYLLABLES = 4
"""Words of so many syllables are named."""
MOST_NAMED = 10
"""No list is longer than this: whoever has put ten right asks again."""

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n+")
_SHORT = re.compile(r"(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|vs|etc|e\.g|i\.e|cf|approx|\w)\.$", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouyàáâäæèéêëìíîïòóôöœùúûüý]+")
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)es?$|(?<=[^aeiouydt])ed$|(?<=[^aeiouyszcgxl])(?<!ch)(?<!sh)es$"
)
"""The e that is written and not said: as in made, rule, rules, asked, makes."""
_LOWEST_AGE = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be said of a text; `grade` and `age` are None where it is empty or not in English."""

    words: int
    sentences: int
    grade: float | None
    age: int | None
    long_sentences: tuple[str, ...]
    hard_words: tuple[str, ...]
    is_english: bool

    @property
    def words_per_sentence(self) -> float:
        """Return the mean length of a sentence in words, 0 for an empty text."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def is_plain(self) -> bool:
        """Whether readers of `TARGET_AGE` can be expected to follow, as far as that is known."""
        return not self.long_sentences and (self.age is None or self.age <= TARGET_AGE)


def measure(text: str, language: str = "en") -> Measure:
    """Measure a text; `language` is its code ("en", "en-gb", "cy")."""
    is_english = language.lower().split("-")[0].split("_")[0] == "en"
    split = [(sentence, words_of(sentence)) for sentence in sentences_of(text)]
    words = [word for _sentence, own in split for word in own]
    if not words:
        return Measure(0, 0, None, None, (), (), is_english)
    long_sentences = [sentence for sentence, own in split if len(own) > LONG_SENTENCE]
    grade = age = None
    hard: list[str] = []
    if is_english:
        syllables = [syllables_in(word) for word in words]
        grade = 0.39 * len(words) / len(split) + 11.8 * sum(syllables) / len(words) - 15.59
        age = max(_LOWEST_AGE, round(grade + 5))
        hard = [word for word, count in zip(words, syllables, strict=True) if count >= HARD_SYLLABLES]
    return Measure(
        words=len(words),
        sentences=len(split),
        grade=grade,
        age=age,
        long_sentences=tuple(long_sentences[:MOST_NAMED]),
        hard_words=tuple(
            list({word.casefold(): word for word in reversed(hard)}.values())[::-1][:MOST_NAMED]
        ),
        is_english=is_english,
    )


def sentences_of(text: str) -> list[str]:
    """Return the sentences that hold a word: they end with a full stop or the like, or with the line."""
    found, start = [], 0
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if piece.rstrip() and "\n" not in end.group() and _SHORT.search(text[start : end.start() + 1]):
            # “Dr.” and “e.g.” end no sentence.
            continue
        found.append(piece)
        start = end.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if _WORD.search(piece)]


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text."""
    return _WORD.findall(text)


def syllables_in(word: str) -> int:
    """Count the syllables of an English word, at least one; numbers count as one."""
    letters = re.sub(r"[^a-zà-ÿœ]", "", word.lower())
    count = len(_VOWELS.findall(letters)) - bool(_SILENT.search(letters))
    return max(1, count)
