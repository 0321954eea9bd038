"""From when something is late: answers, decisions that were put off, promises, steps and reports alike, without tables.

Lists that the database narrows ask it for the same (`selectors/commitments.py`, `selectors/owed.py`); a test holds the
two together.
"""

from datetime import date, timedelta


def late_from(due: date) -> date:
    """Return the first day on which something is late: the day on which it is due is in time to its end."""
    return due + timedelta(days=1)


def late_since(due: date | None, today: date) -> date | None:
    """Return since when something that is owed is late; None while it is not, or where no day was set."""
    return late_from(due) if due is not None and due < today else None
