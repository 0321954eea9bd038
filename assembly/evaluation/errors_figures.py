"""Why figures are not published or a limit is not changed."""

from assembly.errors import HouseError


class FiguresRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """Figures that cannot be published as they stand, or a limit that stays."""

    code = "figures_refused"
