"""The acts on members' questions."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from evidence.enums import QuestionState
from evidence.question_lifecycle import QUESTION

_HANDLE = "assembly.handle_questions"

register_acts(
    Acts(
        QUESTION,
        _(
            "A member’s question. Its answer is accepted or asked for again by those who asked, or for them by the team"
        ),
        dict(QuestionState.choices),
        {
            "merge": Act(_("Put it together with another"), _HANDLE),
            "part": Act(_("Let it stand for itself again"), _HANDLE),
            "assign": Act(_("Give it to a witness, with a day"), _HANDLE),
            "set_aside": Act(_("Set it aside, with the reason"), _HANDLE),
            "take_up": Act(_("Take it up again"), _HANDLE),
            "answer": Act(_("Enter the witness’s answer; witnesses answer their own themselves"), _HANDLE),
            "accept": Act(_("Note that the answer answers it"), _HANDLE),
            "reopen": Act(_("Ask again, saying what is missing"), _HANDLE),
        },
    )
)
