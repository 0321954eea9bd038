"""The overview of one assembly."""

from datetime import date
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assembly import selectors
from assembly.enums import AssemblyState
from assembly.lifecycle import RETURN
from assembly.lifecycles import ASSEMBLY, VERBS, Verb
from assembly.models import AuditEvent
from assembly.record import link_of, sentence_of
from assembly.views.workspace import AssemblyView

RECENT = 6


class OverviewView(AssemblyView):
    """Where the process stands and what needs a person now."""

    permission: ClassVar[str] = "assembly.view_workspace"
    stage: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the overview."""
        rail = self.rail()
        actions = [(stage, action) for stage, status in rail for action in status.actions]
        actions.sort(key=lambda pair: (not pair[1].is_blocking, pair[1].due or date.max, pair[0].order))
        others = sum(len(status.others) for _, status in rail)
        versions = list(selectors.remit_versions(self.assembly)[:2])
        remit = next((version for version in versions if version.is_published), None) or next(
            iter(versions), None
        )
        today, route = timezone.localdate(self.now), selectors.route_of(self.assembly)
        context = {
            "rail": rail,
            "route": route,
            "route_days": _days_of(route, today),
            "figures": [figure for _, status in rail for figure in status.figures],
            "actions": [action for _, action in actions],
            "others": others,
            "next_move": None if actions or others else self._next_move(),
            "stages": [(stage, status) for stage, status in rail if not stage.icon],
            "events": self._recent(),
            "remit": remit,
            "today": today,
            "days_left": self._days_to_first_session(today),
            "why_standing": self._why_standing(),
        }
        return self.render("assembly/overview.html", context)

    def _recent(self) -> list[dict[str, Any]]:
        if not self.can("assembly.view_record"):
            return []
        events = selectors.with_people(selectors.events_of(self.assembly)[:RECENT])
        return [
            {"event": event, "sentence": sentence_of(event), "link": link_of(event, self.assembly, self.can)}
            for event in events
        ]

    def _next_move(self) -> dict[str, Any] | None:
        """Return the way onward for who may go it, if no gate is closed."""
        if not self.can("assembly.move_assembly"):
            return None
        verbs = [VERBS[name] for name in ASSEMBLY.verbs_from(self.assembly.state)]
        onward = next((verb for verb in verbs if not verb.needs_reason), None)
        if onward is None or ASSEMBLY.blockers(self.assembly, onward.name):
            return None
        return {"verb": onward, "state": self._name_of_target(onward)}

    def _name_of_target(self, verb: Verb) -> Any:
        target = ASSEMBLY.target(self.assembly.state, verb.name)
        return AssemblyState(self.assembly.paused_from if target == RETURN else target).label

    def _days_to_first_session(self, today: date) -> int | None:
        first = self.assembly.first_session_on
        return (first - today).days if first and first >= today else None

    def _why_standing(self) -> str:
        """Say why the assembly is paused or cancelled."""
        verb = {AssemblyState.PAUSED: "pause", AssemblyState.CANCELLED: "cancel"}.get(
            AssemblyState(self.assembly.state)
        )
        if verb is None:
            return ""
        event = AuditEvent.objects.filter(assembly=self.assembly, type=f"assembly.{verb}").first()
        return event.details.get("reason", "") if event else ""


def _days_of(route: list[selectors.RouteStop], today: date) -> str:
    """Return how the days of the route are written: with the year, unless all are of this one."""
    years = {stop.begun_at.year for stop in route if stop.begun_at}
    return "j F" if years <= {today.year} else "j M Y"
