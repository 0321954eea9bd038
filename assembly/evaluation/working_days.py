"""Days on which offices work. Pure."""

from datetime import date, timedelta

DAYS_TO_ANSWER = 20
"""Working days in which a request is answered, unless the law where the assembly is asks for others."""
SATURDAY = 5


def working_day_after(day: date, days: int = DAYS_TO_ANSWER) -> date:
    """Return the day that is so many working days later: Monday to Friday. No country's holidays are known here.

    Raises:
        ValueError: days is negative.
    """
    if days < 0:
        message = f"{days} working days"
        raise ValueError(message)
    left = days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
