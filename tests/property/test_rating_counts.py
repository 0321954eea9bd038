"""Whoever keeps every published count learns nobody’s score by comparing any two of them."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assembly.outcomes.rating_counts import Standing, counted_next, counts_of, may_count, mean_of

MEMBERS = "ABCDEFGH"
DOINGS = st.lists(st.tuples(st.sampled_from(MEMBERS), st.integers(0, 10)), max_size=60)


def played(doings, fewest):
    """Rate and change one after the other; return who stood as what in each count that was published."""
    rows, published = {}, []
    for member, score in doings:
        before = rows.get(member)
        rows[member] = Standing(score, before.counted if before else ())
        if may_count(rows.values(), fewest):
            rows = {who: Standing(row.score, counted_next(row, len(published))) for who, row in rows.items()}
            published.append({who: row.score for who, row in rows.items()})
    return rows, published


@given(DOINGS, st.integers(3, 5))
def test_any_two_published_counts_differ_by_at_least_so_many_members(doings, fewest):
    """Also those that lie apart, with others between them that change there and back."""
    _rows, published = played(doings, fewest)
    for first, second in combinations([{}, *published], 2):
        changed = [who for who in second if first.get(who) != second[who]]
        assert len(changed) >= fewest


def test_changing_there_and_back_does_not_uncover_who_came_with_it():
    """A, B and C change and change back, D comes: without the rule the last count were the first and D."""
    first = [("A", 1), ("B", 2), ("C", 3)]
    change = [("A", 4), ("B", 5), ("C", 6)]
    back = [("A", 1), ("B", 2), ("D", 9), ("C", 3)]
    rows, published = played([*first, *change, *back], 3)
    assert [counts_of(each.values()) for each in published[:2]] == [
        (0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0),
    ]
    # When A, B and D have come, the count differs from the first by C and D alone, and waits for a third.
    assert len(published) == 2
    assert rows["C"].score == 3


@given(DOINGS)
def test_a_rating_has_stood_as_what_was_published(doings):
    rows, published = played(doings, 3)
    for place, count in enumerate(published):
        stood = {
            who: row.counted[place]
            for who, row in rows.items()
            if place < len(row.counted) and row.counted[place] is not None
        }
        assert stood == count


@given(st.lists(st.integers(0, 10)))
def test_the_mean_is_that_of_the_scores(scores):
    counts = counts_of(scores)
    assert sum(counts) == len(scores)
    assert mean_of(counts) == (sum(scores) / len(scores) if scores else None)


def test_too_few_are_not_counted():
    assert not may_count([Standing(7), Standing(7)], 3)
    assert not may_count([], 3)
    assert may_count([Standing(7), Standing(7), Standing(7)], 3)
