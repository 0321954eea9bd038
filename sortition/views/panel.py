"""The panel's page: the board of its places, live balance, people."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django_tables2 import RequestConfig

from assembly.services.privacy import record_reading
from assembly.views.workspace import AssemblyView
from sortition.enums import RunState
from sortition.enums_seats import SAID_YES, SeatState
from sortition.models import SelectionRun
from sortition.panel_reached import column_names, drawing_story, finding, reached_tables
from sortition.pictures import band_tables
from sortition.pictures_panel import LiveTable, live_tables
from sortition.quota_messages import legible
from sortition.run_lifecycle import UNDER_WAY
from sortition.selectors.board import GROUPS, BoardGroup, board_of
from sortition.selectors.panel import Panel, category_sources, panel_of, panel_people, people_matching
from sortition.selectors.replacements import replacement_runs
from sortition.tables_panel import PanelContactsTable, PanelTable

PEOPLE_A_PAGE = 25

GROUP_NAMES: dict[str, tuple[Any, Any]] = {
    "open": (gettext_lazy("To replace"), gettext_lazy("somebody left, and nobody has the seat yet")),
    "contacting": (gettext_lazy("Being contacted"), gettext_lazy("spoken to or tried, no answer yet")),
    "offered": (gettext_lazy("Offered"), gettext_lazy("no answer yet")),
    "yes": (gettext_lazy("Said yes"), gettext_lazy("members of the panel")),
    "vacant": (gettext_lazy("Left vacant"), gettext_lazy("nobody is asked for these")),
}


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
        board = board_of(panel, now=self.now)
        wanted = request.GET.get("state", "")
        context = {
            "panel": panel,
            "bands": live_bands(panel),
            "groups": board_groups(board, wanted),
            "tabs": board_tabs(board, wanted),
            "hard": sum(group.hard for group in board),
            "shows_names": self.can("assembly.view_panel_people"),
            "waiting_run": waiting_replacement(panel),
        }
        if self.can("assembly.view_panel_people"):
            context |= self._people(request, panel)
        return self.render("sortition/panel.html", context)

    def _people(self, request: HttpRequest, panel: Panel) -> dict[str, Any]:
        words = request.GET.get("q", "").strip()
        people = panel_people(panel)
        table = self.table(people_matching(people, words) if words else people, slug=self.assembly.slug)
        RequestConfig(request, paginate={"per_page": PEOPLE_A_PAGE}).configure(table)
        if self.table is PanelTable:
            self.note_list_reading("panel.list_read")
        return {"table": table, "words": words, "shows_contact": self.table is PanelContactsTable}


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


def live_bands(panel: Panel) -> tuple[LiveTable, ...]:
    """Draw those who said yes and those who hold a seat against the quotas."""
    said_yes = map(legible, panel.balance(SAID_YES))
    return live_tables(said_yes, map(legible, panel.balance()), seats=panel.result.snapshot.instance.seats)


def board_groups(board: tuple[BoardGroup, ...], wanted: str) -> list[tuple[BoardGroup, Any, Any]]:
    """Return the parts of the board to show, each with its name and what it means."""
    shown = [group for group in board if group.key == wanted] or board
    return [(group, *GROUP_NAMES[group.key]) for group in shown]


def board_tabs(board: tuple[BoardGroup, ...], wanted: str) -> list[tuple[str, Any, int, bool]]:
    """Return (key, name, number of seats, whether it is shown alone) of every part that has a seat."""
    sizes = {group.key: len(group.seats) for group in board}
    return [(key, GROUP_NAMES[key][0], sizes[key], key == wanted) for key, _states in GROUPS if key in sizes]


def waiting_replacement(panel: Panel) -> SelectionRun | None:
    """Return the newest replacement run that works or whose people have not been asked yet."""
    run = replacement_runs(panel.run.assembly).order_by("-number").first()
    if run is None or run.is_binding:
        return None
    if run.state in (*UNDER_WAY, RunState.INFEASIBLE, RunState.FAILED, RunState.COMPLETED):
        waits = run.vacancies.filter(state=SeatState.REPLACEMENT_PENDING).exists()
        return run if waits else None
    return None
