"""The public pages of figures: their entries in the navigation, and what they say on the page about the assembly."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.evaluation.figure_tables import public_tables, public_ways
from assembly.evaluation.figure_words import POOL, SELECTED, WAYS, stage_label
from assembly.evaluation.models import PublishedColumn
from assembly.evaluation.public_sections import register_section
from assembly.evaluation.selectors.figures_published import limit_of, public_figures
from assembly.models import Assembly
from assembly.public_site import PublicPage, Teaser, register_public_page


def _chosen(assembly: Assembly, now: datetime) -> Teaser:  # noqa: ARG001 (the signature is the registry's)
    columns = PublishedColumn.objects.filter(assembly=assembly, stage__in=(POOL, SELECTED))
    totals = {column.stage: column.shown.total for column in columns}
    return "evaluation/chosen_teaser.html", {"pool": totals.get(POOL), "panel": totals.get(SELECTED)}


def _evaluation(assembly: Assembly, now: datetime) -> Teaser | None:  # noqa: ARG001
    stages = list(
        PublishedColumn.objects.filter(assembly=assembly)
        .order_by("order", "pk")
        .values_list("stage", flat=True)
    )
    # How many took part online and offline is told beside the stages, and is none of them.
    last = next((stage_label(stage) for stage in reversed(stages) if not stage.startswith(WAYS)), "")
    return ("evaluation/evaluation_teaser.html", {"last": last}) if stages else None


def _section(assembly: Assembly, now: datetime) -> dict[str, Any]:  # noqa: ARG001
    figures = public_figures(assembly)
    return {
        "figures": figures,
        "tables": public_tables(figures),
        "ways": public_ways(figures.ways),
        "limit": limit_of(assembly),
    }


register_public_page(PublicPage("chosen", _("How people were chosen"), 10, "public_chosen", teaser=_chosen))
register_public_page(PublicPage("evaluation", _("Evaluation"), 80, "public_evaluation", teaser=_evaluation))
register_section(10, "evaluation/public_figures_section.html", _section)
