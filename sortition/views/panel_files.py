"""Downloads of the panel: people as CSV or XLSX, and targets against reached as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from assembly.views.workspace import AssemblyView
from sortition.documents.targets_reached import targets_reached_pdf
from sortition.exports_panel import as_csv, as_xlsx, panel_rows
from sortition.selectors.panel import Panel, category_sources, panel_of, panel_people
from sortition.services.runs_panel import record_panel_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PanelExportView(AssemblyView):
    """Everybody drawn, with answers and addresses; who took it goes into the record."""

    permission = "assembly.export_panel"
    needs_recent_sign_in = True
    needs_purpose = True
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file that `?format=` names: csv (default) or xlsx."""
        form = request.GET.get("format", "csv")
        panel = panel_or_404(self)
        if form not in ("csv", "xlsx"):
            raise Http404
        people = panel_people(panel)
        rows = panel_rows(people, panel.result.snapshot.instance.categories)
        content, kind = (
            (as_csv(rows), "text/csv; charset=utf-8") if form == "csv" else (as_xlsx(rows, "Panel"), XLSX)
        )
        record_panel_export(
            assembly=self.assembly,
            format=form,
            people=len(people),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        return download(content, kind, f"{self.assembly.slug}-panel.{form}")


class TargetsReachedPdfView(AssemblyView):
    """Targets against reached as PDF; `?large=1` in large print. It names nobody."""

    permission = "assembly.view_panel"
    stage = "panel"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        panel = panel_or_404(self)
        page = request.build_absolute_uri(reverse("panel_reached", args=[self.assembly.slug]))
        large = request.GET.get("large") == "1"
        content = targets_reached_pdf(
            self.assembly, panel, category_sources(self.assembly), page_url=page, now=self.now, is_large=large
        )
        name = "targets-against-reached-large-print" if large else "targets-against-reached"
        return download(content, "application/pdf", f"{self.assembly.slug}-{name}.pdf")


def panel_or_404(view: AssemblyView) -> Panel:
    """Load the panel; without one there is nothing to download."""
    panel = panel_of(view.assembly)
    if panel is None:
        raise Http404
    return panel


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file to keep."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
