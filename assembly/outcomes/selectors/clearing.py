"""To whom a draft goes to be cleared, to whom it goes back, and what waits for somebody to clear it."""

from collections.abc import Iterable
from datetime import date

from assembly.models import User
from assembly.outcomes.models import FormalResponse, Official, ResponseVersion
from assembly.outcomes.selectors.officials import is_alone, officials_with_role, with_stand_ins


def who_clears(
    response: FormalResponse, draft: ResponseVersion, sender: User | None, day: date
) -> list[Official]:
    """Return to whom a draft goes: who is named to clear it with who stands in for them, else all who clear.

    Never to whoever wrote or sends it.
    """
    able = [each for each in officials_with_role(response.body) if each.is_approver]
    left_out = {draft.made_by_id, sender.pk if sender else None}

    def others(found: Iterable[Official]) -> list[Official]:
        return [each for each in found if each.user_id not in left_out]

    named = [response.approver_id] if response.approver_id else []
    return others(with_stand_ins(able, named, day)) or others(able)


def who_drafts(
    response: FormalResponse, draft: ResponseVersion, sender: User | None, day: date
) -> list[Official]:
    """Return to whom a draft goes back: who sent it, else who wrote it, else who is named, with who stands in for them.

    Where that is nobody of the body (the team entered it), all who answer for it but the sender.
    """
    officials = list(officials_with_role(response.body))
    by_account = {each.user_id: each for each in officials}
    assignee = response.assignee.user_id if response.assignee else None
    accounts = (draft.sent_by_id, draft.made_by_id, assignee)
    found = next((by_account[key] for key in accounts if key in by_account), None)
    chosen = with_stand_ins(officials, [found.pk], day) if found else officials
    return [each for each in chosen if sender is None or each.user_id != sender.pk]


def may_clear(response: FormalResponse, draft: ResponseVersion, user: User) -> bool:
    """Whether somebody who clears for the body may clear this draft: not what they wrote, unless they are alone."""
    return draft.made_by_id != user.pk or is_alone(user, response.body_id)


def waits_to_be_cleared(draft: ResponseVersion | None) -> bool:
    """Whether a draft was sent to be cleared, and is not yet."""
    return draft is not None and draft.sent_at is not None and draft.cleared_at is None
