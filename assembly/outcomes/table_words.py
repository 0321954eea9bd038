"""How a table is called: people type its number, or its name."""

from django.utils.translation import gettext as _


def table_words(typed: str) -> str:
    """Return “Table 3” for “3”; a name stays as it is."""
    return _("Table %(table)s") % {"table": typed} if typed.isdecimal() else typed
