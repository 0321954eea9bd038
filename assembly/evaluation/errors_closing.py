"""What the closing of an assembly refuses."""

from assembly.errors import HouseError


class DisclosureRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """A request or its pack cannot be dealt with so."""

    code = "disclosure_refused"


class CloseOutRefused(HouseError):  # noqa: N818
    """A certificate cannot be issued yet, or an open matter cannot be changed."""

    code = "close_out_refused"
