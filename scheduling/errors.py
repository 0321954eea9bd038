"""What can be refused in scheduling; each has a code, so that a message can be translated."""

from assembly.errors import HouseError


class InUse(HouseError):  # noqa: N818 (errors are named for what happened)
    """Something that a programme uses cannot be deleted."""

    code = "in_use"


class PlanRefused(HouseError):  # noqa: N818
    """A change of the programme that cannot be."""

    code = "plan_refused"


class SeatingRefused(HouseError):  # noqa: N818
    """A seating plan, or a change of one, that cannot be. `params["reasons"]` may hold several sentences."""

    code = "seating_refused"
