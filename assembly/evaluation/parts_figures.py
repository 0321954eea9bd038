"""What figures register at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.evaluation import (
    declarations_figures,  # noqa: F401
    offline_figures,  # noqa: F401
    public_pages_figures,  # noqa: F401
    record_figures,  # noqa: F401
    told_figures,  # noqa: F401
)
from assembly.evaluation.selectors.figures_ways import WAYS_OF_THE_HOUSE
from assembly.evaluation.tabs import EvaluationTab, register_tab
from assembly.evaluation.way_rows import register_way
from assembly.page_languages import register_pages_in_languages

register_tab(EvaluationTab("figures", _("Figures"), "evaluation_figures", "assembly.view_evaluation", 20))
register_pages_in_languages("public_chosen", "public_evaluation", "public_figures_csv", "public_figures_json")
for _way in WAYS_OF_THE_HOUSE:
    register_way(_way)
