"""Publish the figures of both assemblies, one stage after another, with small groups hidden."""

from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.evaluation.figure_words import LETTERS
from assembly.evaluation.selectors.figures import figures_of
from assembly.evaluation.selectors.figures_published import columns_of, digest_of, limit_of, preview_of
from assembly.evaluation.services.figures import publish_figures
from assembly.models import Assembly, User


def tell_figures(air: Assembly, homes: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Publish what is counted by now: of clean air up to its third session, of warm homes all that there is."""
    publish_all(air, actor=people["amara"], now=calendar.at(2026, 6, 8, 15, 0))
    publish_all(homes, actor=people["amara"], now=calendar.at(2025, 11, 26, 10, 0))


def publish_all(assembly: Assembly, *, with_letters: bool = False, actor: User, now: datetime) -> None:
    """Look at each stage and publish it, a minute apart."""
    # Where the house printed only some of the story's letters, their number would mislead.
    stages = [stage for stage in figures_of(assembly).publishable() if with_letters or stage.key != LETTERS]
    for number, stage in enumerate(stages):
        seen = digest_of(preview_of(stage, columns_of(assembly), limit_of(assembly)))
        publish_figures(
            assembly=assembly,
            stage=stage.key,
            seen=seen,
            actor=actor,
            now=now + timedelta(minutes=number),
        )
