"""Balance in words: the names of dimensions and values, and gaps as sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evidence.balance import AGAINST, Gap
from evidence.enums import Gender, OrganisationKind, WitnessKind
from scheduling.enums import Position

DIMENSION_NAMES: dict[str, Any] = {
    "position": gettext_lazy("Where they stand"),
    "kind": gettext_lazy("Out of what they speak"),
    "organisation_kind": gettext_lazy("For whom they speak or work"),
    "gender": gettext_lazy("Gender, as they say themselves"),
}
_POSITIONS = {
    Position.FOR: Position.FOR.label,
    Position.NEUTRAL: Position.NEUTRAL.label,
    Position.AGAINST: Position.AGAINST.label,
}
VALUE_NAMES: dict[str, dict[str, Any]] = {
    name: {**values, "": gettext_lazy("Not said")}
    for name, values in (
        ("position", _POSITIONS),
        ("kind", dict(WitnessKind.choices)),
        ("organisation_kind", dict(OrganisationKind.choices)),
        ("gender", dict(Gender.choices)),
    )
}
"""Dimension → value → its name, in the order in which they are shown."""


def gap_words(gap: Gap, place: str) -> str:
    """Tell a gap in one sentence. place: what it is about, as its title."""
    words = {"place": place, "many": gap.many, "of": gap.of}
    if gap.rule == "one_source":
        words["kind"] = str(OrganisationKind(gap.value).label)
    return _sentence(gap) % words


def _sentence(gap: Gap) -> str:
    is_against = gap.value == AGAINST
    return {
        "nobody": _("%(place)s: nobody is coming yet."),
        "unheard": _("%(place)s: nobody speaks against.")
        if is_against
        else _("%(place)s: nobody speaks in favour."),
        "outweighed": _("%(place)s: %(of)s speak in favour, only %(many)s against.")
        if is_against
        else _("%(place)s: %(of)s speak against, only %(many)s in favour."),
        "no_lived": _("%(place)s: no person with lived experience among %(many)s."),
        "alike": _alike(gap) if gap.rule == "alike" else "",
        "one_source": _("%(place)s: all %(many)s who speak for a body come from one kind: %(kind)s."),
        "unsaid": ngettext(
            "%(place)s: one of %(of)s has not said where they stand.",
            "%(place)s: %(many)s of %(of)s have not said where they stand.",
            gap.many,
        ),
    }[gap.rule]


def _alike(gap: Gap) -> str:
    return {
        Gender.WOMAN: _("%(place)s: %(many)s of %(of)s who said it are women."),
        Gender.MAN: _("%(place)s: %(many)s of %(of)s who said it are men."),
    }.get(Gender(gap.value), _("%(place)s: %(many)s of %(of)s who said it are of another gender."))


def rule_words() -> list[str]:
    """Say by which rules gaps are found."""
    return [
        _(
            "One side is heard and the other is not; or one is heard at least twice as much, and by two people."
        ),
        _("Two or more speak, and none of them out of their own life."),
        _("Of three or more who said their gender, three in four or more said the same."),
        _("Three or more speak for a body, and all bodies are of one kind."),
        _("Somebody has not said where they stand."),
    ]
