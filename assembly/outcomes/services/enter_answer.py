"""Enter what a body answered on paper or by phone, and publish what somebody of the body signed on paper."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from assembly.outcomes.answer_rules import Promise
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import FormalResponse, ResponseVersion
from assembly.outcomes.selectors.answer_drafts import is_signed_on_paper
from assembly.outcomes.services.answers import AnswerWords, lock_response, save_draft
from assembly.outcomes.services.answers_publish import clear_answer, publish_answers
from assembly.outcomes.services.recommendations import lock_recommendation
from evidence.enums import Way


@transaction.atomic
def enter_answer(
    *,
    response: FormalResponse,
    words: AnswerWords,
    promises: Sequence[Promise],
    revision: int,
    way: str,
    signed_by: str,
    actor: User,
    now: datetime,
) -> ResponseVersion:
    """Save what came as the body's draft, and clear it where somebody signed the sheet: both, or nothing.

    One without the other would not be what the paper says. A sheet that is sent twice is entered once.

    Raises:
        ResponseRefused: a signature came some other way than on paper; else as `save_draft` and `clear_answer` do.
    """
    if signed_by.strip() and way != Way.PAPER:
        raise ResponseRefused(
            _("A signature comes on paper. Leave the name empty, and ask the body to sign the sheet."),
            code="not_on_paper",
        )
    draft = save_draft(
        response=response,
        words=words,
        promises=promises,
        revision=revision,
        actor=actor,
        now=now,
        way=way,
    )
    is_entered = draft.cleared_by_name == signed_by.strip() and is_signed_on_paper(response)
    if is_entered or (draft.cleared_at is None and not signed_by.strip()):
        return draft
    return clear_answer(
        response=response,
        revision=draft.revision,
        name=signed_by,
        actor=actor,
        now=now,
        is_signed_on_paper=True,
    )


@transaction.atomic
def publish_signed(
    *, response: FormalResponse, is_part_enough: bool, actor: User, now: datetime
) -> ResponseVersion:
    """Publish an answer under the name that stands on its sheet. Sent twice, it is published once.

    Raises:
        ResponseRefused: the body cleared it on a screen, and publishes it there; else as `publish_answers` does.
    """
    lock_recommendation(response.recommendation)
    locked = lock_response(response)
    newest = locked.versions.first()
    if newest is not None and newest.published_at is not None:
        return newest
    if not is_signed_on_paper(locked):
        raise ResponseRefused(
            _("It was not signed on paper. What a body clears itself, it publishes itself."),
            code="not_on_paper",
        )
    return publish_answers(responses=[locked], actor=actor, now=now, is_part_enough=is_part_enough)[0]
