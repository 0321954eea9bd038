"""How members ask, witnesses answer and the public reads and sends in, without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_MEMBER = frozenset({Role.MEMBER})
_WITNESS = frozenset({Role.WITNESS})
_ASK = OfflineRoute(
    _("Ask a witness something"),
    _("Tell your table’s facilitator, hand in a slip, or call the team: they enter it for you."),
    "questions_enter",
    roles=_MEMBER,
)
_READ = OfflineRoute(
    _("Read questions and answers, and say whether an answer answers yours"),
    _(
        "The team prints the answers for every session. Tell them, or your table’s facilitator, what is still missing."
    ),
    "question",
    roles=_MEMBER | {Role.FACILITATOR},
)
_ANSWER = OfflineRoute(
    _("Answer members’ questions"),
    _("The team sends you a sheet with the questions and space to write: post it back, or answer by phone."),
    "question",
    roles=_WITNESS,
)
_PUBLIC = OfflineRoute(
    _("Read members’ questions and the witnesses’ answers"),
    _("Ask the team to post you a printed copy."),
    roles=frozenset(),
)
_SEND = OfflineRoute(
    _("Send evidence to the assembly"),
    _("By letter, or by phone to the team: they enter it and write to you what becomes of it."),
    "submission_new",
    roles=frozenset(),
)
_FOLLOW = OfflineRoute(
    _("Learn what became of what you sent, or take it back"),
    _("Call or write to the team with the number of your submission."),
    "submission",
    roles=frozenset(),
)
register_offline_routes(
    {
        "own_question_new": _ASK,
        "own_questions": _READ,
        "own_question": _READ,
        "own_answers": _ANSWER,
        "own_answer": _ANSWER,
        "public_questions": _PUBLIC,
        "public_call": _SEND,
        "public_submission": _FOLLOW,
    }
)
