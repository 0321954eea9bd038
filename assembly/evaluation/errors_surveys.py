"""What can be refused about surveys and welfare calls; each has a code, so that a message can be translated."""

from assembly.errors import HouseError


class SurveyRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """A question set, a wave, a code or answers that cannot be taken as they stand."""

    code = "survey_refused"


class WelfareRefused(HouseError):  # noqa: N818
    """A welfare call that cannot be noted or given to somebody."""

    code = "welfare_refused"
