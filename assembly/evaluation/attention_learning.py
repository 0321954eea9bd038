"""When the learning record needs somebody: the report is out, or the assembly has ended, and nothing is published."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.attention import ALWAYS
from assembly.enums import AssemblyState
from assembly.evaluation.attention import evaluation_parts
from assembly.evaluation.selectors.learning import has_learning
from assembly.models import Assembly
from assembly.stages import NextAction

_ENDED = (AssemblyState.FOLLOW_UP, AssemblyState.CLOSED)


def learning_attention(assembly: Assembly) -> Iterator[NextAction]:
    """Answer from the assembly's state; at most one query."""
    if assembly.state in _ENDED and not has_learning(assembly):
        yield NextAction(
            title=_("Publish what was learnt"),
            why=_("The next assembly can only learn from what is written down and published."),
            url=reverse("evaluation_learning", args=[assembly.slug]),
            button=_("Open the learning record"),
            permission="assembly.edit_learning",
        )


evaluation_parts.register_attention(ALWAYS, learning_attention)
