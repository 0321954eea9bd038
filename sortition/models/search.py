"""Text that the database itself keeps for searching."""

from django.db.models import Func, TextField


class SearchedText(Func):
    """Join columns that are never null, parted by spaces and in small letters, into one text.

    Written flat: SQLite's parser gives up on Django's nested concatenation of as many columns.
    """

    template = "LOWER(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class WithoutSpaces(Func):
    """Drop the spaces of a column."""

    template = "REPLACE(%(expressions)s, ' ', '')"
    arity = 1
    output_field = TextField()
