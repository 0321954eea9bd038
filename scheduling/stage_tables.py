"""The stages Tables and My table: which sessions have a plan, and what needs attention."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assembly.enums import StageState
from assembly.models import Assembly
from assembly.stages import NextAction, Stage, StageStatus, register_stage
from scheduling.enums import ItemKind
from scheduling.enums_tables import PlanState
from scheduling.known_absences import absent_people
from scheduling.models import AgendaItem, PlanSeat, SeatingPlan, Session
from scheduling.selectors.seating_hosts import tables_without

SOON = timedelta(days=5)


def tables_status(assembly: Assembly) -> StageStatus:
    """Answer from the sessions to come: those soon without a plan, those whose plan seats somebody absent."""
    now = timezone.now()
    in_use = SeatingPlan.objects.filter(session=OuterRef("pk"), state=PlanState.IN_USE)
    table_work = AgendaItem.objects.filter(session=OuterRef("pk"), kind=ItemKind.TABLE_WORK)
    sessions = list(
        Session.objects.filter(assembly=assembly)
        .annotate(has_plan=Exists(in_use), has_table_work=Exists(table_work))
        .order_by("starts_at")
    )
    planned = [session for session in sessions if session.has_plan]
    coming = [session for session in sessions if session.ends_at > now]
    actions = [
        _plan_it(session)
        for session in coming
        if session.has_table_work and not session.has_plan and session.starts_at - now <= SOON
    ]
    actions += [
        _repair_it(session, absent)
        for session in coming
        if session.has_plan and (absent := _missing(session))
    ]
    if not sessions:
        return StageStatus(StageState.TODO, _("Waits for sessions."))
    sentence = ngettext(
        "%(planned)s of %(n)s session has a plan.",
        "%(planned)s of %(n)s sessions have a plan.",
        len(sessions),
    ) % {"planned": len(planned), "n": len(sessions)}
    state = StageState.TODO if not planned else StageState.DONE if not coming else StageState.ACTIVE
    return StageStatus(state, sentence, tuple(actions))


def _missing(session: Session) -> int:
    """Count those who sit or facilitate in the plan in use and are known not to come."""
    plan = SeatingPlan.objects.select_related("session").get(session=session, state=PlanState.IN_USE)
    away = len({person for person, _number, _table in tables_without(plan)})
    absent = absent_people(session)
    if not absent:
        return away
    seats = PlanSeat.objects.filter(plan__session=session, plan__state=PlanState.IN_USE, person__in=absent)
    return away + seats.values("person").distinct().count()


def _plan_it(session: Session) -> NextAction:
    return NextAction(
        title=_("Make the tables of session %(number)s") % {"number": session.number},
        why=_("Its programme has work at tables, and no plan says who sits where."),
        url=reverse("session_tables", args=[session.assembly.slug, session.number]),
        button=_("Make a plan"),
        due=timezone.localdate(session.starts_at, session.zone),
        permission="assembly.seat_tables",
    )


def _repair_it(session: Session, absent: int) -> NextAction:
    title = ngettext(
        "Repair the tables of session %(number)s: one person will not come",
        "Repair the tables of session %(number)s: %(n)s people will not come",
        absent,
    )
    return NextAction(
        title=title % {"number": session.number, "n": absent},
        why=_("They still have places in its plan."),
        url=reverse("session_tables", args=[session.assembly.slug, session.number]),
        button=_("Repair the plan"),
        due=timezone.localdate(session.starts_at, session.zone),
        permission="assembly.seat_tables",
    )


def _my_table_status(_assembly: Assembly) -> StageStatus:
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage("tables", gettext_lazy("Tables"), 70, "tables", "assembly.view_tables", status=tables_status)
)
register_stage(
    Stage(
        "my_tables",
        gettext_lazy("My table"),
        71,
        "my_tables",
        "assembly.view_own_table",
        status=_my_table_status,
        icon="armchair",
    )
)
