"""What can be refused in scheduling; each has a code, so that a message can be translated."""

from assembly.errors import HouseError


class InUse(HouseError):  # noqa: N818 (errors are named for what happened)
    """Something that a programme uses cannot be deleted."""

    code = "in_use"


class PlanRefused(HouseError):  # noqa: N818
    """A change of the programme that cannot be."""

    code = "plan_refused"


class ClockRefused(HouseError):  # noqa: N818
    """A time that the clock does not show on that day, or shows twice."""

    code = "clock_refused"


class SessionRefused(HouseError):  # noqa: N818
    """A session, a venue or somebody's duty cannot be as was asked."""

    code = "session_refused"
