"""The moves of a session in plain words. Publishing is apart: it makes a version of the programme."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from scheduling.models import Session
from scheduling.session_lifecycle import SESSION


@dataclass(frozen=True, slots=True)
class SessionVerb:
    """One move: its button, and what will happen."""

    name: str
    button: Any
    consequence: Any


SESSION_VERBS = {
    verb.name: verb
    for verb in (
        SessionVerb(
            "open",
            _("Open the session"),
            _(
                "The day begins: attendance can be noted from now on. Close the session when everybody has left."
            ),
        ),
        SessionVerb(
            "close",
            _("Close the session"),
            _(
                "The day is over. Attendance on paper can still be entered, and a closed session can be opened again."
            ),
        ),
        SessionVerb(
            "reopen",
            _("Open it again"),
            _("The session goes on, for example because it was closed by mistake. The record keeps both."),
        ),
        SessionVerb(
            "publish_materials",
            _("Say that its materials are published"),
            _("Slides, recordings and papers are where everybody can find them. This is not taken back."),
        ),
    )
}


def verbs_for(session: Session) -> list[SessionVerb]:
    """Return the moves that are possible now, in the order of the lifecycle."""
    return [SESSION_VERBS[name] for name in SESSION.verbs_from(session.state) if name in SESSION_VERBS]
