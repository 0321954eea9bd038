"""The ballot paper: each question on a leaf of its own, so that nobody's answers to two of them lie together."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from assembly.documents.frame import INK, Heading, Styles, build_document, text_size
from assembly.outcomes.counting.rules import RANKED, choices_of
from assembly.outcomes.models import Ballot, BallotQuestion
from assembly.outcomes.selectors.votes import rule_of
from assembly.outcomes.vote_words import ABSTAIN, chosen_words


def paper_ballot(ballot: Ballot, questions: Sequence[BallotQuestion], *, is_large: bool = False) -> bytes:
    """Return one leaf for each question. It has no number and no mark: all papers are alike."""
    return build_document(
        _leaves(ballot, questions, is_large),
        title=f"{_('Ballot paper')}: {ballot.title}",
        author=ballot.assembly.name,
        subject=ballot.title,
        footer=f"{ballot.assembly.name}: {ballot.title}",
        is_large=is_large,
    )


def _leaves(ballot: Ballot, questions: Sequence[BallotQuestion], is_large: bool) -> Iterator[Flowable]:
    styles = Styles(text_size(is_large=is_large))
    day = date_format(ballot.held_on, "j F Y")
    for place, question in enumerate(questions):
        if place:
            yield PageBreak()
        title = _("Ballot paper, question %(number)s") % {"number": question.number}
        yield Heading(escape(title), styles.title(), f"question-{question.number}")
        yield Paragraph(escape(f"{ballot.assembly.name}: {ballot.title}, {day}"), styles.text())
        yield Paragraph(f"<b>{escape(question.wording)}</b>", styles.text())
        if question.version is not None:
            yield Paragraph(escape(f"{question.recommendation}: {question.version.title}"), styles.text())
        yield Spacer(0, 4 * mm)
        yield _boxes(question, styles)
        yield Spacer(0, 6 * mm)
        yield Paragraph(escape(_instruction(question)), styles.text())
        yield Paragraph(
            escape(_("Sign nothing and write no name. Fold the paper, and put it into the urn.")),
            styles.text(),
        )


def _instruction(question: BallotQuestion) -> str:
    if question.kind == RANKED:
        return _(
            "Write 1 beside the option you like best, then 2, and so on. You may stop where you like. A paper with"
            " nothing on it is blank; one that cannot be read is spoiled."
        )
    return _("Mark one box. A paper with nothing on it is blank; one with two marks is spoiled.")


def _boxes(question: BallotQuestion, styles: Styles) -> Table:
    if question.kind == RANKED:
        lines = [option.text for option in question.options.all()]
    else:
        rule = rule_of(question.rule)
        lines = [chosen_words(key, question) for key in choices_of(rule.kind, rule.scale_points)]
    lines.append(chosen_words(ABSTAIN, question))
    side = max(9 * mm, styles.size * 1.6)
    rows = [["", Paragraph(escape(line), styles.text())] for line in lines]
    table = Table(rows, colWidths=[side, None], hAlign="LEFT", spaceBefore=2)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 3 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * mm),
                *(("BOX", (0, row), (0, row), 1, INK) for row in range(len(rows))),
            ]
        )
    )
    return table
