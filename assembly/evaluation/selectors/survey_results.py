"""Results of waves that are closed: by question, over time, and as they are published. Nobody's answers by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assembly.evaluation.enums_surveys import COUNTED, Measure, QuestionKind
from assembly.evaluation.models import KeptAnswer, SurveyQuestion, SurveyWave
from assembly.evaluation.selectors.figures_published import limit_of
from assembly.evaluation.selectors.surveys import questions_of_sets, response_of
from assembly.evaluation.survey_answers import NO, YES, possible_answers
from assembly.evaluation.survey_results import Counted, Response, counted, good_points
from assembly.evaluation.survey_spans import Span, spans_of, together
from assembly.evaluation.survey_texts import masked, name_pattern
from assembly.models import Assembly, Person

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question and what its answers come to; `waiting` came late and are too few to be counted."""

    question: SurveyQuestion
    counted: Counted
    waiting: int = 0

    @property
    def n(self) -> int:
        """Return how many answers are counted."""
        return self.counted.n

    @property
    def is_hidden(self) -> bool:
        """Whether too few answered it for results to be shown."""
        return self.counted.is_hidden

    @property
    def mean(self) -> float | None:
        """Return the mean of a scale."""
        return None if self.counted.mean is None else float(self.counted.mean)

    @property
    def share_good(self) -> float | None:
        """Return the share above the middle of a scale, in the good direction."""
        return self.counted.share_good

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what people wrote, without names and numbers, in an order of chance."""
        return self.counted.texts

    @property
    def distribution(self) -> list[tuple[str, str, int, float]]:
        """Return (answer, its words in the reader's language, how many, share of n)."""
        words = words_of(self.question)
        return [(value, words[value], many, many / self.n) for value, many in self.counted.counts]


@dataclass(frozen=True, slots=True)
class WaveResults:
    """The results of a closed wave."""

    wave: SurveyWave
    response: Response
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Satisfaction in one wave. `is_new_wording`: the question or its scale is not that of the wave before.

    share_satisfied and mean are None where too few answered.
    """

    wave: SurveyWave
    question: SurveyQuestion
    response: Response
    n: int
    is_hidden: bool
    share_satisfied: float | None
    mean: float | None
    is_new_wording: bool


def words_of(question: SurveyQuestion, language: str = "") -> dict[str, str]:
    """Return the words of what can be answered; a point of a scale without words has its number."""
    if question.kind == QuestionKind.YES_NO:
        with override(language or get_language()):
            return {YES: _("Yes"), NO: _("No")}
    return {value: words or value for value, words in question.choices(language)}


def results_of(wave: SurveyWave) -> WaveResults | None:
    """Return a wave's results; None while it is not closed."""
    return results_with([wave])[0] if wave.is_counted else None


def satisfaction_over_time(assembly: Assembly) -> list[Point]:
    """Return satisfaction in each closed wave that asked for it, by number."""
    return measure_over_time(assembly, Measure.SATISFACTION)


def measure_over_time(assembly: Assembly, measure: str, *, only_published: bool = False) -> list[Point]:
    """Return what a measure was in each closed wave that asked for it on a scale, by number."""
    waves = SurveyWave.objects.filter(assembly=assembly, state__in=COUNTED).select_related("question_set")
    if only_published:
        waves = waves.exclude(published_at=None)
    points: list[Point] = []
    for results in results_with(list(waves.order_by("number")), measure):
        found = next((each for each in results.questions if each.question.kind == QuestionKind.SCALE), None)
        if found is None:
            continue
        is_new = bool(points) and _asked(points[-1].question) != _asked(found.question)
        points.append(
            Point(
                wave=results.wave,
                question=found.question,
                response=results.response,
                n=found.n,
                is_hidden=found.is_hidden,
                share_satisfied=found.share_good,
                mean=found.mean,
                is_new_wording=is_new,
            )
        )
    return points


def published_form(results: WaveResults, *, is_public: bool = True) -> dict[str, Any]:
    """Return what is published of a wave: counts where enough answered, never what somebody wrote.

    The public is told of an answer that few gave from where to where, and nothing from which it could be worked out;
    the team is told the numbers.
    """
    wave, question_set = results.wave, results.wave.question_set
    limit = limit_of(wave.assembly) if is_public else 0
    return {
        "format": _FORMAT,
        "number": wave.number,
        "title": wave.title,
        "moment": wave.moment,
        "questions_from": {
            "key": question_set.key,
            "version": question_set.version,
            "titles": question_set.titles,
            "languages": question_set.languages,
            "source": question_set.source,
            "licence": question_set.licence,
            "sha256": question_set.file_sha256,
        },
        "asked": results.response.asked,
        "answered": results.response.answered,
        "declined": results.response.declined,
        "questions": [_published(each, limit) for each in results.questions],
    }


def _published(result: QuestionResult, limit: int) -> dict[str, Any]:
    question, languages = result.question, result.question.question_set.languages
    counts = result.counted.counts
    spans = (
        spans_of(counts, limit) if limit and counts else {value: Span(many, many) for value, many in counts}
    )
    is_exact = all(span.number is not None for span in spans.values())
    good = None
    if result.counted.good is not None:
        points = good_points([value for value, _many in counts], is_reversed=question.is_reversed)
        good = together(spans, points, result.n)
    words = {code: words_of(question, code) for code in languages}
    return {
        "number": question.number,
        "key": question.key,
        "kind": question.kind,
        "measures": question.measures,
        "is_reversed": question.is_reversed,
        "texts": question.texts,
        "n": result.n,
        "is_hidden": result.is_hidden,
        "counts": [
            {
                "value": value,
                "words": {code: words[code][value] for code in languages},
                "count": span.number,
                "low": span.low,
                "high": span.high,
            }
            for value, span in spans.items()
        ],
        "mean": None if result.mean is None or not is_exact else round(result.mean, 2),
        "good": good and good.number,
        "good_low": good and good.low,
        "good_high": good and good.high,
    }


def results_with(waves: Sequence[SurveyWave], measure: str = "") -> list[WaveResults]:
    """Return the results of closed waves: of all their questions, or of those of one measure."""
    kept = KeptAnswer.objects.filter(wave__in=waves)
    if measure:
        kept = kept.filter(question__measures=measure)
    by_question: dict[tuple[int, int], list[tuple[str, bool]]] = {}
    # The keys are numbers of chance, so their order tells nothing.
    for row in kept.order_by("key").values_list("wave", "question", "value", "is_counted"):
        by_question.setdefault((row[0], row[1]), []).append((row[2], row[3]))
    names = _names(waves) if not measure else None
    questions = questions_of_sets({wave.question_set for wave in waves})
    found = []
    for wave in waves:
        results = []
        for question in questions[wave.question_set_id]:
            if measure and question.measures != measure:
                continue
            rows = by_question.get((wave.pk, question.pk), [])
            values = [value for value, is_counted in rows if is_counted]
            if question.kind == QuestionKind.TEXT:
                values = [masked(value, names) for value in values]
            results.append(
                QuestionResult(
                    question,
                    counted(
                        question.kind,
                        values,
                        possible=possible_answers(question),
                        is_reversed=question.is_reversed,
                    ),
                    waiting=len(rows) - len(values),
                )
            )
        found.append(WaveResults(wave, response_of(wave), tuple(results)))
    return found


def _names(waves: Iterable[SurveyWave]) -> Any:
    homes = {wave.assembly_id for wave in waves}
    people = Person.objects.filter(assembly__in=homes).values_list("name", "called")
    return name_pattern(name for names in people for name in names if name)


def _asked(question: SurveyQuestion) -> tuple[Any, ...]:
    """Return what two questions must have in common for a line to be drawn between their answers."""
    return (
        question.texts,
        question.lowest,
        question.highest,
        question.labels,
        question.is_reversed,
    )
