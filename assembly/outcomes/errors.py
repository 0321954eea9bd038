"""What can be refused about outcomes; each has a code, so that a message can be translated."""

from assembly.errors import HouseError


class TextRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """A text, an amendment or a comment that cannot be saved as it stands."""

    code = "text_refused"


class VoteRefused(HouseError):  # noqa: N818
    """A ballot, a rule or a count that cannot be saved as it stands."""

    code = "vote_refused"


class ReportRefused(HouseError):  # noqa: N818
    """A report that cannot be published as it stands."""

    code = "report_refused"


class ResponseRefused(HouseError):  # noqa: N818
    """An answer, a body or a day that cannot be saved as it stands."""

    code = "response_refused"


class CommitmentRefused(HouseError):  # noqa: N818
    """A commitment, a progress report or a proof that cannot be saved as it stands."""

    code = "commitment_refused"


class VoiceRefused(HouseError):  # noqa: N818
    """A rating or a concern that cannot be saved as it stands."""

    code = "voice_refused"
