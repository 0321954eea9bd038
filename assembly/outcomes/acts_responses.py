"""The acts on formal responses, wishes for more time, and concerns."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.outcomes.enums_responses import ConcernState, ExtensionState, ResponseState
from assembly.outcomes.response_lifecycle import CONCERN, EXTENSION, RESPONSE

_ANSWER, _CLEAR = "assembly.answer_recommendations", "assembly.clear_responses"
_ENTER, _MANAGE = "assembly.enter_responses", "assembly.manage_responses"

register_acts(
    Acts(
        RESPONSE,
        _("A formal response. What came on paper is entered by the team"),
        dict(ResponseState.choices),
        {
            "acknowledge": Act(_("Say that the question has arrived and who sees to it"), _ANSWER),
            "draft": Act(_("Draft an answer"), _ANSWER),
            "clear": Act(_("Clear the draft, by name"), _CLEAR),
            "send_back": Act(_("Send a cleared draft back, with what is missing"), _CLEAR),
            "publish": Act(_("Publish the cleared answer"), _CLEAR),
            "publish_interim": Act(_("Publish a cleared interim answer; the answer is still owed"), _CLEAR),
            "request_clarification": Act(
                _("Ask for clarification"), by_itself=_("Passing a concern of members on does it.")
            ),
            "revise": Act(_("Publish a new version that was cleared"), _CLEAR),
        },
    )
)
register_acts(
    Acts(
        EXTENSION,
        _("A body’s wish for more time"),
        dict(ExtensionState.choices),
        {
            "grant": Act(_("Grant it: the reason is published"), _MANAGE),
            "refuse": Act(_("Refuse it, with the reason"), _MANAGE),
        },
    )
)
register_acts(
    Acts(
        CONCERN,
        _("What members say back to an answer"),
        dict(ConcernState.choices),
        {
            "pass_on": Act(_("Pass it on to the body that answered"), _MANAGE),
            "set_aside": Act(_("Set it aside, with the reason"), _MANAGE),
            "take_up": Act(_("Take it up again"), _MANAGE),
            "answer": Act(_("Answer it"), by_itself=_("The body’s next version does it.")),
        },
    )
)
