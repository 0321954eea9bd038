"""The panel's page: seats, live balance, people."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django_tables2 import RequestConfig

from assembly.services.privacy import record_reading
from assembly.views.workspace import AssemblyView
from sortition.panel_reached import column_names, drawing_story, finding, reached_tables
from sortition.pictures import band_tables
from sortition.selectors.panel import Panel, category_sources, panel_of, panel_people, people_matching
from sortition.tables_panel import PanelContactsTable, PanelTable

PEOPLE_A_PAGE = 25


class PanelView(AssemblyView):
    """Seats and balance for everybody of the workspace; names only for those who need them."""

    permission = "assembly.view_panel"
    stage = "panel"
    table: ClassVar[type[PanelTable]] = PanelTable

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
        table = self.table(people_matching(people, words) if words else people, slug=self.assembly.slug)
        RequestConfig(request, paginate={"per_page": PEOPLE_A_PAGE}).configure(table)
        names = {person.seat: str(person.respondent) for person in people}
        shows_contact = self.table is PanelContactsTable
        return {"table": table, "words": words, "seat_names": names, "shows_contact": shows_contact}


class PanelContactsView(PanelView):
    """The panel with e-mail addresses and phone numbers; who read them, and what for, is recorded."""

    permission = "assembly.view_panel_people"
    needs_purpose = True
    table: ClassVar[type[PanelTable]] = PanelContactsTable

    def _people(self, request: HttpRequest, panel: Panel) -> dict[str, Any]:
        if self.is_first_reading(f"panel:{self.assembly.pk}"):
            record_reading(
                what="panel.read",
                subject=self.assembly,
                assembly=self.assembly,
                purpose=self.purpose,
                actor=request.user,
                now=self.now,
            )
        return super()._people(request, panel)


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
