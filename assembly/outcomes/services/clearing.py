"""Send a draft to whoever clears for its body, and back to whoever drafts; both are written to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import Assembly, Mailing, User
from assembly.outcomes.enums_responses import ResponseState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import FormalResponse, Official, ResponseVersion
from assembly.outcomes.response_lifecycle import RESPONSE
from assembly.outcomes.selectors.answer_drafts import draft_of
from assembly.outcomes.selectors.clearing import who_clears, who_drafts
from assembly.outcomes.services.answers import lock_response, record_response, stale, told
from assembly.outcomes.services.answers_publish import open_draft, refuse_lacking
from assembly.outcomes.services.body_mail import HouseWords, write_to_bodies

TO_CLEAR, SENT_BACK = "answers_to_clear", "answers_sent_back"
"""The audiences that are written to; `assembly/outcomes/audiences_clearing.py` says who stands in them."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A draft that was sent to be cleared: to whom, and whether all of them are written to."""

    draft: ResponseVersion
    officials: tuple[Official, ...]
    is_mailed: bool


@transaction.atomic
def send_to_clear(
    *, response: FormalResponse, revision: int, page_url: str, actor: User, now: datetime
) -> Sent:
    """Say that the draft is ready as the page showed it (`revision`), and write to who clears for the body.

    The draft is marked until it is edited or sent back. Sent twice, it is once. page_url: where it is cleared.

    Raises:
        ChangedMeanwhile: the draft was changed since.
        GateClosed: the draft lacks something that its decision obliges to, so nobody could clear it.
        ResponseRefused: there is no draft, it is cleared already, or nobody else clears for the body.
    """
    # The assembly's row comes first: a mailing takes its number.
    home = Assembly.objects.select_for_update(no_key=True).get(pk=response.assembly_id)
    locked = lock_response(response)
    draft = open_draft(locked)
    if draft.revision != revision:
        raise stale()
    officials = who_clears(locked, draft, actor, timezone.localdate(now))
    if draft.sent_at is not None:
        return Sent(draft, tuple(officials), is_mailed=True)
    refuse_lacking(draft, now)
    if not officials:
        raise ResponseRefused(
            _("Nobody else clears answers for your body. Ask the team to name somebody."),
            code="nobody_clears",
        )
    draft.sent_at, draft.sent_by = now, actor
    draft.save(update_fields=["sent_at", "sent_by"])
    mailing = _write(home, _TO_CLEAR, locked, officials, {"link": page_url}, actor, now)
    record_response("send_to_clear", locked, actor, now, version=draft.number, mailing=_number(mailing))
    is_mailed = mailing is not None and mailing.unreached == 0 and not home.is_rehearsal
    return Sent(draft, tuple(officials), is_mailed=is_mailed)


@transaction.atomic
def send_back(
    *, response: FormalResponse, reason: str, page_url: str, actor: User, now: datetime
) -> FormalResponse:
    """Take the mark or the clearance back, with what is missing, and write that to whoever drafts: they write again.

    page_url: where the draft is written.

    Raises:
        ReasonMissing: nothing is said.
        ResponseRefused: nothing is cleared, and nothing waits for it.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=response.assembly_id)
    locked = lock_response(response)
    if not reason.strip():
        raise ReasonMissing(_("Say what is missing: whoever drafts reads it."))
    draft = draft_of(locked)
    if draft is None or (draft.cleared_at is None and draft.sent_at is None):
        raise ResponseRefused(_("Nothing is cleared here, and nothing waits for it."), code="not_cleared")
    officials = who_drafts(locked, draft, actor, timezone.localdate(now))
    draft.cleared_at, draft.cleared_by, draft.cleared_by_name = None, None, ""
    draft.sent_at, draft.sent_by = None, None
    # Whoever has the text on their screen neither clears nor publishes what was sent back, or is written next.
    draft.revision += 1
    draft.save(
        update_fields=["cleared_at", "cleared_by", "cleared_by_name", "sent_at", "sent_by", "revision"]
    )
    said = {"link": page_url, "reason": reason.strip()}
    mailing = _write(home, _SENT_BACK, locked, officials, said, actor, now)
    noted = {"mailing": _number(mailing)}
    if locked.state != ResponseState.CLEARED:
        record_response("send_back", locked, actor, now, reason=reason.strip(), **noted)
        return locked
    return move(
        RESPONSE,
        locked,
        "send_back",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason.strip(),
        details=told(locked) | noted,
    )


def _write(  # noqa: PLR0917 (all of one act)
    home: Assembly,
    words: HouseWords,
    response: FormalResponse,
    officials: list[Official],
    said: dict[str, str],
    actor: User,
    now: datetime,
) -> Mailing | None:
    accounts = {official.user_id for official in officials}
    return write_to_bodies(
        home=home,
        words=words,
        keys=[response.pk] if accounts else [],
        keep=lambda person: person.pk in accounts,
        said=said,
        actor=actor,
        now=now,
    )


def _number(mailing: Mailing | None) -> int | None:
    return mailing.number if mailing else None


def _to_clear() -> tuple[str, str]:
    return (
        _("{{ assembly }}: an answer of {{ body }} waits to be cleared"),
        _(
            "Dear {{ name }},\n\nan answer of {{ body }} to {{ assembly }} is ready for you to clear:\n\n"
            "{{ recommendation }}\n{{ due }}\n\nRead it here, and clear it or send it back with what is missing:\n"
            "{{ link }}\n\nYou can also sign it on paper and send that to the team."
        ),
    )


def _sent_back() -> tuple[str, str]:
    return (
        _("{{ assembly }}: an answer of {{ body }} was sent back"),
        _(
            "Dear {{ name }},\n\nan answer of {{ body }} to {{ assembly }} was sent back to be worked on:\n\n"
            "{{ recommendation }}\n{{ due }}\n\nWhat is missing:\n{{ reason }}\n\nThe draft is here:\n{{ link }}"
        ),
    )


_TO_CLEAR = HouseWords(TO_CLEAR, gettext_lazy("An answer waits to be cleared"), _to_clear)
_SENT_BACK = HouseWords(SENT_BACK, gettext_lazy("An answer was sent back"), _sent_back)
