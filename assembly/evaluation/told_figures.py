"""What others are told of published figures: the calendar, the feed, the close-out and the comparison."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.evaluation.closing_sources import Facts, Told, register_closing_source
from assembly.evaluation.closing_words import number_words
from assembly.evaluation.figure_words import LETTERS, WAYS, stage_label
from assembly.evaluation.models import PublishedColumn
from assembly.evaluation.selectors.figures_published import public_figures
from assembly.evaluation.told_elsewhere import Recruitment, tell_recruitment
from assembly.models import Assembly
from assembly.public_feed import FeedEntry, register_feed_source
from assembly.publication_kinds import LAST_SESSION, PublicationKind, Usual, register_publication_kind
from assembly.small_cells import ProtectedColumn

_ANSWERS = "ways-answers"


def figures_published_on(assembly: Assembly) -> date | None:
    """Return the day on which the first figures came out."""
    columns = PublishedColumn.objects.filter(assembly=assembly).order_by("published_at")
    first = columns.values_list("published_at", flat=True).first()
    return timezone.localdate(first) if first else None


def _feed(assembly: Assembly, now: datetime) -> Iterator[FeedEntry]:  # noqa: ARG001 (the registry's signature)
    figures = public_figures(assembly)
    for stage in [*figures.stages, *figures.ways]:
        title = _("Figures: %(stage)s") % {"stage": stage.label}
        yield FeedEntry(f"figures-{stage.key}", title, stage.source, stage.at, "public_evaluation")


def _facts(assembly: Assembly, now: datetime) -> Facts:  # noqa: ARG001
    """Return the published stages with their public totals."""
    columns = PublishedColumn.objects.filter(assembly=assembly).order_by("order", "pk")
    shown = [(column.stage, column.shown.total) for column in columns if not column.stage.startswith(WAYS)]
    return [{"stage": stage, "total": total} for stage, total in shown if total is not None]


def _words(facts: Facts) -> Iterator[Told]:
    """Tell how many people each published stage counts."""
    for row in facts:
        yield Told(stage_label(row["stage"]), number_words(row["total"]))


def _recruitment(assemblies: Collection[int], now: datetime) -> Mapping[int, Recruitment]:  # noqa: ARG001
    rows = PublishedColumn.objects.filter(assembly__in=assemblies, stage__in=(LETTERS, _ANSWERS))
    totals: dict[int, dict[str, int | None]] = {}
    for assembly, stage, protected in rows.values_list("assembly_id", "stage", "protected"):
        total = ProtectedColumn.from_json(stage, protected).total
        totals.setdefault(assembly, {})[stage] = total
    return {assembly: Recruitment(told.get(LETTERS), told.get(_ANSWERS)) for assembly, told in totals.items()}


register_publication_kind(
    PublicationKind(
        "figures",
        gettext_lazy("Figures of who took part"),
        gettext_lazy("Who took part from the draw to the final vote, with small groups hidden."),
        figures_published_on,
        "public_evaluation",
        order=85,
        usual=Usual(LAST_SESSION, 28),
    )
)
register_feed_source(_feed)
register_closing_source("figures", 25, gettext_lazy("Figures that were published"), _facts, _words)
tell_recruitment(_recruitment)
