"""The quotas as the CSV file that the command line reads. It holds no personal data."""

import csv
import io
from collections.abc import Sequence

from sortition.models import Category

HEADER = ("category", "value", "min", "max", "min_flex", "max_flex")
# A spreadsheet takes a cell that begins like this for a formula; an apostrophe keeps it text.
_FORMULA = ("=", "+", "-", "@")


def targets_sheet(categories: Sequence[Category]) -> bytes:
    """Write the values that have a quota, one row each, with a byte order mark so that spreadsheets see UTF-8."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(HEADER)
    for category in categories:
        for value in category.values.all():
            if value.has_quota:
                quota = (value.minimum, value.maximum, value.minimum_flex, value.maximum_flex)
                sheet.writerow([_escaped(category.name), _escaped(value.name), *quota])
    return text.getvalue().encode("utf-8-sig")


def _escaped(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
