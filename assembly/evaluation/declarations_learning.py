"""What the learning record holds about people: words in which somebody may be named, until they are published.

Publishing refuses words that name a member or hold an address, so what the database then keeps names nobody.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.evaluation.models import LearningEdition, LearningEntry, LearningSummary, LearningVersion
from assembly.personal_data import Declaration, declare
from evidence.named_rows import OwnOrNamed, words_without

_LEARNING = _("To learn from this assembly for the next one")


def _unless_published(name: str) -> Callable[[Any], str]:
    """Leave what was published: the database refuses to change it."""

    def erased(row: Any) -> str:
        if row.published_at:
            return str(getattr(row, name))
        return words_without(row, name)

    return erased


declare(
    Declaration(LearningEntry),
    Declaration(
        LearningVersion,
        name=_("What was learnt"),
        sensitive=("text", "note"),
        purpose=_LEARNING,
        rows=OwnOrNamed(LearningVersion.objects.all, ("text", "note")),
        erased={name: _unless_published(name) for name in ("text", "note")},
    ),
    Declaration(
        LearningSummary,
        name=_("The summary of what was learnt"),
        sensitive=LearningSummary.WORDS,
        purpose=_LEARNING,
        rows=OwnOrNamed(LearningSummary.objects.all, LearningSummary.WORDS),
        erased={name: _unless_published(name) for name in LearningSummary.WORDS},
    ),
    Declaration(LearningEdition, impersonal=("language", "note", "content", "sha256")),
)
