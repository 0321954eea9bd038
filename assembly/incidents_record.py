"""Incidents and notes: how the record tells of them, their lines of the rail, their clocks, what they hold."""

import json
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, TextField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from assembly.enums import AssemblyState, IncidentState, StageState
from assembly.free_text import found_in, patterns_of, without
from assembly.models import (
    Assembly,
    AuditEvent,
    FacilitatorNote,
    Incident,
    IncidentReader,
    IncidentStep,
    User,
)
from assembly.personal_data import (
    Declaration,
    EveryKind,
    RetentionClass,
    declare,
    register_retention_class,
)
from assembly.record import register_event_kinds, register_event_sentences, register_object_links
from assembly.selectors import entered_on
from assembly.services.record import record_event
from assembly.stages import NextAction, Stage, StageStatus, register_stage

INCIDENTS, NOTES = "incidents", "notes"
ENDED = (AssemblyState.CLOSED, AssemblyState.ARCHIVED, AssemblyState.CANCELLED)


def _link(assembly: Assembly, event: AuditEvent) -> str | None:
    number = event.details.get("number")
    return reverse("incident", args=[assembly.slug, number]) if number else None


def _incidents_status(assembly: Assembly) -> StageStatus:
    waiting = Incident.objects.filter(assembly=assembly, state=IncidentState.REPORTED).count()
    if not waiting:
        return StageStatus(StageState.ACTIVE, "")
    action = NextAction(
        title=ngettext("Look into one incident", "Look into %(n)s incidents", waiting) % {"n": waiting},
        why=_("Somebody reported it and nobody has taken it up."),
        url=reverse("incidents", args=[assembly.slug]),
        button=_("Open the incidents"),
        permission="assembly.handle_incidents",
    )
    return StageStatus(StageState.ACTIVE, "", (action,))


def _notes_status(assembly: Assembly) -> StageStatus:  # noqa: ARG001 (the signature is the registry's)
    return StageStatus(StageState.ACTIVE, "")


register_stage(
    Stage(
        key="notes",
        name=gettext_lazy("Notes"),
        order=880,
        url_name="notes",
        permission="assembly.write_notes",
        status=_notes_status,
        icon="notebook-pen",
    )
)
register_stage(
    Stage(
        key="incidents",
        name=gettext_lazy("Incidents"),
        order=885,
        url_name="incidents",
        permission="assembly.report_incident",
        status=_incidents_status,
        icon="triangle-alert",
    )
)
register_event_kinds({"incident": gettext_lazy("Incidents"), "note": gettext_lazy("Notes")})
register_object_links({"incident": _link}, permission="assembly.report_incident")
register_event_sentences(
    {
        "incident.report": gettext_lazy("%(actor)s reported incident %(number)s"),
        "incident.read": gettext_lazy("%(actor)s read incident %(number)s"),
        "incident.step": gettext_lazy("%(actor)s added a step to incident %(number)s"),
        "incident.look_into": gettext_lazy("%(actor)s took up incident %(number)s"),
        "incident.close": gettext_lazy("%(actor)s closed incident %(number)s"),
        "incident.reopen": gettext_lazy("%(actor)s opened incident %(number)s again"),
        "incident.share": gettext_lazy("%(actor)s let one more person read incident %(number)s"),
        "incident.erased": ngettext_lazy(
            "%(actor)s erased the words of %(incidents)s incident",
            "%(actor)s erased the words of %(incidents)s incidents",
            "incidents",
        ),
        "note.write": gettext_lazy("%(actor)s wrote a facilitator’s note about %(day)s"),
        "note.change": gettext_lazy("%(actor)s corrected a facilitator’s note about %(day)s"),
        "note.erased": ngettext_lazy(
            "%(actor)s erased %(notes)s facilitators’ note",
            "%(actor)s erased %(notes)s facilitators’ notes",
            "notes",
        ),
    }
)


