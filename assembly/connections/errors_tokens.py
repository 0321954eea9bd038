"""What can be wrong with access tokens."""

from assembly.errors import HouseError


class TokenRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """A token cannot be made like this."""
