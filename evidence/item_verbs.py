"""The moves of an evidence item in plain words: the button, what will happen, and what it takes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.item_lifecycle import ITEM
from evidence.models import EvidenceItem

EDITS, RELEASES = "assembly.edit_evidence", "assembly.release_evidence"


@dataclass(frozen=True, slots=True)
class ItemVerb:
    """One move; `reason` is what is asked where it says why."""

    name: str
    permission: str
    button: Any
    consequence: Any
    reason: Any = ""

    @property
    def url_name(self) -> str:
        """Return the page on which it is done."""
        return "evidence_release" if self.permission == RELEASES else "evidence_move"


ITEM_VERBS = {
    verb.name: verb
    for verb in (
        ItemVerb("submit", EDITS, _("It has come in"), _("The draft is complete, and the team looks at it.")),
        ItemVerb(
            "review",
            EDITS,
            _("Give it to the reviewers"),
            _(
                "The advisory group finds it on its page, reads the draft and says whether it is balanced and accurate."
            ),
        ),
        ItemVerb(
            "pass_review",
            EDITS,
            _("Pass the review"),
            _("The draft is balanced and accurate. Next it is put into plain language."),
        ),
        ItemVerb(
            "approve",
            RELEASES,
            _("Approve it"),
            _(
                "The draft is complete and in plain language. Nobody changes it any more unless it is opened again; "
                "where a moment of release is planned, members can read it from then on."
            ),
        ),
        ItemVerb(
            "release",
            RELEASES,
            _("Release it to members"),
            _(
                "Members can read it at once. What they have read is kept as it is: it can be corrected or withdrawn, "
                "and both are seen."
            ),
        ),
        ItemVerb(
            "publish", RELEASES, _("Publish it"), _("Everybody can read it at once, without an account.")
        ),
        ItemVerb(
            "correct",
            RELEASES,
            _("Release the correction"),
            _(
                "The corrected version takes the place of the one before, for all who read that. "
                "They see what changed, and can still read the earlier version."
            ),
        ),
        ItemVerb(
            "drop",
            EDITS,
            _("Throw the correction away"),
            _(
                "The draft is gone for good, with its other forms and what reviewers found of it. "
                "What is released stays as it is; the record keeps that there was a draft."
            ),
        ),
        ItemVerb(
            "review_again",
            EDITS,
            _("Back to the reviewers"),
            _("The advisory group looks at the draft once more."),
            _("Why does it need another look?"),
        ),
        ItemVerb(
            "reopen",
            RELEASES,
            _("Open it again"),
            _(
                "The draft can be changed again, and is approved anew. Planned moments of release are taken back."
            ),
            _("Why is it opened again?"),
        ),
        ItemVerb(
            "send_back",
            EDITS,
            _("Send it back"),
            _("It waits for its author again. The draft stays as it is."),
            _("What is missing?"),
        ),
        ItemVerb(
            "withdraw",
            EDITS,
            _("Withdraw it"),
            _(
                "It is shown to nobody any more, for good. Who could read it finds in its place that it was withdrawn, "
                "and the reason that you write."
            ),
            _("Why is it withdrawn?"),
        ),
    )
}


def verbs_for(item: EvidenceItem) -> list[ItemVerb]:
    """Return the moves that are possible now: first what leads on, last what leads back or away."""
    possible = set(ITEM.verbs_from(item.state))
    return [verb for name, verb in ITEM_VERBS.items() if name in possible]
