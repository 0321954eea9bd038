"""Figures for the team: every stage in exact numbers, files, and publishing one stage after another."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.documents.figures import rows_csv, rows_json, team_rows
from assembly.evaluation.figure_tables import public_tables, public_ways, team_tables, team_ways
from assembly.evaluation.forms.figures import LimitForm
from assembly.evaluation.selectors.figures import Stage, figures_of
from assembly.evaluation.selectors.figures_published import (
    columns_of,
    digest_of,
    limit_of,
    preview_figures,
    preview_of,
)
from assembly.evaluation.services.figures import publish_figures, set_limit
from assembly.evaluation.views.evaluation_base import EvaluationView

FILES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class FiguresView(EvaluationView):
    """The whole way from the pool to the final vote, who came online, and what is published."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    post_permission: ClassVar[str | None] = "assembly.publish_figures"
    tab: ClassVar[str] = "figures"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(LimitForm(initial={"limit": limit_of(self.assembly)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change the limit."""
        form = LimitForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            set_limit(
                assembly=self.assembly, limit=form.cleaned_data["limit"], actor=request.user, now=self.now
            )
        except HouseError as refused:
            form.add_error("limit", str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The limit is changed."))
        return redirect("evaluation_figures", self.assembly.slug)

    def page(self, form: LimitForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        figures = figures_of(self.assembly)
        out = {column.stage: column for column in columns_of(self.assembly)}
        context = {
            "form": form,
            "stages": figures.stages,
            "tables": team_tables(figures),
            "ways": [line for line in team_ways(figures) if line.total != "0"],
            "publishable": [(stage, out.get(stage.key)) for stage in figures.publishable()],
            "limit": limit_of(self.assembly),
            "may_change_limit": not out and self.can("assembly.publish_figures"),
            "is_something_out": bool(out),
        }
        return self.render("evaluation/figures.html", context, status=status)


class FiguresFileView(EvaluationView):
    """The team's figures as CSV or JSON."""

    permission: ClassVar[str] = "assembly.view_evaluation"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Read which file is asked for."""
        self.form = kwargs.pop("form")

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Answer with it."""
        rows = team_rows(figures_of(self.assembly))
        is_csv = self.form == "csv"
        content = rows_csv(rows) if is_csv else rows_json(self.assembly, rows, limit=None)
        name = f"{self.assembly.slug}-figures-exact.{self.form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=FILES[self.form], headers=headers)


class FiguresPublishView(EvaluationView):
    """What the public would see of one stage, and the button that publishes it."""

    permission: ClassVar[str] = "assembly.publish_figures"
    tab: ClassVar[str] = "figures"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Read which stage is meant; one that is not there leads back, with a word."""
        self.stage_key: str = kwargs.pop("key")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the preview."""
        columns = columns_of(self.assembly)
        if any(column.stage == self.stage_key for column in columns):
            messages.info(request, _("These figures are published already, and stay as they are."))
            return redirect("evaluation_figures", self.assembly.slug)
        found = [each for each in figures_of(self.assembly).publishable() if each.key == self.stage_key]
        if not found:
            messages.info(request, _("There is nothing to publish of this yet."))
            return redirect("evaluation_figures", self.assembly.slug)
        return self.page(found[0])

    def page(self, stage: Stage) -> HttpResponse:
        """Render it."""
        limit = limit_of(self.assembly)
        shown = preview_of(stage, columns_of(self.assembly), limit)
        figures = preview_figures(self.assembly, stage, shown, self.now)
        context = {
            "published_stage": stage,
            "shown": shown,
            "tables": public_tables(figures),
            "ways": public_ways(figures.ways),
            "limit": limit,
            "seen": digest_of(shown),
        }
        return self.render("evaluation/figures_publish.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish it."""
        try:
            publish_figures(
                assembly=self.assembly,
                stage=self.stage_key,
                seen=request.POST.get("seen", ""),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
            if refused.code == "changed":
                return redirect("evaluation_figures_publish", self.assembly.slug, self.stage_key)
        else:
            messages.success(request, _("The figures are published."))
        return redirect("evaluation_figures", self.assembly.slug)
