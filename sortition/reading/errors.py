"""What can be wrong with a file."""

from assembly.errors import HouseError


class Unreadable(HouseError):  # noqa: N818 (errors are named for what happened)
    """The file cannot be read as a table. The message says what it is and what to do."""

    code = "unreadable"
