"""Results of a survey as pages show them: the one form of what is published, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.evaluation.enums_surveys import LIMIT, QuestionKind
from assembly.evaluation.survey_answers import NO, YES
from assembly.templatetags.look import percent


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer: its words, how many gave it and their share in words, and its bar's two lengths as SVG writes them.

    width: as far as it is sure. most: as far as it may be, where few gave it or few gave another; "" otherwise.
    """

    words: str
    count: str
    share: str
    width: str
    most: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question with what its answers come to. lang: the language of its words where it is not the reader's."""

    number: int
    key: str
    kind: str
    measures: str
    wording: str
    lang: str
    n: int
    is_hidden: bool
    mean: float | None
    answers: tuple[ShownAnswer, ...]

    @property
    def is_text(self) -> bool:
        """Whether people answered in their own words."""
        return self.kind == QuestionKind.TEXT


def shown_questions(published: Mapping[str, Any], language: str = "") -> list[ShownQuestion]:
    """Return the questions of what `published_form` made, in a language: the reader's unless told."""
    languages = list(published["questions_from"]["languages"])
    wanted = (language or get_language() or "").lower()
    spoken = next((code for code in (wanted, wanted.partition("-")[0]) if code in languages), "")
    chosen = spoken or str(next(iter(languages), ""))
    return [_shown(each, chosen, "" if spoken else chosen) for each in published["questions"]]


def _shown(question: Mapping[str, Any], language: str, lang: str) -> ShownQuestion:
    n = question["n"]
    return ShownQuestion(
        number=question["number"],
        key=question["key"],
        kind=question["kind"],
        measures=question["measures"],
        wording=_text(question["texts"], language),
        lang=lang,
        n=n,
        is_hidden=question["is_hidden"],
        mean=question["mean"],
        answers=tuple(
            _answer(each, n, _words(each, question["kind"], language)) for each in question["counts"]
        ),
    )


def _answer(told: Mapping[str, Any], n: int, words: str) -> ShownAnswer:
    low, high = told.get("low", told["count"]), told.get("high", told["count"])
    sure, most = (low / n, high / n) if n else (0.0, 0.0)
    if low == high:
        return ShownAnswer(words, str(low), percent(sure), f"{100 * sure:.1f}%", "")
    return ShownAnswer(
        words, span_words(low, high), span_percent(sure, most), f"{100 * sure:.1f}%", f"{100 * most:.1f}%"
    )


def span_words(low: int, high: int) -> str:
    """Say from where to where a number of people lies; where it is next to nothing, that it is not shown."""
    if low <= 1 and high >= LIMIT:
        return _("not shown")
    if low <= 1:
        return _("fewer than %(number)s") % {"number": high + 1}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def share_words(low: int, high: int, n: int) -> str:
    """Say which share of n people some of them are, or from where to where it lies."""
    return percent(low / n) if low == high else span_percent(low / n, high / n)


def span_percent(sure: float, most: float) -> str:
    """Say from where to where a share lies, in whole per cent; the sign is never alone on a line."""
    words = _("%(low)s to %(high)s %%") % {"low": round(100 * sure), "high": round(100 * most)}
    return words.replace(" %", "\u00a0%")


def _words(told: Mapping[str, Any], kind: str, language: str) -> str:
    """Return an answer as it is shown: a point with its number, yes and no in the reader's language."""
    value, words = told["value"], _text(told["words"], language)
    if kind == QuestionKind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}[value]
    return f"{value} – {words}" if kind == QuestionKind.SCALE and words != value else words


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
