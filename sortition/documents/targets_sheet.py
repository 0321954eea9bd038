"""The quotas as the CSV file that the command line reads. It holds no personal data."""

import csv
import io
from collections.abc import Sequence

from sortition.lottery.escapes import escaped
from sortition.models import Category

HEADER = ("category", "value", "min", "max", "min_flex", "max_flex")


def targets_sheet(categories: Sequence[Category]) -> bytes:
    """Write the values that have a quota, one row each, with a byte order mark so that spreadsheets see UTF-8."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(HEADER)
    for category in categories:
        for value in category.values.all():
            if value.has_quota:
                quota = (value.minimum, value.maximum, value.minimum_flex, value.maximum_flex)
                sheet.writerow([escaped(category.name), escaped(value.name), *quota])
    return text.getvalue().encode("utf-8-sig")
