"""What answers hold about people: names of office as they were published, and whatever drafts say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.outcomes.models import AnswerImport, ResponseVersion
from assembly.personal_data import Declaration, declare
from evidence.named_rows import OwnOrNamed, taking_out

_ANSWERING = _("To answer what the assembly recommends")
_WORDS = ("text", "reasons", "accepted_part", "by_whom", "referred_elsewhere", "note", "cleared_by_name")


def _drafts() -> Any:
    # What was published stays as it is, for good: the database refuses to change it.
    return ResponseVersion.objects.filter(published_at=None)


declare(
    Declaration(
        ResponseVersion,
        name=_("Answers of bodies"),
        sensitive=_WORDS,
        impersonal=("language",),
        purpose=_ANSWERING,
        rows=OwnOrNamed(_drafts, _WORDS),
        erased=taking_out(*_WORDS),
    ),
    Declaration(AnswerImport, impersonal=("rows", "file_name")),
)
