"""How people were chosen, and the evaluation: what anybody may read, made of protected figures alone."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from assembly.evaluation.documents.figures import public_rows, rows_csv, rows_json
from assembly.evaluation.figure_tables import public_tables
from assembly.evaluation.figure_words import LETTERS, POOL, SELECTED
from assembly.evaluation.public_sections import sections_of
from assembly.evaluation.selectors.figures_published import limit_of, public_figures
from assembly.evaluation.views.figures import FILES
from assembly.views.public_base import PublicView
from sortition.draw_words import draw_story, fairness_sentences
from sortition.enums_draws import DrawState
from sortition.selectors.draws import public_draws


class PublicChosenView(PublicView):
    """From the letters to the panel, in plain words."""

    here: ClassVar[str] = "chosen"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        figures = public_figures(self.assembly)
        draw = public_draws(self.assembly).exclude(state=DrawState.VOIDED).first()
        letters, pool, panel = (figures.stage(key) for key in (LETTERS, POOL, SELECTED))
        context: dict[str, Any] = {
            "letters": letters and letters.shown.total,
            "pool": pool and pool.shown.total,
            "panel": panel and panel.shown.total,
            "answers": next((way.shown.total for way in figures.ways if way.key == "ways-answers"), None),
            "tables": public_tables(figures.only(POOL, SELECTED)),
            "limit": limit_of(self.assembly),
            "draw": draw,
            "story": draw_story(draw) if draw else [],
            "fairness": fairness_sentences(draw) if draw and draw.state == DrawState.PUBLISHED else [],
        }
        return self.render("evaluation/public_chosen.html", context)


class PublicEvaluationView(PublicView):
    """What the parts of the evaluation have to tell."""

    here: ClassVar[str] = "evaluation"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.render(
            "evaluation/public_evaluation.html", {"sections": sections_of(self.assembly, self.now)}
        )


class PublicFiguresFileView(PublicView):
    """The published figures as CSV or JSON."""

    here: ClassVar[str] = "evaluation"

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        rows = public_rows(public_figures(self.assembly))
        limit = limit_of(self.assembly)
        content = rows_csv(rows) if form == "csv" else rows_json(self.assembly, rows, limit=limit)
        headers = {
            "Content-Disposition": f'attachment; filename="{self.assembly.slug}-figures.{form}"',
            "Access-Control-Allow-Origin": "*",
        }
        return HttpResponse(content, content_type=FILES[form], headers=headers)