def rows_naming(
    model: Any, names: tuple[str, ...], **only: Any
) -> Callable[[Collection[str]], QuerySet[Any]]:
    """Return what finds the rows of `model` whose texts hold one of some texts; `named` tells which, as JSON.

    `only` are lookups that narrow the rows, where the others are kept as they are.

    These tables are short: they are read whole rather than searched for thousands of texts.
    """

    def rows(texts: Collection[str]) -> QuerySet[Any]:
        patterns = patterns_of(texts)
        held = model.objects.filter(**only).values_list("pk", *names).iterator() if patterns else ()
        named = {pk: sorted(set(found_in(patterns, words))) for pk, *words in held}
        found = {pk: each for pk, each in named.items() if each}
        cases = [When(pk=pk, then=Value(json.dumps(each))) for pk, each in found.items()]
        told = Case(*cases, default=Value("[]"), output_field=TextField())
        return model.objects.filter(pk__in=list(found)).annotate(named=told)

    return rows


def taking_out(names: tuple[str, ...]) -> dict[str, Callable[[Any], Any]]:
    """Return, for each field, what takes the person who is erased out of it and leaves the other words."""

    def taking(name: str) -> Callable[[Any], str]:
        return lambda row: without(getattr(row, name), json.loads(row.named), str(_("[erased]")))

    return {name: taking(name) for name in names}


_DEALING = gettext_lazy("To deal with what went wrong and to keep people safe")
_WORDS = ("place", "account", "people", "done", "outcome")
declare(
    Declaration(
        Incident,
        name=gettext_lazy("Incidents"),
        sensitive=_WORDS,
        purpose=_DEALING,
        retention=INCIDENTS,
        rows=EveryKind(rows_naming(Incident, _WORDS)),
        erased=taking_out(_WORDS),
        is_confidential=True,
    ),
    Declaration(
        IncidentStep,
        name=gettext_lazy("Steps in incidents"),
        sensitive=("text",),
        purpose=_DEALING,
        retention=INCIDENTS,
        rows=EveryKind(rows_naming(IncidentStep, ("text",))),
        erased=taking_out(("text",)),
        is_confidential=True,
    ),
    Declaration(IncidentReader),
    Declaration(
        FacilitatorNote,
        name=gettext_lazy("Facilitators’ notes"),
        sensitive=("table", "text"),
        purpose=gettext_lazy("To prepare the next session"),
        retention=NOTES,
        rows=EveryKind(rows_naming(FacilitatorNote, ("table", "text"))),
        erased=taking_out(("table", "text")),
        is_confidential=True,
    ),
)


def _ended_on(assembly: Assembly) -> date | None:
    return entered_on(assembly, ENDED)


def _closed(assembly: Assembly) -> QuerySet[Incident]:
    return Incident.objects.filter(assembly=assembly, state=IncidentState.CLOSED).exclude(account="")


@transaction.atomic
def erase_incidents(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Erase the words of closed incidents; number, kind, day and state stay. Open ones are kept until they end."""
    keys = list(_closed(assembly).select_for_update(no_key=True).values_list("pk", flat=True))
    if keys:
        IncidentStep.objects.filter(incident__in=keys).delete()
        IncidentReader.objects.filter(incident__in=keys).delete()
        Incident.objects.filter(pk__in=keys).update(**dict.fromkeys(_WORDS, ""))
        _tell("incident.erased", assembly, actor, now, incidents=len(keys))
    return len(keys)


@transaction.atomic
def erase_notes(assembly: Assembly, actor: User | None, now: datetime) -> int:
    """Delete facilitators' notes."""
    deleted, _each = FacilitatorNote.objects.filter(assembly=assembly).delete()
    if deleted:
        _tell("note.erased", assembly, actor, now, notes=deleted)
    return deleted


def _tell(event: str, assembly: Assembly, actor: User | None, now: datetime, **details: int) -> None:
    record_event(event, obj=assembly, assembly=assembly, actor=actor, now=now, details=details)


for _key, _label, _months, _waiting, _erase in (
    (INCIDENTS, gettext_lazy("Incidents"), 36, lambda assembly: _closed(assembly).count(), erase_incidents),
    (
        NOTES,
        gettext_lazy("Facilitators’ notes"),
        12,
        lambda assembly: FacilitatorNote.objects.filter(assembly=assembly).count(),
        erase_notes,
    ),
):
    register_retention_class(
        RetentionClass(
            key=_key,
            label=_label,
            clock=gettext_lazy("after the assembly was closed or cancelled"),
            default_months=_months,
            starts=_ended_on,
            waiting=_waiting,
            erase=_erase,
        )
    )
