"""What can be refused about evidence; each has a code, so that a message can be translated."""

from assembly.errors import HouseError


class EvidenceRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """Something about an evidence item or a pack that cannot be."""

    code = "evidence_refused"


class WitnessRefused(HouseError):  # noqa: N818
    """Something about a witness that cannot be."""

    code = "witness_refused"


class QuestionRefused(HouseError):  # noqa: N818
    """Something about a question that cannot be."""

    code = "question_refused"


class SubmissionRefused(HouseError):  # noqa: N818
    """Something about a call or what came to it that cannot be."""

    code = "submission_refused"
