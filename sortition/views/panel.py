"""The panel's page: seats, live balance, people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django_tables2 import RequestConfig

from assembly.views.workspace import AssemblyView
from sortition.panel_reached import column_names, drawing_story, finding, reached_tables
from sortition.pictures import band_tables
from sortition.selectors.panel import Panel, category_sources, panel_of, panel_people, people_matching
from sortition.tables_panel import PanelTable

PEOPLE_A_PAGE = 25


class PanelView(AssemblyView):
    """Seats and balance for everybody of the workspace; names only for those who need them."""

    permission = "assembly.view_panel"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the panel, or how to come to one."""
        panel = panel_of(self.assembly)
        if panel is None:
            return self.render("sortition/panel_empty.html")
        context = {"panel": panel, "bands": bands_of(panel)}
        if self.can("assembly.view_panel_people"):
            context |= self._people(request, panel)
        return self.render("sortition/panel.html", context)

    def _people(self, request: HttpRequest, panel: Panel) -> dict[str, Any]:
        words = request.GET.get("q", "").strip()
        people = panel_people(panel)
        table = PanelTable(people_matching(people, words) if words else people)
        RequestConfig(request, paginate={"per_page": PEOPLE_A_PAGE}).configure(table)
        names = {person.seat: str(person.respondent) for person in people}
        return {"table": table, "words": words, "seat_names": names}


class TargetsReachedView(AssemblyView):
    """Targets against reached as a page: the same content as the PDF, for screen readers and printing."""

    permission = "assembly.view_panel"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the report."""
        panel = panel_of(self.assembly)
        if panel is None:
            return self.render("sortition/panel_empty.html")
        context = {
            "panel": panel,
            "bands": bands_of(panel),
            "story": drawing_story(panel),
            "finding": finding(panel),
            "columns": column_names(),
            "reached": reached_tables(panel, category_sources(self.assembly)),
        }
        return self.render("sortition/panel_reached.html", context)


def bands_of(panel: Panel) -> Any:
    """Draw the balance of the people who hold seats."""
    instance = panel.result.snapshot.instance
    return band_tables(panel.balance(), people=len(instance.people), seats=instance.seats)
