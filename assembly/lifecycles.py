"""The lifecycle of an assembly: the table of legal moves, its gates, and each move in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState as S
from assembly.lifecycle import RETURN, Lifecycle
from assembly.models import Assembly

# The line of travel; pausing and cancelling are possible from any state before `reported`.
FORWARD: dict[tuple[str, str], str] = {
    (S.DRAFT, "announce"): S.ANNOUNCED,
    (S.ANNOUNCED, "start_recruiting"): S.RECRUITING,
    (S.RECRUITING, "start_selecting"): S.SELECTING,
    (S.SELECTING, "start_onboarding"): S.ONBOARDING,
    (S.ONBOARDING, "start_learning"): S.LEARNING,
    (S.LEARNING, "start_deliberating"): S.DELIBERATING,
    (S.DELIBERATING, "start_deciding"): S.DECIDING,
    (S.DECIDING, "report"): S.REPORTED,
    (S.REPORTED, "await_response"): S.AWAITING_RESPONSE,
    (S.AWAITING_RESPONSE, "start_follow_up"): S.FOLLOW_UP,
    (S.FOLLOW_UP, "close"): S.CLOSED,
    (S.CLOSED, "archive"): S.ARCHIVED,
}
BEFORE_REPORTED = (
    S.DRAFT,
    S.ANNOUNCED,
    S.RECRUITING,
    S.SELECTING,
    S.ONBOARDING,
    S.LEARNING,
    S.DELIBERATING,
    S.DECIDING,
)
ASIDE: dict[tuple[str, str], str] = {
    (S.PAUSED, "resume"): RETURN,
    **{(state, "pause"): S.PAUSED for state in BEFORE_REPORTED},
    **{(state, "cancel"): S.CANCELLED for state in (*BEFORE_REPORTED, S.PAUSED)},
}

ClosingCheck = Callable[[Assembly], list[Any]]
_closing_checks: dict[str, ClosingCheck] = {}


def register_closing_check(name: str, check: ClosingCheck) -> None:
    """Add a check that answers with sentences while something of an assembly is still open (an unanswered
    recommendation, a promise not kept); call it from `AppConfig.ready`.
    """
    _closing_checks[name] = check


def _recruiting_gate(assembly: Assembly) -> list[Any]:
    # The database promises that a published version has the promise of an answer (remit_published_with_promise).
    if assembly.remit_versions.exclude(published_at=None).exists():
        return []
    return [
        _(
            "Publish the remit first: the neutral question, its scope, and the promise of how and by when the "
            "authority will answer. People must know what they are invited to."
        )
    ]


def _closing_gate(assembly: Assembly) -> list[Any]:
    return [sentence for name in sorted(_closing_checks) for sentence in _closing_checks[name](assembly)]


ASSEMBLY = Lifecycle(
    name="assembly",
    moves={**FORWARD, **ASIDE},
    gates={"start_recruiting": _recruiting_gate, "close": _closing_gate},
    detours={S.PAUSED: "paused_from"},
)


@dataclass(frozen=True, slots=True)
class Verb:
    """One move in plain words: the button, what will happen, and whether it asks first and wants a reason."""

    name: str
    button: Any
    consequence: Any
    asks_first: bool = False
    needs_reason: bool = False
    is_grave: bool = False


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            "announce",
            _("Announce the assembly"),
            _("The assembly stands as announced: people may know that it will take place."),
        ),
        Verb(
            "start_recruiting",
            _("Start recruiting"),
            _("Invitations go out and volunteers come in."),
        ),
        Verb("start_selecting", _("Start selecting"), _("The pool is complete enough to draw the panel.")),
        Verb(
            "start_onboarding",
            _("Start onboarding"),
            _("The panel is drawn; its people are called and welcomed."),
        ),
        Verb("start_learning", _("Start learning"), _("The sessions begin: members hear the evidence.")),
        Verb(
            "start_deliberating",
            _("Start deliberating"),
            _("Members weigh what they have heard and draft recommendations."),
        ),
        Verb("start_deciding", _("Start deciding"), _("Members vote on their recommendations.")),
        Verb(
            "report",
            _("Mark as reported"),
            _("The report is handed over. From here on the assembly can no longer be paused or cancelled."),
        ),
        Verb(
            "await_response",
            _("Await the response"),
            _("The time in which the authority has promised to answer is running."),
        ),
        Verb(
            "start_follow_up",
            _("Start the follow-up"),
            _("The authority has answered; its commitments are followed until they are kept."),
        ),
        Verb(
            "close",
            _("Close the assembly"),
            _("The process is over. Nothing can be moved back; the pages stay readable for the team."),
            asks_first=True,
        ),
        Verb(
            "archive",
            _("Archive the assembly"),
            _("The assembly leaves the working list for good. Its record and what was published are kept."),
            asks_first=True,
        ),
        Verb(
            "resume",
            _("Resume the assembly"),
            _("The assembly goes back to the state in which it was paused."),
        ),
        Verb(
            "pause",
            _("Pause the assembly"),
            _("The assembly stands still until somebody resumes it. Nothing is lost, no date is changed."),
            asks_first=True,
            needs_reason=True,
        ),
        Verb(
            "cancel",
            _("Cancel the assembly"),
            _("The assembly ends here and cannot be taken up again. The reason stands in the record."),
            asks_first=True,
            needs_reason=True,
            is_grave=True,
        ),
    )
}


def next_step(state: str, *, has_published_remit: bool) -> Any:
    """Say in a few words what an assembly in `state` waits for, from what a list of assemblies knows."""
    if state in (S.DRAFT, S.ANNOUNCED) and not has_published_remit:
        return _("Publish the remit")
    return _NEXT_STEPS[S(state)]


_NEXT_STEPS = {
    S.DRAFT: _("Announce the assembly"),
    S.ANNOUNCED: _("Start recruiting"),
    S.RECRUITING: _("Bring the volunteers into the pool"),
    S.SELECTING: _("Set the targets and draw the panel"),
    S.ONBOARDING: _("Welcome the panel"),
    S.LEARNING: _("Hold the learning sessions"),
    S.DELIBERATING: _("Hold the deliberation sessions"),
    S.DECIDING: _("Vote on the recommendations"),
    S.REPORTED: _("Hand the report to the authority"),
    S.AWAITING_RESPONSE: _("Wait for the authority’s answer"),
    S.FOLLOW_UP: _("Follow the commitments"),
    S.CLOSED: _("Archive the assembly"),
    S.ARCHIVED: _("Nothing to do"),
    S.PAUSED: _("Resume or cancel"),
    S.CANCELLED: _("Nothing to do"),
}
