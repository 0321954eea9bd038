"""The picture of satisfaction over time holds for whatever shares and wordings come."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assembly.evaluation.survey_pictures import HEIGHT, TOP, Mark, course_of

SHARES = st.none() | st.floats(0, 1)
MARKS = st.lists(
    st.builds(Mark, label=st.sampled_from("123"), share=SHARES, rate=SHARES, wording=st.integers(0, 2)),
    max_size=12,
)


@given(MARKS)
def test_a_dot_for_each_wave_within_the_picture_and_no_line_across_wordings_or_gaps(marks):
    course = course_of(marks)
    if course is None:
        assert all(mark.share is None for mark in marks)
        return
    assert [dot.label for dot in course.dots] == [mark.label for mark in marks]
    assert [dot.y == "" for dot in course.dots] == [mark.share is None for mark in marks]
    heights = [float(dot.y) for dot in course.dots if dot.y] + [float(dot.bar_y) for dot in course.dots]
    assert all(TOP <= height <= TOP + HEIGHT for height in heights)
    assert all(0 <= float(dot.bar_x.rstrip("%")) < float(dot.x.rstrip("%")) < 100 for dot in course.dots)
    joined = [
        one.wording == other.wording
        for one, other in pairwise(marks)
        if one.share is not None and other.share is not None
    ]
    assert len(course.lines) == sum(joined)
