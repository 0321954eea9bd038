"""What sortition refuses, each with a code and a sentence for people."""

from assembly.errors import HouseError


class NotReadyForLottery(HouseError):  # noqa: N818 (errors are named for what happened)
    """Pool and quotas do not yet make a problem that a lottery can solve."""

    code = "not_ready"


class RunRefused(HouseError):  # noqa: N818
    """A selection run cannot be started, stopped or adopted as things stand."""

    code = "run_refused"


class TargetsFrozen(HouseError):  # noqa: N818
    """A panel was adopted for these quotas, so they must stay as they were."""

    code = "targets_frozen"


class ValueInUse(HouseError):  # noqa: N818
    """Answers of respondents refer to a value that was to be removed."""

    code = "value_in_use"


class SignOffRefused(HouseError):  # noqa: N818
    """These targets cannot be signed off by this person as things stand."""

    code = "sign_off_refused"


class ImpossibleQuota(HouseError):  # noqa: N818
    """A quota, a share or a name is not one that may be stored."""

    code = "impossible_quota"


class RegistrationClosed(HouseError):  # noqa: N818
    """Nobody can register at this moment."""

    code = "registration_closed"


class WaveRefused(HouseError):  # noqa: N818
    """An invitation wave cannot be drawn, printed or moved on as things stand."""

    code = "wave_refused"


class CodeRefused(HouseError):  # noqa: N818
    """The code of a letter is unknown, or the time to answer it is over."""

    code = "code_unknown"


class DrawRefused(HouseError):  # noqa: N818
    """A draw cannot be prepared, approved, committed, resolved, published or voided as things stand."""

    code = "draw_refused"


class MemberRefused(HouseError):  # noqa: N818
    """Something of a membership record cannot be written for this person as things stand."""

    code = "member_refused"


class OfferRefused(HouseError):  # noqa: N818
    """A seat cannot be offered, answered or given up as things stand."""

    code = "offer_refused"


class AnsweredMeanwhile(OfferRefused):
    """Somebody answered while another looked at how it stood before."""

    code = "answered_meanwhile"


class ReplacementRefused(HouseError):  # noqa: N818
    """Seats cannot be put up, filled or left vacant as things stand."""

    code = "replacement_refused"


class AlternatesRefused(HouseError):  # noqa: N818
    """Alternates cannot be chosen or called as things stand."""

    code = "alternates_refused"
