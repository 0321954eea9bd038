"""How seating plans are told in the record."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from assembly.models import Assembly, AuditEvent
from assembly.record import register_event_kinds, register_event_sentences, register_object_links


def _plan_link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("session")
    return reverse("session_tables", args=[assembly.slug, number]) if isinstance(number, int) else None


register_event_kinds(
    {
        "seating_plan": gettext_lazy("Tables"),
        "seating_job": gettext_lazy("Tables, computed"),
        "seating_rule": gettext_lazy("Rules for tables"),
        "tables": gettext_lazy("Tables, read"),
    }
)
register_object_links(
    {"seatingplan": _plan_link, "seatingjob": _plan_link}, permission="assembly.view_tables"
)
register_event_sentences(
    {
        "seating_job.ask": gettext_lazy("%(actor)s had tables computed for session %(session)s"),
        "seating_job.claim": gettext_lazy("The tables of session %(session)s began to be computed"),
        "seating_job.complete": gettext_lazy("The tables of session %(session)s were computed"),
        "seating_job.cancel": gettext_lazy(
            "%(actor)s stopped the computation of tables for session %(session)s before it began"
        ),
        "seating_job.fail": gettext_lazy("The computation of tables for session %(session)s failed"),
        "seating_job.stop": gettext_lazy(
            "%(actor)s asked the computation of tables for session %(session)s to stop"
        ),
        "seating_plan.make": gettext_lazy("%(actor)s got plan %(number)s of session %(session)s"),
        "seating_plan.use": gettext_lazy("%(actor)s took plan %(number)s of session %(session)s into use"),
        "seating_plan.supersede": gettext_lazy(
            "%(actor)s took plan %(number)s of session %(session)s out of use"
        ),
        "seating_plan.set_aside": gettext_lazy("%(actor)s set plan %(number)s of session %(session)s aside"),
        "seating_plan.move": gettext_lazy(
            "%(actor)s moved somebody in plan %(number)s of session %(session)s"
        ),
        "seating_plan.swap": gettext_lazy(
            "%(actor)s let two people change places in plan %(number)s of session %(session)s"
        ),
        "seating_plan.repair": ngettext_lazy(
            "%(actor)s repaired plan %(number)s of session %(session)s: %(places)s place",
            "%(actor)s repaired plan %(number)s of session %(session)s: %(places)s places",
            "places",
        ),
        "seating_plan.undo": gettext_lazy(
            "%(actor)s undid the last change in plan %(number)s of session %(session)s"
        ),
        "seating_plan.fix": gettext_lazy("%(actor)s fixed somebody’s place in session %(session)s"),
        "seating_plan.free": gettext_lazy("%(actor)s freed somebody’s place in session %(session)s"),
        "seating_plan.paper": gettext_lazy(
            "%(actor)s took the papers “%(kind)s” of plan %(number)s of session %(session)s"
        ),
        "seating_rule.add": ngettext_lazy(
            "%(actor)s made a rule for the tables of %(people)s person",
            "%(actor)s made a rule for the tables of %(people)s people",
            "people",
        ),
        "seating_rule.change": ngettext_lazy(
            "%(actor)s changed a rule for the tables of %(people)s person",
            "%(actor)s changed a rule for the tables of %(people)s people",
            "people",
        ),
        "seating_rule.remove": gettext_lazy("%(actor)s took a rule for tables away"),
        "tables.list_read": gettext_lazy("%(actor)s read the tables by name: %(purpose)s"),
    }
)
