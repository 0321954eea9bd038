"""What figures are called and where they come from, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

LETTERS, POOL, SELECTED, CONFIRMED, VOTED = "letters", "pool", "selected", "confirmed", "voted"
PRESENT = "present-"
"""With the number of a session after it."""
WAYS = "ways-"
"""With what was done after it: how many did it on a screen of their own, and how many without."""
ONLINE, OFFLINE = "online", "offline"
UNKNOWN = ""
"""The value of whoever gave none, or was erased since."""


def stage_label(stage: str) -> str:
    """Name what was counted."""
    if stage.startswith(PRESENT):
        return _("Session %(number)s") % {"number": stage.removeprefix(PRESENT)}
    return {
        LETTERS: _("Letters sent"),
        POOL: pgettext("figures", "Pool"),
        SELECTED: _("Drawn by lot"),
        CONFIRMED: _("Said yes"),
        VOTED: _("Final vote"),
    }.get(stage, stage)


def stage_source(stage: str) -> str:
    """Say in a sentence who is counted, and by what."""
    if stage.startswith(PRESENT):
        return _(
            "Members who were at a half of session %(number)s or more, in the room or from afar, by the attendance"
            " list."
        ) % {"number": stage.removeprefix(PRESENT)}
    return {
        LETTERS: _("Letters of all waves that were posted, by the list of each wave."),
        POOL: _("Everybody who volunteered and could be drawn, as it was frozen for the draw."),
        SELECTED: _("Everybody who was given a seat by the draw, before anybody said no."),
        CONFIRMED: _(
            "Everybody who had said yes to a seat when this was published. Some may have come for people who left."
        ),
        VOTED: _(
            "Members who were at the session of the final vote, by the attendance list. How anybody voted is not known."
        ),
    }.get(stage, "")


def value_label(value: str) -> str:
    """Name a value; people without one are not left out."""
    return value or _("Not known")


def way_label(value: str) -> str:
    """Say how."""
    return _("Online") if value == ONLINE else _("Offline")
