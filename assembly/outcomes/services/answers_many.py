"""Give one answer to several recommendations: each gets a draft of its own that says it is one text."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import FormalResponse, ResponseVersion
from assembly.outcomes.selectors.answer_drafts import draft_of, shown_revision
from assembly.outcomes.services.answers import AnswerWords, lock_responses, save_draft


@transaction.atomic
def give_same_answer(
    *, response: FormalResponse, others: Sequence[FormalResponse], actor: User, now: datetime
) -> list[ResponseVersion]:
    """Write the draft of an answer into those of others of the same body, all or none; return the new drafts.

    Promises are not made twice: they stand with the answer from which the words come.

    Raises:
        ResponseRefused: there is no draft, or another has words of its own already, is answered, or another body's.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=response.assembly_id)
    rows = lock_responses([response.pk, *(each.pk for each in others)])
    draft = draft_of(rows[response.pk])
    if draft is None:
        raise ResponseRefused(_("Save this draft first."), code="no_draft")
    made = []
    chosen = {each.pk for each in others}
    # A question that was taken back is gone.
    for locked in [row for key, row in rows.items() if key in chosen]:
        standing = draft_of(locked)
        is_own = standing is not None and standing.same_as_id not in (draft.pk, None)
        has_words = (
            standing is not None and standing.same_as_id is None and (standing.text or standing.decision)
        )
        if locked.body_id != response.body_id or not locked.is_owed or is_own or has_words:
            raise ResponseRefused(
                _("Recommendation %(n)s has a draft or an answer of its own already.")
                % {"n": locked.recommendation.report_number},
                code="has_words",
            )
        made.append(
            save_draft(
                response=locked,
                words=AnswerWords.of(draft),
                promises=(),
                revision=shown_revision(locked, standing),
                actor=actor,
                now=now,
                same_as=draft,
            )
        )
    return made
