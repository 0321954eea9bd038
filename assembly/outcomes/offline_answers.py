"""How officials answer without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_OFFICIALS = frozenset({Role.OFFICIAL, Role.RESPONSE_APPROVER})
_READ = OfflineRoute(
    _("See which answers your body owes, and by when"),
    _(
        "The letter by which your body was asked lists them with their days. The team prints it again on request."
    ),
    "response_owed",
    roles=_OFFICIALS,
)
_ANSWER = OfflineRoute(
    _("Answer a recommendation"),
    _(
        "On a sheet of paper for each recommendation: fill it in, have it signed and post it. The team enters it."
    ),
    "response_enter",
    roles=_OFFICIALS,
)
_CLEAR = OfflineRoute(
    _("Clear an answer, and publish it"),
    _(
        "Sign the sheet with your name and office: the team enters it under your name and publishes it for you."
    ),
    "response_enter",
    roles=frozenset({Role.RESPONSE_APPROVER}),
)
_TIME = OfflineRoute(
    _("Ask for more time"),
    _("Write until when and why, or call the team: they enter your wish."),
    "response_owed",
    roles=_OFFICIALS,
)
register_offline_routes(
    {
        "answers_owed": _READ,
        "answer_people": _READ,
        **dict.fromkeys(
            (
                "answer_draft",
                "answer_hints",
                "answer_many",
                "answers_sheet",
                "answers_workbook",
                "answers_paper",
                "answers_import",
            ),
            _ANSWER,
        ),
        "answer_clear": _CLEAR,
        "answers_publish": _CLEAR,
        "answer_more_time": _TIME,
    }
)
