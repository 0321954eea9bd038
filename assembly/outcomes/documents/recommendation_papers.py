"""All recommendations on paper, with space below each that is open to write how it should change."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from assembly.models import Assembly
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.models import Recommendation
from assembly.outcomes.selectors.recommendations import part_labels

LINES = 7
"""Lines to write on below each recommendation that is open to amendment; the back of the sheet is free."""


def drafts_paper(
    assembly: Assembly, recommendations: Sequence[Recommendation], *, page: str, is_large: bool = False
) -> bytes:
    """Return the texts as they stand, theme by theme; `page` is where the same stands on a screen."""
    styles = Styles(text_size(is_large=is_large))
    title = _("Our recommendations")
    return build_document(
        _flow(assembly, recommendations, styles, title, page),
        title=f"{title}: {assembly.name}",
        author=assembly.name,
        subject=title,
        footer=f"{assembly.name}: {title}",
        is_large=is_large,
    )


def _flow(
    assembly: Assembly, recommendations: Sequence[Recommendation], styles: Styles, title: str, page: str
) -> Iterator[Flowable]:
    yield Heading(escape(title), styles.title(), "title")
    yield Paragraph(escape(assembly.name), styles.text())
    yield Paragraph(escape(_("The same on a screen: %(page)s") % {"page": page}), styles.small())
    if not recommendations:
        yield Paragraph(escape(_("There is no recommendation yet.")), styles.text())
    elif any(_is_open(each) for each in recommendations):
        said = _(
            "Where there are lines, write how the text should change, and why. Give the sheet to your table’s "
            "facilitator, or post it to the team: they enter it for you. Other members do not read your name."
        )
        yield Paragraph(escape(said), styles.text())
    for theme, own in groupby(recommendations, lambda each: each.theme):
        name = theme.name if theme else _("Under no theme yet")
        yield Heading(escape(name), styles.heading(), f"theme-{theme.pk if theme else 0}")
        for each in own:
            yield from _one(each, styles)


def _is_open(recommendation: Recommendation) -> bool:
    return recommendation.state == RecommendationState.UNDER_AMENDMENT


def _one(recommendation: Recommendation, styles: Styles) -> Iterator[Flowable]:
    text = recommendation.present
    head = f"{recommendation}: {text.title}"
    yield Heading(escape(head), styles.heading(), f"recommendation-{recommendation.pk}", 1)
    stands = _("%(state)s, version %(number)s") % {
        "state": recommendation.get_state_display(),
        "number": text.number,
    }
    yield Paragraph(escape(stands), styles.small())
    yield Paragraph(_broken(text.text), styles.text())
    labels = part_labels()
    for name in ("rationale", "conditions", "cost_note"):
        if said := getattr(text, name):
            label = escape(_("%(label)s:") % {"label": str(labels[name]).capitalize()})
            yield Paragraph(f"<b>{label}</b> {_broken(said)}", styles.text())
    if _is_open(recommendation):
        ask = _("How should the text of recommendation %(number)s change, and why?")
        lines = [
            HRFlowable(width="100%", thickness=0.5, color=LINE, spaceBefore=9 * mm, spaceAfter=0)
            for _line in range(LINES)
        ]
        asked = Paragraph(escape(ask % {"number": recommendation.number}), styles.text())
        yield KeepTogether([asked, *lines])


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br/>")
