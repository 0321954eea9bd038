"""What the public reads of published evidence, in words: whose it is, where it stands, what is missing."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.balance import AGAINST, Gap, Tally, gaps
from evidence.selectors.published import Published
from scheduling.enums import Position


def giver_words(item: Published) -> str:
    """Say who gave an item: the witness as far as they agree to be named, else where it is from."""
    if item.witness is not None:
        named = (str(item.witness), item.witness.organisation, str(item.witness.get_kind_display()))
        return ", ".join(filter(None, named))
    return _("A witness who is not named") if item.is_witness_s else item.source


def position_counts(found: Tally) -> list[tuple[str, int]]:
    """Return how many items are in favour, neutral, against, and of no said position, each with its name."""
    order = (Position.FOR, Position.NEUTRAL, Position.AGAINST, Position.NONE)
    return [(str(each.label), found.of("position", each)) for each in order]


def missing_words(found: Tally) -> list[str]:
    """Say what is missing among published items, by the rules of the balance."""
    return [_missing(gap) for gap in gaps(found)]


def _missing(gap: Gap) -> str:
    words = {"many": gap.many, "of": gap.of}
    is_against = gap.value == AGAINST
    return {
        "nobody": _("Nothing is published yet."),
        "unheard": _("Nothing speaks against.") if is_against else _("Nothing speaks in favour."),
        "outweighed": _("%(of)s speak in favour, only %(many)s against.")
        if is_against
        else _("%(of)s speak against, only %(many)s in favour."),
        "no_lived": _("Nothing comes from a person with lived experience."),
        "unsaid": ngettext(
            "One of %(of)s does not say where it stands.",
            "%(many)s of %(of)s do not say where they stand.",
            gap.many,
        ),
    }[gap.rule] % words
