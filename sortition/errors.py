"""What sortition refuses, each with a code and a sentence for people."""

from assembly.errors import HouseError


class NotReadyForLottery(HouseError):  # noqa: N818 (errors are named for what happened)
    """Pool and quotas do not yet make a problem that a lottery can solve."""

    code = "not_ready"
