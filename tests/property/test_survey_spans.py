"""An attacker who has all that is published of a question tries every way in which people may have answered it."""

from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from assembly.evaluation.survey_results import good_points
from assembly.evaluation.survey_spans import Span, spans_of, together

LIMIT = 3
POINTS = ("1", "2", "3", "4", "5")
answered = st.lists(st.integers(0, 9), min_size=2, max_size=5).filter(lambda counts: sum(counts) >= LIMIT)


def ways(spans: list[Span], total: int) -> Iterator[tuple[int, ...]]:
    """Yield all numbers of answers that fit what is told."""
    if not spans:
        if total == 0:
            yield ()
        return
    first, *rest = spans
    for many in range(first.low, min(first.high, total) + 1):
        for others in ways(rest, total - many):
            yield (many, *others)


def told(counts: list[int], limit: int = LIMIT) -> dict[str, Span]:
    """Return what is told of points of a scale."""
    return spans_of(list(zip(POINTS, counts, strict=False)), limit)


@given(answered)
@example([0, 1, 1, 12, 16])
@example([6, 8, 4, 7, 5])
@example([1, 5])
def test_no_group_of_few_is_found_from_what_is_published(counts):
    """Neither those who gave an answer, nor those who gave another; also with what is told of the good side."""
    spans, total = told(counts), sum(counts)
    good = together(spans, good_points(POINTS[: len(counts)], is_reversed=False), total)
    points = list(spans)
    goods = good_points(POINTS[: len(counts)], is_reversed=False)
    fitting = [
        each
        for each in ways(list(spans.values()), total)
        if good.low
        <= sum(many for point, many in zip(points, each, strict=True) if point in goods)
        <= good.high
    ]
    assert tuple(counts) in fitting
    for place, count in enumerate(counts):
        if 0 < count < LIMIT:
            assert len({each[place] for each in fitting}) > 1
        if 0 < total - count < LIMIT:
            assert len({total - each[place] for each in fitting}) > 1


@given(answered)
def test_what_is_told_of_some_together_adds_nothing_to_what_is_told_of_each(counts):
    """Its ends are those of the ways that fit."""
    spans, total = told(counts), sum(counts)
    some = set(list(spans)[::2])
    sums = {
        sum(many for point, many in zip(spans, each, strict=True) if point in some)
        for each in ways(list(spans.values()), total)
    }
    assert together(spans, some, total) == Span(min(sums), max(sums))


def test_answers_that_many_gave_are_told_as_they_are():
    assert told([6, 8, 0, 7, 5], limit=5) == {
        "1": Span(6, 6),
        "2": Span(8, 8),
        "3": Span(0, 0),
        "4": Span(7, 7),
        "5": Span(5, 5),
    }
