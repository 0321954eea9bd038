"""The pool: its figures, its people, one person, the export."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from assembly.views.workspace import AssemblyView
from sortition.enums import Channel, Standing
from sortition.exports_pool import CSV, XLSX, Counted, pool_rows, table_file
from sortition.forms.pool_bulk import act_choices, chosen_people
from sortition.models import Category, Respondent
from sortition.selectors.pool import imports_of, open_import
from sortition.selectors.pool_figures import blank_answers, pool_figures
from sortition.selectors.pool_page import is_narrowed, people_in_tab, respondents_for_page
from sortition.services.respondents import record_pool_export
from sortition.views.pool_import_base import file_answer

PAGE_SIZES = (25, 50)
SHOWN_IMPORTS = 10


class PoolView(AssemblyView):
    """Figures for everybody who may see them; people only for those who may read respondents."""

    permission: ClassVar[str] = "assembly.view_pool_figures"
    stage: ClassVar[str] = "pool"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the pool, searched, filtered, sorted and paged."""
        figures = pool_figures(self.assembly)
        context: dict[str, Any] = {
            "figures": figures,
            "reasons": _reasons(figures),
            "blanks": blank_answers(self.assembly) if figures.by_standing[Standing.INCOMPLETE] else [],
            "elsewhere": _elsewhere(figures),
            "has_anybody": figures.total or figures.by_standing[Standing.TEST],
            "unfinished": open_import(self.assembly),
        }
        if self.can("assembly.view_respondents"):
            context |= self.people(request.GET, figures)
            if context["rows"]:
                self.note_list_reading("pool.list_read")
            context["imports"] = imports_of(self.assembly)[:SHOWN_IMPORTS]
        return self.render("sortition/pool.html", context)

    def people(self, asked: QueryDict, figures: Any) -> dict[str, Any]:
        """Return one page of people with what was asked for."""
        categories = list(Category.objects.filter(assembly=self.assembly).prefetch_related("values"))
        found = respondents_for_page(self.assembly, asked, categories).prefetch_related("answers__value")
        size = 50 if asked.get("size") == "50" else PAGE_SIZES[0]
        paginator = Paginator(found, size)
        if not is_narrowed(asked, categories):
            # The figures know how many a whole tab holds; counting again would cost as much as the page.
            paginator.count = people_in_tab(figures, asked.get("tab") or "pool")
        page = paginator.get_page(asked.get("page"))
        rows = [(person, _answers(person, categories), Standing(person.standing)) for person in page]
        tab = asked.get("tab") or "pool"
        filters = [(each, asked.get(f"c{each.pk}", "")) for each in categories]
        keep = asked.copy()
        keep.pop("page", None)
        return {
            "page": page,
            "rows": rows,
            "categories": categories,
            "filters": filters,
            "channels": Channel.choices,
            "channel": asked.get("channel", ""),
            "search": asked.get("search", ""),
            "tab": tab,
            "tabs": _tabs(figures, tab),
            "shows_standing": tab in ("out", "all"),
            "sort": asked.get("sort", "id"),
            "size": size,
            "query": keep.urlencode(),
            "acts": act_choices(),
            "is_narrowed": asked.get("channel", "") or any(chosen for _category, chosen in filters),
            "is_filtered": any(value for key, value in keep.items() if key not in ("tab", "sort", "size")),
        }


class PoolExportView(AssemblyView):
    """What one sees, as a file. The export is recorded, so it is a POST."""

    permission: ClassVar[str] = "assembly.export_pool"
    needs_purpose: ClassVar[bool] = True
    needs_recent_sign_in: ClassVar[bool] = True
    stage: ClassVar[str] = "pool"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Record the export, then write the file for the same search and filters as the page."""
        file_format = XLSX if request.POST.get("format") == XLSX else CSV
        categories = list(Category.objects.filter(assembly=self.assembly).prefetch_related("values"))
        found = respondents_for_page(self.assembly, request.GET, categories)
        if chosen := chosen_people(request.POST):
            found = found.filter(pk__in=chosen)
        rows = Counted(pool_rows(found, categories))
        data = table_file(rows, file_format, _("Pool"))
        record_pool_export(
            assembly=self.assembly,
            count=rows.count - 1,
            file_format=file_format.upper(),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        return file_answer(data, file_format, f"{self.assembly.slug}-pool")


def _answers(person: Respondent, categories: list[Category]) -> list[tuple[str, str]]:
    given = {answer.category_id: answer.value for answer in person.answers.all()}
    return [(each.name, given[each.pk].name if given.get(each.pk) else "") for each in categories]


def _elsewhere(figures: Any) -> list[tuple[str, int, str]]:
    """Return who has left the pool, as far as there is anybody: so the figures add up to the respondents."""
    by = figures.by_standing
    shown = [
        (_("Selected"), by[Standing.SELECTED], _("drawn for a seat")),
        (_("Withdrawn"), by[Standing.WITHDRAWN], _("taken out of the pool")),
    ]
    return [each for each in shown if each[1]]


def _reasons(figures: Any) -> list[tuple[Standing, int, int]]:
    return [
        (standing, figures.by_standing[standing], figures.blanks.get(standing, 0))
        for standing in Standing.reasons()
        if figures.by_standing[standing]
    ]


def _tabs(figures: Any, chosen: str) -> list[tuple[str, Any, int]]:
    by = figures.by_standing
    tabs = [
        ("pool", _("In the pool"), figures.in_pool),
        ("out", _("Not in the pool"), figures.kept_out),
        ("withdrawn", _("Withdrawn"), by[Standing.WITHDRAWN]),
        ("test", _("Test entries"), by[Standing.TEST]),
    ]
    if by[Standing.SELECTED]:
        tabs.insert(1, ("selected", _("Selected"), by[Standing.SELECTED]))
    # A reason has its tab while it is looked at; the table above leads to it.
    tabs[-2:-2] = [
        (standing.value, standing.label, count)
        for standing, count, _blank in _reasons(figures)
        if standing == chosen
    ]
    return tabs
