"""What seating plans hold about people: where they sat, whom they were kept with or from."""

from django.utils.translation import gettext_lazy as _

from assembly.personal_data import Declaration, OfPeople, declare
from scheduling.models import (
    FixedSeat,
    PlanFacilitator,
    PlanMove,
    PlanSeat,
    PlanTable,
    SeatingJob,
    SeatingPlan,
    SeatingRule,
)

_PURPOSE = _("To seat people at tables so that many meet, and everybody can take part")

declare(
    # Figures, names of categories, and keys alone: whoever is erased leaves a number.
    Declaration(SeatingPlan, impersonal=("categories", "left_out", "measures")),
    Declaration(PlanTable, impersonal=("features",)),
    Declaration(PlanMove, impersonal=("verb", "changes", "hosts")),
    Declaration(SeatingJob, impersonal=("wanted", "progress", "error")),
    Declaration(
        PlanSeat,
        name=_("Places at tables"),
        purpose=_PURPOSE,
        rows=OfPeople(PlanSeat, "person"),
        labels={"plan": _("plan"), "table": _("table"), "round": _("round")},
    ),
    Declaration(
        PlanFacilitator,
        name=_("Tables that somebody facilitated"),
        purpose=_PURPOSE,
        rows=OfPeople(PlanFacilitator, "person"),
        labels={"plan": _("plan"), "table": _("table"), "round": _("round")},
    ),
    Declaration(
        FixedSeat,
        name=_("Places that were fixed"),
        purpose=_PURPOSE,
        rows=OfPeople(FixedSeat, "person"),
        is_deleted=True,
    ),
    Declaration(
        SeatingRule,
        name=_("Rules about who sits together or apart"),
        sensitive=("reason",),
        purpose=_PURPOSE,
        rows=OfPeople(SeatingRule, "people"),
        # The reason tells of several people: nobody reads about the others in a copy of their own data.
        is_confidential=True,
        labels={"kind": _("what is asked")},
    ),
)
