"""The moves of a recommendation that somebody decides on its page: what the button says, and what will happen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.outcomes.models import Recommendation
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.services.recommendations import SAYS_WHY


@dataclass(frozen=True, slots=True)
class RecommendationVerb:
    """One verb in words."""

    name: str
    button: Any
    consequence: Any

    @property
    def asks_why(self) -> bool:
        """Whether it needs a reason."""
        return self.name in SAYS_WHY


VERBS = {
    verb.name: verb
    for verb in (
        RecommendationVerb(
            "open_amendments",
            _("Open amendments"),
            _(
                "Members can propose amendments on their own pages, and you can enter those of tables and from paper."
            ),
        ),
        RecommendationVerb(
            "close_amendments",
            _("Close amendments"),
            _("No new amendment is taken. Those that are open can still be decided."),
        ),
        RecommendationVerb(
            "freeze",
            _("Freeze the text"),
            _("The text as it stands now is put to the vote, word for word. Nobody can change it any more."),
        ),
        RecommendationVerb(
            "unfreeze",
            _("Open the text again"),
            _("The text can be changed again. The version that was frozen stays among the versions."),
        ),
        RecommendationVerb(
            "close",
            _("Close it"),
            _("Nothing is owed to it any more. It stays in the public register with its whole history."),
        ),
        RecommendationVerb(
            "withdraw",
            _("Withdraw it"),
            _("It is not put to the vote and does not come back. Members read the reason; its number stays."),
        ),
    )
}
"""In the order in which the buttons stand."""


def verbs_for(recommendation: Recommendation) -> list[RecommendationVerb]:
    """Return the verbs that are possible from its state."""
    possible = RECOMMENDATION.verbs_from(recommendation.state)
    return [verb for verb in VERBS.values() if verb.name in possible]
