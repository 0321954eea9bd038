"""Counts of people in bands of five, so that nobody in a small group can be picked out. Pure.

All bands are equally wide and begin at nought, so one that holds a small count looks like one that holds none. Each
count stands for itself: no totals are given beside bands, and the difference of two of them tells nothing about one
person, except that somebody crossed the edge of a band.
"""

WIDTH = 5


def band_of(count: int) -> str:
    """Return the band in which a count lies, such as “5 to 9”.

    Raises:
        ValueError: count is negative.
    """
    if count < 0:
        message = f"a count of {count}"
        raise ValueError(message)
    low = count // WIDTH * WIDTH
    return f"{low} to {low + WIDTH - 1}"
