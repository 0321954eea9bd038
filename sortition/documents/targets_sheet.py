"""The quotas as the CSV file that the command line reads. It holds no personal data."""

import csv
import io
from collections.abc import Sequence

from sortition.lottery.escapes import escaped
from sortition.models import Category
from sortition.selectors.targets_rules import crossed_name

HEADER = ("category", "value", "min", "max", "min_flex", "max_flex")


def targets_sheet(categories: Sequence[Category]) -> bytes:
    """Write the values and combinations that have a quota, one row each.

    The file begins with a byte order mark, so that spreadsheets see UTF-8.
    """
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(HEADER)
    for category in categories:
        for value in category.values.all():
            if value.has_quota:
                quota = (value.minimum, value.maximum, value.minimum_flex, value.maximum_flex)
                sheet.writerow([escaped(category.name), escaped(value.name), *quota])
    names = {value.pk: value.name for category in categories for value in category.values.all()}
    by_pk = {category.pk: category.name for category in categories}
    for crossing in [crossing for category in categories for crossing in category.crossings.all()]:
        name = crossed_name(by_pk[crossing.first_id], by_pk[crossing.second_id])
        for each in crossing.quotas.all():
            value_name = crossed_name(names[each.first_value_id], names[each.second_value_id])
            quota = (each.minimum, each.maximum, each.minimum_flex, each.maximum_flex)
            sheet.writerow([escaped(name), escaped(value_name), *quota])
    return text.getvalue().encode("utf-8-sig")
