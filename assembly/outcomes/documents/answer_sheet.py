"""The paper on which an official answers: one recommendation to a sheet, with boxes, lines and a signature."""

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from assembly.documents.frame import LINE, Heading, Styles, build_document, text_size
from assembly.outcomes.decision_words import MEANS
from assembly.outcomes.enums_responses import Decision
from assembly.outcomes.models import FormalResponse

_PROMISES = 3
_LONG, _SMALL = 700, 9.0
"""From how many letters a recommendation is long, and the size of the text on its sheet."""


def answer_sheets(
    responses: Sequence[FormalResponse], *, votes: Mapping[int, Mapping[str, int]] | None = None
) -> bytes:
    """Return a sheet for each answer, smaller and with fewer lines where the recommendation is long.

    votes: how many voted how, by recommendation.
    """
    first = responses[0]
    return build_document(
        _flow(responses, votes or {}),
        title=f"{_('Answers on paper')}: {first.body}",
        author=first.assembly.name,
        subject=str(first.body),
        footer=f"{first.assembly.name}: {first.body}",
        is_large=False,
    )


def _flow(responses: Sequence[FormalResponse], votes: Mapping[int, Mapping[str, int]]) -> Iterator[Flowable]:
    for place, response in enumerate(responses):
        if place:
            yield PageBreak()
        yield from _sheet(response, votes.get(response.recommendation_id))


def _sheet(response: FormalResponse, vote: Mapping[str, int] | None) -> Iterator[Flowable]:
    recommendation = response.recommendation
    text = recommendation.frozen_version.text if recommendation.frozen_version else ""
    styles = Styles(_SMALL if len(text) > _LONG else text_size(is_large=False))
    fewer = int(len(text) > _LONG)
    number = recommendation.report_number
    yield Heading(
        escape(_("Answer to recommendation %(n)s") % {"n": number}), styles.heading(), f"answer-{number}"
    )
    day = date_format(response.due_on, "j F Y")
    yield Paragraph(
        escape(_("%(body)s, due on %(day)s") % {"body": response.body, "day": day}), styles.small()
    )
    if text:
        yield Paragraph(escape(text).replace("\n", "<br/>"), styles.text())
    if vote is not None:
        said = f"{_('%(n)s of %(of)s in favour')}, {_('%(against)s against, %(abstained)s abstained')}"
        yield Paragraph(escape(said % vote), styles.small())
    yield Paragraph(f"<b>{escape(_('Your decision: tick one'))}</b>", styles.text())
    yield _decisions(styles)
    yield Paragraph(
        escape(_("Your answer in plain words, with the part, the body, the day or who does it:")),
        styles.small(),
    )
    yield from _lines(3 - fewer)
    yield Paragraph(
        escape(_("Your reasons (needed for everything but a full acceptance; published):")), styles.small()
    )
    yield from _lines(4 - fewer)
    yield Paragraph(escape(_("What you promise, which office sees to it, and by when:")), styles.small())
    yield from _lines(_PROMISES)
    yield Paragraph(
        escape(_("Cleared by (name, office, signature and day), as it is published:")), styles.small()
    )
    yield from _lines(1)


def _decisions(styles: Styles) -> Table:
    box = Table(
        [[""]],
        colWidths=[4 * mm],
        rowHeights=[4 * mm],
        style=TableStyle([("BOX", (0, 0), (-1, -1), 1, LINE)]),
    )
    cells = [
        Paragraph(f"<b>{escape(str(label))}</b>: {escape(str(MEANS[Decision(value)]))}", styles.cell())
        for value, label in Decision.choices
    ]
    rows = [[box, cells[n], box, cells[n + 1]] for n in range(0, len(cells), 2)]
    return Table(
        rows,
        colWidths=[7 * mm, 78 * mm, 7 * mm, 78 * mm],
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]),
    )


def _lines(count: int) -> Iterator[Flowable]:
    for _line in range(count):
        yield Spacer(1, 7.5 * mm)
        yield HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=0)
    yield Spacer(1, 2 * mm)
