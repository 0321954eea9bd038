"""How each kind of field is read from a cell and written into one."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from import_export import widgets

from sortition.enums import Channel
from sortition.reading import cells


class TextWidget(widgets.Widget):  # type: ignore[misc]  # the library has no types
    """Text as it is; what is missing is a blank."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002 (the signature is the library's)
        """Return the cell."""
        return value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        """Return the cell to write."""
        return "" if value is None else str(value)


class FlagWidget(TextWidget):
    """Yes, no, or neither."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> bool | None:  # noqa: ARG002
        """Return True, False, or None where the cell is neither."""
        return cells.yes_or_no(value)

    def render(self, value: bool | None, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        """Write it so that `clean` reads it back."""
        if value is None:
            return ""
        return _("yes") if value else _("no")


class ChannelWidget(TextWidget):
    """How somebody answered."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str | None:  # noqa: ARG002
        """Return the channel that the cell names, or None."""
        return cells.channel(value)

    def render(self, value: str, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        """Write the channel's name."""
        return str(Channel(value).label)


class PastDateWidget(TextWidget):
    """A day up to today, in the order of day and month that its column has."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> datetime.date | None:  # noqa: ARG002
        """Return the day, or None where the cell is none."""
        return cells.past_date(value, order=kwargs["order"], today=kwargs["today"])

    def render(self, value: datetime.date | None, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        """Write it as 2026-03-31."""
        return "" if value is None else value.isoformat()
