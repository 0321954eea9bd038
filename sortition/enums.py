"""The choices of sortition, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

RESPONDENT_KIND = "respondent"
"""How a respondent is called as the subject of personal data (`assembly/personal_data.py`)."""


class RespondentState(models.TextChoices):
    """Where a respondent stands. Eligibility, ability to attend and consent are flags, not states."""

    POOL = "pool", _("Pool")
    SELECTED = "selected", _("Selected")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ERASED = "erased", _("Erased")


class Standing(models.TextChoices):
    """Whether a respondent can be drawn, or the first reason why not. Worked out, never stored."""

    IN_POOL = "in_pool", _("In the pool")
    NOT_AGREED = "not_agreed", _("Has not agreed to take part")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    CANNOT_ATTEND = "cannot_attend", _("Cannot attend")
    INCOMPLETE = "incomplete", _("An answer is missing")
    SELECTED = "selected", _("Selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TEST = "test", _("Test entry")
    ERASED = "erased", _("Erased")

    @classmethod
    def reasons(cls) -> tuple["Standing", ...]:
        """Return what keeps somebody out who neither withdrew nor is a test entry."""
        return (cls.NOT_AGREED, cls.NOT_ELIGIBLE, cls.CANNOT_ATTEND, cls.INCOMPLETE)


class Channel(models.TextChoices):
    """How somebody answered."""

    WEB = "web", _("Web")
    PHONE = "phone", _("Phone")
    POST = "post", _("Post")
    IN_PERSON = "in_person", _("In person")


class ImportState(models.TextChoices):
    """The steps of an import: file → columns → values → dry run → commit."""

    UPLOADED = "uploaded", _("File read")
    MAPPED = "mapped", _("Columns matched")
    CHECKED = "checked", _("Dry run done")
    COMMITTED = "committed", _("Committed")
    ABANDONED = "abandoned", _("Set aside")
    UNDONE = "undone", _("Undone")


class DerivationKind(models.TextChoices):
    """How the value of a category is worked out from something else."""

    AGE = "age", _("Age band, from a date of birth, a year of birth or an age")
    PREFIX = "prefix", _("Region, from the beginning of the postcode")


class MatchKind(models.TextChoices):
    """What two entries may have in common."""

    PERSON = "person", _("Same person")
    HOUSEHOLD = "household", _("Same household")


class PairVerdict(models.TextChoices):
    """What two respondents are."""

    MERGED = "merged", _("One person, merged")
    DIFFERENT = "different", _("Two people")


class HouseholdVerdict(models.TextChoices):
    """What two addresses are to each other, or what one address is."""

    SAME = "same", _("One household")
    DIFFERENT = "different", _("Two households")
    NONE = "none", _("Not a household")


class RunState(models.TextChoices):
    """The lifecycle of a selection run."""

    PENDING = "pending", _("Pending")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    INFEASIBLE = "infeasible", _("No panel possible")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


# The tone of a run's badge: "" waiting or set aside, active at work, good reached, bad ended without a lottery.
RUN_TONES = {
    RunState.PENDING: "",
    RunState.RUNNING: "active",
    RunState.COMPLETED: "good",
    RunState.INFEASIBLE: "bad",
    RunState.FAILED: "bad",
    RunState.CANCELLED: "",
}


class Objective(models.TextChoices):
    """What a fair lottery is taken to be. The values are those of `sortition.lottery.Objective`."""

    LEXIMIN = "leximin", _("Leximin")
    MAXIMIN = "maximin", _("Maximin")
    NASH = "nash", _("Nash")
    GOLDILOCKS = "goldilocks", _("Goldilocks")


class Asked(models.TextChoices):
    """Whether the registration page asks for something."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    NO = "no", _("Not asked")


class WaveState(models.TextChoices):
    """The lifecycle of an invitation wave."""

    DRAWN = "drawn", _("Drawn")
    PRINTED = "printed", _("Printed")
    POSTED = "posted", _("Posted")
    LANDED = "landed", _("Landed")
    CANCELLED = "cancelled", _("Cancelled")


WAVE_TONES = {
    WaveState.DRAWN: "",
    WaveState.PRINTED: "active",
    WaveState.POSTED: "active",
    WaveState.LANDED: "good",
    WaveState.CANCELLED: "",
}
