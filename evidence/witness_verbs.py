"""What can be done with a witness, as buttons and sentences, in the order of the process."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.witness_lifecycle import WITNESS


@dataclass(frozen=True, slots=True)
class WitnessVerb:
    """One verb: its button, what the page about it says, what is said once it is done."""

    key: str
    button: Any
    sentence: Any
    done: Any


_VERBS = {
    verb.key: verb
    for verb in (
        WitnessVerb(
            "shortlist",
            _("Shortlist"),
            _("They are wanted and not asked yet."),
            _("They are on the shortlist."),
        ),
        WitnessVerb(
            "invite",
            _("Invite"),
            _("From now on they can stand in the programme and can be given an account."),
            _("They are invited."),
        ),
        WitnessVerb(
            "accept", _("Note that they accept"), _("They will come."), _("It is noted that they accept.")
        ),
        WitnessVerb("brief", _("Note that they were briefed"), _("They know what awaits them."), _("Noted.")),
        WitnessVerb("hear", _("Note that they were heard"), _("Members heard them."), _("Noted.")),
        WitnessVerb(
            "follow_up",
            _("Note that they were followed up"),
            _("They were thanked, and know what became of what they said."),
            _("Noted."),
        ),
        WitnessVerb(
            "decline",
            _("Note that they decline"),
            _("They will not come, and take no part any more. They can be invited again."),
            _("It is noted that they decline."),
        ),
        WitnessVerb(
            "turn_down",
            _("Do not choose them"),
            _("They are not asked. It can be decided anew."),
            _("They are not chosen."),
        ),
    )
}


def verb_of(key: str) -> WitnessVerb | None:
    """Return a verb by its key."""
    return _VERBS.get(key)


def verbs_from(state: str) -> list[WitnessVerb]:
    """Return what can be done from a state; the first is the next step of the process."""
    allowed = set(WITNESS.verbs_from(state))
    return [verb for key, verb in _VERBS.items() if key in allowed]
