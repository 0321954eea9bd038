"""Why the learning record refuses a write."""

from assembly.errors import HouseError


class LearningRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """Somebody else was faster, or something has to be said first."""
