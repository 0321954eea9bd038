"""Errors of the house: each has a code and parameters, so that a message can be shown in the reader's language."""

from collections.abc import Mapping
from typing import Any


class HouseError(Exception):
    """A rule of the house forbids what was asked. `message` is translatable and ready for a person."""

    code = "refused"

    def __init__(self, message: Any, *, code: str = "", params: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.params = dict(params or {})

    def __str__(self) -> str:
        return str(self.message)


class IllegalMove(HouseError):  # noqa: N818 (errors are named for what happened)
    """The lifecycle's table has no such move from the present state."""

    code = "illegal_move"


class GateClosed(HouseError):  # noqa: N818
    """The move exists, but something that must be true first is not. `blockers` are sentences."""

    code = "gate_closed"

    def __init__(self, blockers: list[Any]) -> None:
        super().__init__(" ".join(str(blocker) for blocker in blockers), params={"blockers": blockers})
        self.blockers = blockers


class NotPermitted(HouseError):  # noqa: N818
    """The actor's roles do not allow it."""

    code = "not_permitted"


class ChangedMeanwhile(HouseError):  # noqa: N818
    """Somebody else changed the same thing since this person's page was loaded."""

    code = "changed_meanwhile"


class ReasonMissing(HouseError):  # noqa: N818
    """The move is one that must say why."""

    code = "reason_missing"


class RemitIncomplete(HouseError):  # noqa: N818
    """The draft lacks the promise of an answer, so it cannot be published."""

    code = "remit_incomplete"


class StatementIncomplete(HouseError):  # noqa: N818
    """The draft of what the public is told lacks something, so it cannot be published."""

    code = "statement_incomplete"


class NothingToPublish(HouseError):  # noqa: N818
    """There is no draft."""

    code = "nothing_to_publish"


class LastOrganiser(HouseError):  # noqa: N818
    """The assembly would be left without an organiser."""

    code = "last_organiser"


class AlreadyInvited(HouseError):  # noqa: N818
    """That address has an open invitation for that role."""

    code = "already_invited"


class AlreadyOnTeam(HouseError):  # noqa: N818
    """The person with that address has that role."""

    code = "already_on_team"


class InvitationClosed(HouseError):  # noqa: N818
    """The invitation was used, revoked, or has expired; `code` says which."""

    code = "invitation_closed"


class LetterNotAllowed(HouseError):  # noqa: N818
    """Codes to sign in with are not printed for this account."""

    code = "letter_not_allowed"


class AddressTaken(HouseError):  # noqa: N818
    """An account with the invitation's address exists: its owner signs in instead."""

    code = "address_taken"


class AccountInUse(HouseError):  # noqa: N818
    """The account has roles, so it cannot be erased."""

    code = "account_in_use"


class RetentionImpossible(HouseError):  # noqa: N818
    """Data cannot be kept for so many months."""

    code = "retention_impossible"


class PlaceholderUnknown(HouseError):  # noqa: N818
    """A text has a placeholder that its audience cannot fill."""

    code = "placeholder_unknown"


class IncidentRefused(HouseError):  # noqa: N818
    """An incident or a note is not this person's to change."""

    code = "incident_refused"


class PublicationRefused(HouseError):  # noqa: N818
    """Something cannot be promised to the public, moved or noted so."""

    code = "publication_refused"


class PersonRefused(HouseError):  # noqa: N818
    """Somebody is a member and changed elsewhere, or cannot be changed."""

    code = "person_refused"


class ReminderRefused(HouseError):  # noqa: N818
    """A reminder cannot be planned."""

    code = "reminder_refused"


class MailingRefused(HouseError):  # noqa: N818
    """A mailing or message cannot be written or sent."""

    code = "mailing_refused"


class FileRefused(HouseError):  # noqa: N818
    """A file that is not kept; `code` names the check that it failed."""

    code = "file_refused"
