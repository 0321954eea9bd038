"""Targets against reached in words and rows: what the page and the PDF both show."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.templatetags.look import one_in
from sortition.fairness import ValueFigures
from sortition.objective_words import AIMS
from sortition.pictures import BandTable, band_tables
from sortition.quota_messages import legible
from sortition.rules_words import caps_of_lottery
from sortition.selectors.panel import Panel


@dataclass(frozen=True)
class ReachedTable:
    """One category: its picture, the cited source of its shares, and rows of text cells in the order of COLUMNS."""

    bands: BandTable
    source: str
    rows: tuple[tuple[str, ...], ...]


def column_names() -> tuple[str, ...]:
    """Name the columns of every table."""
    return (_("Value"), _("Population"), _("Target seats"), _("Quota"), _("Pool"), _("Panel"))


def reached_tables(panel: Panel, sources: Mapping[str, str]) -> list[ReachedTable]:
    """Compare population, target, quota, pool and panel, category by category."""
    instance = panel.result.snapshot.instance
    people, seats = len(instance.people), instance.seats
    return [
        ReachedTable(
            bands,
            sources.get(bands.category, ""),
            tuple(_row(row.figures, people, seats, panel.taken) for row in bands.rows),
        )
        for bands in band_tables(map(legible, panel.balance()), people=people, seats=seats)
    ]


def _row(figures: ValueFigures, people: int, seats: int, taken: int) -> tuple[str, ...]:
    share = figures.share
    return (
        figures.value,
        "–" if share is None else _("%(number)s %%") % {"number": _rounded(share, 1)},
        "–" if share is None else _rounded(share * seats / 100, 1),
        f"{figures.minimum}–{figures.maximum}",
        _counted(figures.pool, people),
        _counted(figures.panel, taken),
    )


def _rounded(number: float, decimals: int) -> str:
    """Round before writing: Django's own formatting of numbers cuts off."""
    return number_format(round(number, decimals), decimals)


def _counted(part: int, whole: int) -> str:
    if not whole:
        return str(part)
    return _("%(part)s (%(share)s\u00a0%%)") % {"part": part, "share": _rounded(100 * part / whole, 0)}


def finding(panel: Panel) -> str:
    """Say how the panel stands to its quotas, and whether seats were given up since it was drawn."""
    values = [v for category in panel.balance() for v in category.values]
    met = sum(v.is_met for v in values)
    if met == len(values):
        words = ngettext("The one quota is met.", "All %(number)s quotas are met.", met) % {"number": met}
    else:
        words = _("%(met)s of %(number)s quotas are met.") % {"met": met, "number": len(values)}
    if not panel.vacant:
        return words
    return "{} {}".format(
        words,
        ngettext(
            "%(number)s seat was given up since the panel was drawn.",
            "%(number)s seats were given up since the panel was drawn.",
            panel.vacant,
        )
        % {"number": panel.vacant},
    )


def drawing_story(panel: Panel) -> list[str]:
    """Tell in plain words how the panel was drawn."""
    run = panel.run
    words = {
        "pool": number_format(run.pool_size, force_grouping=True),
        "seats": run.seats,
        "number": run.number,
        "day": "" if run.finished_at is None else date_format(localtime(run.finished_at), "DATE_FORMAT"),
    }
    story = [
        _(
            "%(pool)s people volunteered and could take part. The quotas say how many seats each group has at least "
            "and at most."
        )
        % words,
        _(
            "A computer program worked out a lottery over panels of %(seats)s people that all meet the quotas, and "
            "then drew one of these panels by chance (run %(number)s, %(day)s)."
        )
        % words,
    ]
    if run.one_per_household:
        story.append(_("No two people of one household could be drawn."))
    story += caps_of_lottery(panel.result.snapshot.instance.caps)
    story.append(str(AIMS[run.objective]))
    chances = {"lowest": one_in(run.summary["lowest"]), "median": one_in(run.summary["median"])}
    story.append(
        _("The lowest chance of anybody in the pool was about %(lowest)s, the median about %(median)s.")
        % chances
    )
    return story
